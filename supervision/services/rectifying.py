"""Rectification within a term (限期整改): ordered, prolonged, reported, checked again.

Effects of acts run inside the door, on the locked case.
"""

from datetime import date
from typing import BinaryIO

from django.core.exceptions import ValidationError

from accounts.models import User
from casework import kinds
from casework.enums import Progress
from casework.services import deadlines, door, letters
from catalogue import workdays
from config import clock
from supervision import checklists
from supervision.answering import organisation_of
from supervision.documents.inspections import ORDER
from supervision.enums import InspectionCause, InspectionState, Severity
from supervision.models import Decision, Inspection
from supervision.selectors import inspections as reads
from supervision.services.complaints.secrecy import refuse_telling
from supervision.services.papers import add_paper

CLOCK = "rectify"
EVIDENCE = "rectification"


def order(case: Inspection, *, actor: User, days: int, note: str, **_) -> dict:
    """Order rectification within so many working days, by letter. Raises ValidationError where
    nothing was found, or the time is longer than the rules have it."""
    findings = list(reads.findings_of(case))
    if not findings:
        raise ValidationError("没有发现问题，不需要整改。请直接作出检查结论。")
    refuse_telling(case.because_of, note=note)
    _give(case, days)
    letter = letters.issue(
        case,
        ORDER,
        actor=actor,
        wording=note,
        addressee=case.agency.name,
        days=days,
        findings=[
            {"severity": Severity(row.severity).label, "text": row.text, "demand": row.demand}
            for row in findings
        ],
    )
    return {"letter": letter.number, "days": days}


def rectify(case: Inspection, *, actor: User, upload: BinaryIO, **_) -> dict:
    """The agency reports what it mended, with evidence."""
    material = add_paper(case, EVIDENCE, "整改报告和佐证材料", upload, actor)
    return {"material": material.pk}


def send_back(case: Inspection, *, actor: User, days: int, note: str = "", **_) -> dict:
    """It is not mended; another term."""
    refuse_telling(case.because_of, note=note)
    _give(case, days)
    return {"days": days}


def ask_for_time(case: Inspection, *, actor: User, days: int, **_) -> dict:
    """The agency asks for more time; the office decides."""
    return {"days": days}


def extend(case: Inspection, *, actor: User, days: int, **_) -> dict:
    """Give so many working days more, before the term is over. Raises ValidationError beyond what
    the rules allow in all."""
    longest = checklists.rules().procedure.longest_rectify_days
    before = case.rectify_until
    if days < 1 or case.rectify_days + days > longest:
        most = max(0, longest - case.rectify_days)
        raise ValidationError(
            {"days": f"一次整改最长 {longest} 个工作日，最多还能延长 {most} 个。"}
        )
    case.rectify_days += days
    running = case.deadlines.filter(key=CLOCK, progress=Progress.RUNNING).get()
    deadlines.prolong(running, days)
    case.rectify_until = running.due_on
    return {"days": days, "before": before.isoformat(), "until": case.rectify_until.isoformat()}


def begin_by_decision(decision: Decision, *, actor: User) -> Inspection:
    """A decision on a violation orders rectification (限期整改): an inspection that begins with it.
    The decision's last day is that of the rectification."""
    violation = decision.violation
    return door.open_case(
        kinds.by_code("inspection"),
        actor=actor,
        state=InspectionState.RECTIFYING,
        owner=organisation_of(violation.agency),
        title=f"{violation.agency}限期整改",
        division=violation.division,
        receiver=violation.receiver,
        office=violation.receiver,
        cause=InspectionCause.DECISION,
        because_of_id=violation.pk,
        proposed_by=violation.proposed_by,
        approved_by=decision.made_by,
        agency=violation.agency,
        target=violation.agency.code,
        begins_on=clock.today(),
        ends_on=decision.until,
        rectify_days=max(1, workdays.working_days_between(clock.today(), decision.until)),
        rectify_until=decision.until,
    )


def call_off(case: Inspection, *, actor: User) -> bool:
    """End a rectification whose decision fell; False where it was concluded already."""
    if case.state not in (InspectionState.RECTIFYING, InspectionState.RECTIFIED):
        return False
    door.perform(case, "cancel", actor=door.SYSTEM)
    return True


def _give(case: Inspection, days: int) -> None:
    longest = checklists.rules().procedure.longest_rectify_days
    if not 1 <= days <= longest:
        raise ValidationError({"days": f"整改期限为 1 至 {longest} 个工作日。"})
    case.rectify_days, case.rectify_until = days, _last_day(days)


def _last_day(days: int) -> date:
    return workdays.add_working_days(clock.today(), days, calendar=workdays.current())
