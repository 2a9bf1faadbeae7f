"""What a stored deadline looks like to whoever works under it."""

from casework.enums import Progress
from casework.models import Case, Deadline
from catalogue.regulations.terms import Bound, Unit
from catalogue.workdays import WorkCalendar, current, working_days_between
from config import clock
from ui.clocks import Clock


def clock_of(deadline: Deadline, *, calendar: WorkCalendar | None = None) -> Clock:
    """The clock of a deadline today, or as it stood when the act was done.

    Months and years are counted in days, as nobody works by the month.
    """
    seen_on = deadline.ended_on or deadline.paused_on or clock.today()
    common = {
        "due_on": deadline.due_on,
        "estimated": deadline.estimated,
        "stopped_on": deadline.ended_on,
        "warn_at": deadline.warn_at,
        "at_least": deadline.bound == Bound.AT_LEAST,
    }
    if deadline.unit != Unit.WORKING_DAYS:
        total = (deadline.due_on - deadline.started_on).days
        day = (seen_on - deadline.started_on).days
        return Clock(day=day, total=total, unit="天", **common)
    ran = 0
    if deadline.progress != Progress.PAUSED:
        calendar = calendar or current()
        ran = max(0, working_days_between(deadline.started_on, seen_on, calendar=calendar))
    return Clock(day=deadline.used + ran, total=deadline.amount, **common)


def nearest(case: Case, *, calendar: WorkCalendar | None = None) -> Clock | None:
    """The clock that runs out first. Needs `running`, as `selectors.for_list` loads it."""
    return clock_of(case.running[0], calendar=calendar) if case.running else None
