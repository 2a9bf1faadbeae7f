"""The clocks of a case: started, paused, resumed and stopped as its regulation ties them."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Min, QuerySet

from casework.enums import Progress
from casework.models import Case, Deadline
from catalogue import workdays
from catalogue.regulations.schema import Deadline as Rule
from catalogue.regulations.terms import Bound, OnSupplement, Unit
from config import clock

SUPPLEMENT = "supplement"


def moved(case: Case, rules: Iterable[Rule], *, target: str) -> None:
    """Let the clocks follow a case that came to `target`, an event such as `filing.accepted`.

    First those end (or pause, or run on) that `target` ends, then those begin (or go on) that it
    starts. A clock that runs already is left alone, so an act that stays in its state moves none.
    """
    rules = list(rules)
    for rule in rules:
        if target in rule.ends:
            _halt(case, rule, supplement=target.endswith(f".{SUPPLEMENT}"))
    for rule in rules:
        if rule.starts == target and rule.bound != Bound.BEFORE:
            _start(case, rule)
    refresh_due(case)


def happened(case: Case, rules: Iterable[Rule], *, event: str, on: date) -> None:
    """Begin the clocks that something starts which is no step of the case, such as
    `plan.last_session`. They count from the day on which it happened, however late it is noted."""
    for rule in rules:
        if rule.starts == event and rule.bound != Bound.BEFORE:
            _start(case, rule, on)
    refresh_due(case)


def prolong(deadline: Deadline, days: int) -> None:
    """Give a running clock so many of its units more; what was said of its old end is forgotten, so
    that people are reminded of the new one."""
    deadline.amount += days
    settle(deadline, workdays.current())
    deadline.save(update_fields=["amount", "due_on", "estimated"])
    deadline.marks.all().delete()


def close(case: Case) -> None:
    """End every clock of a case that is over."""
    for deadline in _open(case):
        _end(deadline)
    refresh_due(case)


def refresh_due(case: Case) -> None:
    """Store the nearest due date on the case, where lists sort by it."""
    case.due_on = case.deadlines.filter(progress=Progress.RUNNING, bound=Bound.WITHIN).aggregate(
        due=Min("due_on")
    )["due"]


def last_day(start: date, amount: int, unit: str) -> date:
    """The last day of a length in days, months or years that began on `start` (day 0). Pure."""
    if unit == Unit.DAYS:
        return start + timedelta(amount)
    return add_months(start, amount * (12 if unit == Unit.YEARS else 1))


def add_months(start: date, months: int) -> date:
    """The same day months later, or the last day of a shorter month. Pure."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def settle(deadline: Deadline, calendar: workdays.WorkCalendar) -> None:
    """Write down when a running clock is over, as the calendar now has it. Saves nothing."""
    if deadline.unit == Unit.WORKING_DAYS:
        since, left = deadline.started_on, max(deadline.amount - deadline.used, 0)
        deadline.due_on = workdays.add_working_days(since, left, calendar=calendar)
    else:
        pauses = timedelta(deadline.used)
        began = deadline.started_on - pauses
        since = last_day(began, deadline.amount, deadline.unit) + pauses
        deadline.due_on = workdays.roll_on(since, calendar=calendar)
    deadline.estimated = workdays.is_estimated(since, deadline.due_on, calendar=calendar)


def late_by(deadline: Deadline, day: date, calendar: workdays.WorkCalendar) -> int:
    """By how many working days a clock with an upper limit is overdrawn on `day`. Pure."""
    if deadline.bound != Bound.WITHIN:
        return 0
    if deadline.unit != Unit.WORKING_DAYS:
        return max(0, workdays.working_days_between(deadline.due_on, day, calendar=calendar))
    return max(0, used_by(deadline, day, calendar) - deadline.amount)


def used_by(deadline: Deadline, day: date, calendar: workdays.WorkCalendar) -> int:
    """How many working days of a clock are used by `day`, pauses left out. Pure."""
    if deadline.progress == Progress.PAUSED:
        return deadline.used
    ran = workdays.working_days_between(deadline.started_on, day, calendar=calendar)
    return deadline.used + max(0, ran)


def _open(case: Case) -> QuerySet[Deadline]:
    return case.deadlines.exclude(progress=Progress.DONE)


def _start(case: Case, rule: Rule, on: date | None = None) -> None:
    deadline = _open(case).filter(key=rule.key).first()
    if deadline is None:
        _begin(case, rule, on or clock.today())
    elif deadline.progress == Progress.PAUSED:
        _go_on(deadline)


def _begin(case: Case, rule: Rule, on: date) -> None:
    deadline = Deadline(
        case=case,
        key=rule.key,
        name=rule.name,
        holder=rule.holder,
        amount=rule.amount,
        unit=rule.unit,
        bound=rule.bound,
        warn_at=rule.warn_at,
        basis="本系统默认" if rule.default else rule.cite,
        started_on=on,
    )
    settle(deadline, workdays.current())
    deadline.save()


def _go_on(deadline: Deadline) -> None:
    """Working days are counted on from today; a length in months moves on by the pause."""
    today = clock.today()
    if deadline.unit == Unit.WORKING_DAYS:
        deadline.started_on = today
    else:
        pause = today - deadline.paused_on
        deadline.started_on += pause
        deadline.used += pause.days
    settle(deadline, workdays.current())
    deadline.progress, deadline.paused_on = Progress.RUNNING, None
    deadline.save()


def _halt(case: Case, rule: Rule, *, supplement: bool) -> None:
    deadline = _open(case).filter(key=rule.key).first()
    if deadline is None or (supplement and rule.on_supplement == OnSupplement.RUN):
        return
    if supplement and rule.on_supplement == OnSupplement.PAUSE:
        _pause(deadline)
    else:
        _end(deadline)


def _pause(deadline: Deadline) -> None:
    if deadline.progress == Progress.PAUSED:
        return
    today = clock.today()
    if deadline.unit == Unit.WORKING_DAYS:
        deadline.used = used_by(deadline, today, workdays.current())
    deadline.progress, deadline.paused_on = Progress.PAUSED, today
    deadline.save()


def _end(deadline: Deadline) -> None:
    """A clock that ends in its pause is late by what it had overdrawn before."""
    day = deadline.paused_on or clock.today()
    deadline.late_by = late_by(deadline, day, workdays.current())
    deadline.progress, deadline.paused_on = Progress.DONE, None
    deadline.ended_on = clock.today()
    deadline.save()
