"""The sessions are over; effect of the act on a locked case."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from assessment.models import Plan, Session
from assessment.selectors.clashes import span
from casework.services import deadlines
from config import clock
from filing.enums import AgencyStatus
from filing.selectors.register import status_on
from results.selectors import held
from results.selectors.held import Numbers

LAST_SESSION = "plan.last_session"


def hold(case: Plan, *, actor: User, **_) -> dict:
    """All sessions were held and everybody is noted (LC-15); presence is frozen from now on. The
    clock that runs from the last session begins on its day, also where this is done later (HB-07).

    Raises ValidationError where the agency was stopped on the day of a session, while a session is
    not over, nobody signed in to one, or somebody is not noted.
    """
    sessions = list(case.sessions.filter(cancelled_at=None))
    _refuse_stopped(case, sessions)
    numbers = held.counts(sessions)
    found = [text for each in sessions if (text := _lacks(each, numbers[each.pk]))]
    if found:
        raise ValidationError(found)
    last = last_day(case, sessions)
    deadlines.happened(case, case.regulation.deadlines, event=LAST_SESSION, on=last)
    return {
        "last_session": last.isoformat(),
        "sessions": [_told(each, numbers[each.pk]) for each in sessions],
    }


def _refuse_stopped(case: Plan, sessions: list[Session]) -> None:
    """Nothing was held on a day on which the agency was suspended or struck off (LC-22)."""
    days = sorted({timezone.localdate(each.starts_at) for each in sessions})
    for day in days:
        status = status_on(case.agency, day)
        if status in (AgencyStatus.SUSPENDED, AgencyStatus.STRUCK_OFF):
            raise ValidationError(
                f"{case.agency}在 {day.month}月{day.day}日的状态是“{status.label}”，"
                "当天的考核不能作为评价。请办理变更，改在恢复之后举行，或者取消计划。"
            )


def last_day(case: Plan, sessions: list[Session]) -> date:
    """The day on which the last session ended; that of the plan where it has none. Raises
    ValidationError while that day is to come."""
    ends = max((each.ends_at for each in sessions), default=None)
    day = timezone.localdate(ends) if ends else case.last_on or clock.today()
    if day > clock.today():
        raise ValidationError(f"评价安排到 {day.month}月{day.day}日，还没有结束。")
    return day


def _lacks(session: Session, numbers: Numbers) -> str:
    what = f"{span(session)}的{session.get_subject_display()}"
    if session.ends_at > clock.now():
        return f"{what}还没有结束。"
    if numbers.due and not numbers.noted:
        return f"{what}没有一人签到，请先登记到考情况；没有举行的，办理变更改期。"
    if numbers.missing:
        return f"{what}还有 {numbers.missing} 人没有登记到考情况，请补登记。"
    return ""


def _told(session: Session, numbers: Numbers) -> dict:
    return {
        "session": session.pk,
        "subject": session.subject,
        "due": numbers.due,
        "present": numbers.present,
        "late": numbers.late,
        "absent": numbers.absent,
        "breaches": numbers.breaches,
    }
