"""What a decision does, by the services of the floors below, and how far it can be undone.

Inside the door's transaction of the case. Each effect answers plain facts, which are kept with it;
undoing one answers what remains.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.timezone import localdate

from accounts.models import User
from casework.kinds import Message
from casework.services import holders, notices
from casework.services.door import SystemActor
from casework.services.timeline import canonical
from certificates.enums import CertificateStatus
from certificates.models import Certificate
from certificates.services import standing
from config import clock
from filing.models import Agency
from filing.selectors import register
from filing.services import suspending
from results.enums import Outcome
from results.models import Annulment
from results.selectors.results import current
from results.services import annulling
from supervision import sanctions
from supervision.enums import BARS, Effect
from supervision.models import Bar, Decision, Inspection, Measure, Violation
from supervision.selectors.violations import decision_in_force
from supervision.services import rectifying

Actor = User | SystemActor
SERVED = "{}至{}已经执行，不能恢复。"
REISSUED = "证书在{}至{}为已撤销状态，这段时间的查询记录不能恢复。"
ENDED_RECOGNITIONS = "移出目录时终止的备案互认不能自动恢复，须重新申请。"


def takes_subject(sanction: sanctions.Sanction) -> bool:
    """Whether a sanction is about one subject of an assessment."""
    return Effect.VOID_SUBJECT in sanction.effects


def apply(decision: Decision, *, actor: Actor) -> list[str]:
    """Let a decision have its effects; answers which. Raises ValidationError where one cannot be,
    such as suspending an agency that is not in force."""
    chosen = sanctions.rules().get(decision.sanction)
    for effect in chosen.effects:
        row = Measure.objects.create(decision=decision, effect=effect, done_at=clock.now())
        facts = _KINDS[effect].apply(row, actor)
        row.facts = canonical(facts)
        row.save(update_fields=["facts"])
    return [str(effect) for effect in chosen.effects]


def undo(decision: Decision, *, reason: str, actor: Actor) -> list[str]:
    """Take back what a decision did; answers, in sentences, what cannot be."""
    found: list[str] = []
    for row in decision.measures.filter(undone_at=None).order_by("-pk"):
        remains = _KINDS[Effect(row.effect)].undo(row, reason, actor)
        row.undone_at, row.remains = clock.now(), remains[:300]
        row.save(update_fields=["undone_at", "remains"])
        found += [remains] if remains else []
    return found


def resume(case: Violation, *, reason: str, actor: Actor) -> None:
    """End the suspension of a case today."""
    suspending.resume(case.agency, reason=reason, case=case, actor=actor)
    case.suspended_until = None


def take_effect_anew(agency: Agency, actor: Actor) -> None:
    """What is left of suspensions of an agency whose term was over meanwhile and which is in force
    again: the end of a term ends no suspension."""
    today = clock.today()
    rows = Violation.objects.filter(agency=agency, suspended_until__gte=today).order_by("pk")
    for case in rows:
        decision = decision_in_force(case)
        done = decision.measures.filter(effect=Effect.SUSPEND, undone_at=None).exists()
        if done and suspending.suspension_of(agency, case) is None:
            suspending.suspend(
                agency,
                since=max(decision.since, today),
                until=decision.until,
                reason=f"暂停至 {decision.until:%Y-%m-%d}。{_reason(decision)}",
                case=case,
                actor=actor,
            )


def facts_of(row: Measure) -> dict:
    """What an effect changed."""
    return json.loads(row.facts)


@dataclass(frozen=True)
class _Kind:
    apply: Callable[[Measure, Actor], dict]
    undo: Callable[[Measure, str, Actor], str]


def _reason(decision: Decision) -> str:
    """What the register and scores say: the letter and the grounds, which name nobody."""
    return f"{decision.letter.number}：{decision.grounds}"[:200]


# --- scores and certificates --------------------------------------------------------------------


def _void(row: Measure, actor: Actor) -> dict:
    decision, case = row.decision, row.decision.violation
    made = annulling.annul(
        case.entry,
        subject=decision.subject,
        reason=_reason(decision),
        case=case,
        actor=actor,
    )
    facts: dict = {"annulment": made.pk}
    if made.result and made.result.outcome == Outcome.UNQUALIFIED:
        held = Certificate.objects.filter(entry=case.entry, status=CertificateStatus.VALID).first()
        if held:
            standing.revoke(held, actor=actor, reason=_reason(decision), case=case)
            facts["certificate"] = held.number
    return facts


def _give_back(row: Measure, reason: str, actor: Actor) -> str:
    facts, case = facts_of(row), row.decision.violation
    remains = annulling.lift(
        Annulment.objects.get(pk=facts["annulment"]), reason=reason, actor=actor
    )
    said = [f"{remains}。"] if remains else []
    if number := facts.get("certificate"):
        said.append(_restored(Certificate.objects.get(number=number), row, case, reason, actor))
    return "".join(said)


def _restored(held: Certificate, row: Measure, case: Violation, reason: str, actor: Actor) -> str:
    """The certificate is valid again where its holder qualifies again."""
    result = current(case.entry.plan).filter(entry=case.entry).first()
    if result is None or result.outcome != Outcome.QUALIFIED:
        return f"证书 {held.number} 保持撤销：现在的评价结果不是合格。"
    since = held.standing_since
    standing.restore(held, actor=actor, reason=reason, case=case)
    return REISSUED.format(since.isoformat(), clock.today().isoformat())


# --- bars ---------------------------------------------------------------------------------------


def _bar(row: Measure, actor: Actor) -> dict:
    decision = row.decision
    Bar.objects.create(
        measure=row,
        violation=decision.violation,
        effect=row.effect,
        since=decision.since,
        until=decision.until,
    )
    return {"since": decision.since.isoformat(), "until": decision.until.isoformat()}


def _lift_bar(row: Measure, reason: str, actor: Actor) -> str:
    bar, today = row.bar, clock.today()
    if bar.until < today:
        return SERVED.format(bar.since.isoformat(), bar.until.isoformat())
    bar.lifted_on = max(bar.since, today)
    bar.save(update_fields=["lifted_on"])
    return SERVED.format(bar.since.isoformat(), today.isoformat()) if bar.since < today else ""


# --- the register -------------------------------------------------------------------------------


def _suspend(row: Measure, actor: Actor) -> dict:
    decision, case = row.decision, row.decision.violation
    suspending.suspend(
        case.agency,
        since=decision.since,
        until=decision.until,
        reason=f"暂停至 {decision.until:%Y-%m-%d}。{_reason(decision)}",
        case=case,
        actor=actor,
    )
    case.suspended_until = decision.until
    return {"since": decision.since.isoformat(), "until": decision.until.isoformat()}


def _let_go(row: Measure, reason: str, actor: Actor) -> str:
    decision, today = row.decision, clock.today()
    resume(decision.violation, reason=reason, actor=actor)
    if decision.since >= today:
        return ""
    last = min(decision.until, today)
    return SERVED.format(decision.since.isoformat(), last.isoformat())


def _strike(row: Measure, actor: Actor) -> dict:
    decision, case = row.decision, row.decision.violation
    recognised = len(register.recognised_on(case.agency, clock.today()))
    suspending.strike_off(case.agency, reason=_reason(decision), case=case, actor=actor)
    return {"recognitions": recognised}


def _take_back(row: Measure, reason: str, actor: Actor) -> str:
    case = row.decision.violation
    if not suspending.reinstate(case.agency, reason=reason, case=case, actor=actor):
        return "机构在目录中的状态已因其他原因变动，没有恢复。"
    since, today = localdate(row.done_at), clock.today()
    said = SERVED.format(since.isoformat(), today.isoformat()) if since < today else ""
    return said + (ENDED_RECOGNITIONS if facts_of(row)["recognitions"] else "")


# --- rectification ------------------------------------------------------------------------------


def _rectify(row: Measure, actor: Actor) -> dict:
    case = rectifying.begin_by_decision(row.decision, actor=actor)
    told = holders.people([case.owner_id]) if case.owner_id else []
    body = f"请在 {row.decision.until:%Y-%m-%d}前（含当日）整改，并提交整改报告和佐证材料。"
    notices.tell([Message(told, f"{case.title}：请整改", body)], case=case)
    return {"case": case.number}


def _call_off(row: Measure, reason: str, actor: Actor) -> str:
    case = Inspection.objects.get(number=facts_of(row)["case"])
    if rectifying.call_off(case, actor=actor):
        return ""
    return f"限期整改（{case.number}）已有结论，不能撤回。"


_KINDS: dict[Effect, _Kind] = {
    Effect.RECTIFY: _Kind(_rectify, _call_off),
    Effect.VOID_SUBJECT: _Kind(_void, _give_back),
    Effect.VOID_ALL: _Kind(_void, _give_back),
    Effect.SUSPEND: _Kind(_suspend, _let_go),
    Effect.STRIKE_OFF: _Kind(_strike, _take_back),
    **{effect: _Kind(_bar, _lift_bar) for effect in BARS},
}
