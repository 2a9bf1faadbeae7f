"""What befalls visits by itself: the session is over and the note's time runs, it was cancelled, or
the appointment holds no more. Run with every sweep; safe to run twice."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from casework.enums import Progress
from casework.kinds import Message, kind_of
from casework.services import deadlines, door, notices
from catalogue import workdays
from catalogue.regulations.terms import PlanStep
from config import clock
from supervision.enums import VisitState
from supervision.models import Visit
from supervision.services.corps.sending import LOST

HELD = "visit.held"
NOTE = "note"
NEAR = 1  # working days before the end, on which the supervisor is reminded
REMINDERS = ("near", "late")


def watch() -> None:
    """Let every open visit follow what happened to its session and its supervisor."""
    rows = Visit.objects.filter(state=VisitState.ASSIGNED).select_related(
        "session__plan", "appointment"
    )
    for visit in list(rows.order_by("pk")):
        session = visit.session
        if session.cancelled_at or session.plan.state == PlanStep.CANCELLED:
            _perform(visit, "cancel")
        elif session.ends_at <= clock.now():
            _start(visit)
            _remind(visit)
        elif session.starts_at > clock.now() and not visit.appointment.holds_on(
            timezone.localdate(session.starts_at)
        ):
            _perform(visit, "withdraw", LOST)


def _perform(visit: Visit, act: str, note: str = "") -> None:
    try:
        door.perform(visit, act, actor=door.SYSTEM, version=visit.version, note=note)
    except door.DoorError:  # somebody else was quicker; the next sweep looks again
        return


def _start(visit: Visit) -> None:
    """The time for the note counts from the day of the session, however late it is noticed."""
    if visit.deadlines.filter(key=NOTE).exists():
        return
    with transaction.atomic():
        case = door.lock([visit.pk])[0]
        if case.state != VisitState.ASSIGNED or case.deadlines.filter(key=NOTE).exists():
            return
        day = timezone.localdate(case.session.ends_at)
        deadlines.happened(case, kind_of(case).rules(case), event=HELD, on=day)
        case.save(update_fields=["due_on"])


def _remind(visit: Visit) -> None:
    """Supervisors are no staff of the office, whom the sweep tells: they hear it here, once before
    the last day and once when it is past."""
    clock_ = visit.deadlines.filter(key=NOTE, progress=Progress.RUNNING).first()
    if clock_ is None:
        return
    today, calendar = clock.today(), workdays.current()
    left = workdays.working_days_between(today, clock_.due_on, calendar=calendar)
    due = "late" if today > clock_.due_on else "near" if left <= NEAR else ""
    if not due or due == visit.reminded:
        return
    with transaction.atomic():
        case = door.lock([visit.pk])[0]
        if case.reminded == due or case.state != VisitState.ASSIGNED:
            return
        case.reminded = due
        case.save(update_fields=["reminded"])
        said = f"提交期限：{date_format(clock_.due_on)}。请在“我的督导”中填写并提交。"
        subject = "督导记录已逾期" if due == "late" else "督导记录即将到期"
        notices.tell([Message([case.person], f"{subject}：{case.title}", said)], case=case)
