"""What befalls visits by itself: the session is over and the note's time runs, it was cancelled, or
the appointment holds no more. Run with every sweep; safe to run twice."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from assessment.enums import DutyRole
from assessment.models import Duty, Plan
from assessment.selectors.clashes import span
from casework.enums import Progress
from casework.kinds import Message, kind_of
from casework.models import Notice
from casework.services import deadlines, door, notices
from catalogue import workdays
from catalogue.regulations.terms import PlanStep
from config import clock
from supervision.enums import VisitState
from supervision.models import Visit
from supervision.selectors import visits as reads
from supervision.services.corps.sending import LOST

HELD = "visit.held"
NOTE = "note"
NEAR = 1  # working days before the end, on which the supervisor is reminded
REMEMBERED = timedelta(days=60)  # after which a note that never came is no news


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


def remind_inside() -> None:
    """The same word to internal supervisors (内督), who write their note where the session is kept;
    each thing once, as their messages show."""
    now = clock.now()
    rows = Duty.objects.filter(
        role=DutyRole.INTERNAL,
        examiner__user__isnull=False,
        visit=None,
        session__cancelled_at=None,
        session__ends_at__range=(now - REMEMBERED, now),
        session__plan__closed_at=None,
    )
    rows = rows.select_related("session__plan__agency", "examiner__user").order_by("pk")
    duties = list(rows)
    calendar = workdays.current() if duties else None
    for duty in duties:
        session = duty.session
        due_on = reads.due_day(session, session.plan.regulation_id, calendar)
        if due := _reminder(due_on, calendar):
            address = reverse("results:visits", args=[session.plan.number, session.pk])
            subject = f"{due}：{session.plan.agency} {span(session)}"[:200]
            _tell_once(session.plan, duty.examiner.user, subject, due_on, address)


def _tell_once(plan: Plan, user: User, subject: str, due_on: date, address: str) -> None:
    with transaction.atomic():
        door.lock([plan.pk])  # two sweeps at once
        if Notice.objects.filter(recipient=user, link=address, subject=subject).exists():
            return
        said = f"提交期限：{date_format(due_on)}。"
        notices.tell([Message([user], subject, said)], link=address)


def _reminder(due_on: date, calendar: workdays.WorkCalendar) -> str:
    """What is to be said today of a note that is due; "" for nothing yet."""
    today = clock.today()
    if today > due_on:
        return "督导记录已逾期"
    near = workdays.working_days_between(today, due_on, calendar=calendar) <= NEAR
    return "督导记录即将到期" if near else ""


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
    subject = _reminder(clock_.due_on, workdays.current())
    due = "late" if clock.today() > clock_.due_on else "near"
    if not subject or due == visit.reminded:
        return
    with transaction.atomic():
        case = door.lock([visit.pk])[0]
        if case.reminded == due or case.state != VisitState.ASSIGNED:
            return
        case.reminded = due
        case.save(update_fields=["reminded"])
        said = f"提交期限：{date_format(clock_.due_on)}。请在“我的督导”中填写并提交。"
        notices.tell([Message([case.person], f"{subject}：{case.title}", said)], case=case)
