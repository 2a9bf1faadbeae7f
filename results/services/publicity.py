"""Results are made public, corrected and cleared; effects of acts on a locked plan."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from assessment.models import Plan
from casework.enums import PublicationKind, PublicationStatus
from casework.models import Publication
from casework.services import door, publications, timeline
from config import clock
from results.documents import publicity as document
from results.selectors import publicity
from results.services import computing

NOTHING = "还没有已同意的更正，不能重新公示。请先提出更正，由另一人同意。"


def publicise(
    case: Plan, *, actor: User, note: str = "", working_days: int | None = None, **_
) -> dict:
    """The effect of `publicise`: corrections agreed to before are put in force, then the results
    are public for `working_days`, at least as many as the regulation says (HB-07, SD-09, LC-15).

    Raises ValidationError for a window too short, somebody without a result, rechecks and
    corrections that are open. Too late after the last session is allowed and recorded.
    """
    days = _long_enough(case, working_days)
    refuse_unready(case)
    applied = put_in_force(case)
    made = _publish(case, days, actor=actor, corrected=())
    return _facts(case, made, applied) | {"late_by": publicity.late_by(case, clock.today())}


def correct(case: Plan, *, actor: User, note: str = "", **_) -> dict:
    """The effect of `correct`: agreed corrections are put in force and the results are published
    again, the window counted anew. `note` is the reason, which becomes public.

    Raises ValidationError where nothing was agreed to (but where the publicity was withdrawn), an
    upheld objection or recheck has no correction yet, or the reason holds a person's number.
    """
    reason = " ".join(note.split())
    if not reason:
        raise ValidationError({"note": "请写明更正的原因，原因会随原文公开。"})
    agreed = publicity.agreed_corrections(case)
    if not agreed and not publicity.was_withdrawn(case):
        raise ValidationError(NOTHING)
    refuse_unready(case)
    applied = put_in_force(case)
    before = publicity.latest(case)
    days = max(publicity.least_days(case), before.working_days if before else 0)
    if before and before.is_in_force:
        text = document.text(case, days, corrected=applied)
        made = publications.correct(
            before, title=text.title, body=text.body, reason=reason, actor=actor
        )
    else:
        made = _publish(case, days, actor=actor, corrected=applied)
    return _facts(case, made, applied)


def clear(case: Plan, **_) -> dict:
    """The effect of `clear`, which the portal itself does when the window is over. Raises
    ValidationError where the publicity did not end without objection."""
    cleared = publicity.latest(case)
    if cleared is None or cleared.status != PublicationStatus.CLEARED:
        raise ValidationError("公示尚未期满，或者有异议没有处理。")
    return {"publication": cleared.pk}


def preview(case: Plan, days: int, *, again: bool) -> tuple[document.Text, int]:
    """The notice as it will be, and how many are listed: with what was agreed to in force, which is
    taken back again. Writes nothing, but waits for whoever publishes at this moment."""
    with transaction.atomic():
        door.lock([case.pk])
        applied = put_in_force(case)
        shown = document.text(case, days, corrected=applied if again else ())
        listed = publicity.qualified(case).count()
        transaction.set_rollback(True)
    return shown, listed


def standing_hindrance(publication: Publication) -> str:
    """Why an open publicity cannot end; empty where it can or has ended."""
    return publications.hindrance(publication) if publication.is_open else ""


def refuse_unready(case: Plan) -> None:
    """Raise ValidationError while somebody has no result or something is open about scores."""
    said = publicity.unsettled(case)
    if lacking := publicity.without_result(case):
        said.insert(0, f"还有 {lacking} 人没有评价结果，请先完成评分。")
    if said:
        raise ValidationError(said)


def put_in_force(case: Plan) -> list:
    """Apply what was agreed to; answers it, with the registrations."""
    agreed = publicity.agreed_corrections(case)
    if agreed:
        computing.revise(case, agreed)
    pks = [each.pk for each in agreed]
    return list(case.corrections.filter(pk__in=pks).select_related("entry").order_by("pk"))


def _long_enough(case: Plan, asked: int | None) -> int:
    rule, least = publicity.rule_of(case), publicity.least_days(case)
    days = asked or least
    if days < least:
        basis = f"（依据：{rule.cite}）" if rule and rule.binding else "（本系统默认）"
        raise ValidationError({"working_days": f"公示不能少于 {least} 个工作日{basis}。"})
    return days


def _publish(case: Plan, days: int, *, actor: User, corrected) -> Publication:
    rule = publicity.rule_of(case)
    text = document.text(case, days, corrected=corrected)
    return publications.publish(
        kind=PublicationKind.PUBLICITY,
        title=text.title,
        body=text.body,
        office=case.owner,
        actor=actor,
        working_days=days,
        basis=rule.cite if rule and rule.binding else "",
        case=case,
        act=publicity.CLEARS,
    )


def _facts(case: Plan, made: Publication, applied: list) -> dict:
    """`list` is the digest of the names that were public."""
    lines = list(document.listed(publicity.qualified(case)))
    return {
        "publication": made.pk,
        "working_days": made.working_days,
        "until": made.closes_on.isoformat(),
        "qualified": len(lines),
        "list": timeline.fingerprint({"lines": lines}),
        "corrections": [each.pk for each in applied],
    }
