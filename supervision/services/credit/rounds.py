"""A round of credit assessment from its beginning to its last correction (信用评估, LN-14).

Effects of acts run inside the door, on the locked case.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.enums import OFFICE_STAFF
from accounts.models import Organisation, User
from accounts.selectors import holds
from casework import kinds
from casework.enums import PublicationKind, PublicationStatus
from casework.models import Publication
from casework.services import door, publications
from casework.services.publications import personal_number
from config import clock
from supervision import credit
from supervision.documents import credit as texts
from supervision.enums import ContestState, RoundState
from supervision.models import CreditContest, CreditRound
from supervision.selectors import credit as reads
from supervision.services.credit import reckoning

NOT_YOURS = "信用评估由省、市人社部门的工作人员发起。"
TWICE = "本机关已经发起过这个周期的信用评估，请在列表中打开。"
CLEARS = "clear"


def begin(office: Organisation, period: str, *, actor: User) -> CreditRound:
    """Begin the rating of a period that is over. Nothing is reckoned or public yet.

    Who may: staff of a bureau that rates (`reads.rates`). Raises ForbiddenError; ValidationError
    for a period that is not over, or that was begun before.
    """
    if not (reads.rates(office) and holds(actor, office.pk, *OFFICE_STAFF)):
        raise door.ForbiddenError(NOT_YOURS)
    chosen = next((each for each in credit.periods(clock.today()) if each.key == period), None)
    if chosen is None:
        raise ValidationError({"period": "请选择已经结束的评估周期。"})
    formula = credit.formula_for(chosen.since)
    slot = f"{office.pk}/{chosen.key}"
    if CreditRound.objects.filter(slot=slot).exists():
        raise ValidationError({"period": TWICE})
    try:
        with transaction.atomic():
            return door.open_case(
                kinds.by_code("credit_round"),
                actor=actor,
                state=RoundState.DRAFT,
                title=f"{office}{chosen.label}评价机构信用评估",
                division=office.division,
                receiver=office,
                office=office,
                period=chosen.key,
                since=chosen.since,
                until=chosen.until,
                formula=formula.model_dump_json(),
                formula_version=formula.version,
                slot=slot,
            )
    except IntegrityError as twice:  # a colleague at the same moment
        raise ValidationError({"period": TWICE}) from twice


# --- Effects of acts: inside the door, on the locked case ---------------------------------------


def publicise(case: CreditRound, *, actor: User, **_) -> dict:
    """Collect the records, reckon every agency, and make it public for objections. Raises
    ValidationError where there is no agency to rate."""
    agencies = list(reads.population_of(case))
    if not agencies:
        raise ValidationError("这个周期没有需要评估的评价机构。")
    came, _ = reckoning.collect(case)
    reckoning.rate(case, agencies)
    made = _publish(case, PublicationKind.PUBLICITY, actor)
    return {"publication": made.pk, "agencies": len(agencies), "items": came}


def clear(case: CreditRound, **_) -> dict:
    """The effect of `clear`, which the portal does when the window is over: it is announced.
    Raises ValidationError while a contest waits."""
    if said := hindrance(case):
        raise ValidationError(said)
    case.final_on = clock.today()
    made = _publish(case, PublicationKind.ANNOUNCEMENT, None, final=True)
    return {"publication": made.pk}


def correct(case: CreditRound, *, actor: User, reason: str, **_) -> dict:
    """Reckon anew from the records as they are now, and publish it in place of what stands; a
    publicity counts its window anew. Raises ValidationError where nothing has changed."""
    if found := personal_number(reason):
        raise ValidationError({"reason": found})
    reason = reason.strip().rstrip("。")  # pages end the sentence
    came, fell = reckoning.collect(case)
    made = reckoning.rate(case, reads.rated_in(case), reason=reason)
    last = latest(case)
    if not made and last and last.is_in_force:
        raise ValidationError("来源记录没有变化，得分不变，不需要更正。")
    published = republish(case, actor=actor, reason=reason)
    facts = {"came": came, "fell": fell, "corrected": len(made), "reason": reason}
    return facts | {"publication": published.pk}


def cancel(case: CreditRound, **_) -> dict:
    """Give the period back, so that it may be begun anew."""
    case.slot = None
    return {}


def hindrance(case: CreditRound) -> str:
    """Why the publicity cannot end yet; "" once it can."""
    waiting = CreditContest.objects.filter(item__round=case.pk, state=ContestState.FILED).count()
    return f"还有 {waiting} 件评价机构的异议没有处理。" if waiting else ""


def latest(case: CreditRound) -> Publication | None:
    """What was published last."""
    return case.publications.order_by("pk").last()


def republish(case: CreditRound, *, actor: User, reason: str) -> Publication:
    """Publish what stands now in place of what was published. The caller holds the lock and has
    asked who may."""
    last, final = latest(case), case.state == RoundState.FINAL
    text = texts.text(case, reads.tally(case), final=final, corrected=reason)
    if last and last.is_in_force:
        return publications.correct(
            last, title=text.title, body=text.body, reason=reason[:200], actor=actor
        )
    if last and last.status == PublicationStatus.CLEARED and not final:
        raise ValidationError("公示刚刚期满，请刷新页面后再更正。")
    kind = PublicationKind.ANNOUNCEMENT if final else PublicationKind.PUBLICITY
    return _publish(case, kind, actor, final=final, corrected=reason)


def _publish(case, kind, actor: User | None, *, final=False, corrected="") -> Publication:
    text = texts.text(case, reads.tally(case), final=final, corrected=corrected)
    open_to_objections = kind == PublicationKind.PUBLICITY
    return publications.publish(
        kind=kind,
        title=text.title,
        body=text.body,
        office=case.office,
        actor=actor,
        working_days=case.rules.publicity_days if open_to_objections else None,
        case=case,
        act=CLEARS if open_to_objections else "",
    )
