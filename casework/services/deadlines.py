"""The clocks of a case: started, paused, resumed and stopped as its regulation ties them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Min

from casework.enums import Progress
from casework.models import Case, Deadline
from catalogue import workdays
from catalogue.regulations.schema import Deadline as Rule
from catalogue.regulations.terms import Bound, OnSupplement, Unit
from config import clock

SUPPLEMENT = "supplement"


def moved(case: Case, rules: Iterable[Rule], *, target: str) -> None:
    """Let the clocks follow a case that came to `target`, an event such as `filing.accepted`.

    First those end (or pause) that `target` ends, then those begin (or go on) that it starts.
    """
    rules = list(rules)
    for rule in rules:
        if target in rule.ends:
            paused = rule.on_supplement == OnSupplement.PAUSE and target.endswith(f".{SUPPLEMENT}")
            _halt(case, rule.key, pause=paused)
    for rule in rules:
        if rule.starts == target and rule.bound != Bound.BEFORE:
            _start(case, rule)
    refresh_due(case)


def close(case: Case) -> None:
    """End every clock of a case that is over."""
    for deadline in case.deadlines.exclude(progress=Progress.DONE):
        _end(deadline)
    refresh_due(case)


def refresh_due(case: Case) -> None:
    """Store the nearest due date on the case, where lists sort by it."""
    case.due_on = case.deadlines.filter(progress=Progress.RUNNING, bound=Bound.WITHIN).aggregate(
        due=Min("due_on")
    )["due"]


def due_date(start: date, amount: int, unit: str, calendar: workdays.WorkCalendar) -> date:
    """When a length of time that began on `start` (day 0) is over. Pure."""
    if unit == Unit.WORKING_DAYS:
        return workdays.add_working_days(start, amount, calendar=calendar)
    if unit == Unit.DAYS:
        return date.fromordinal(start.toordinal() + amount)
    months = amount * (12 if unit == Unit.YEARS else 1)
    return add_months(start, months)


def add_months(start: date, months: int) -> date:
    """The same day months later, or the last day of a shorter month. Pure."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(start.day, 28))


def _start(case: Case, rule: Rule) -> None:
    today, calendar = clock.today(), workdays.current()
    paused = case.deadlines.filter(key=rule.key, progress=Progress.PAUSED).first()
    used = paused.used if paused else 0
    deadline = paused or Deadline(
        case=case,
        key=rule.key,
        name=rule.name,
        holder=rule.holder,
        amount=rule.amount,
        unit=rule.unit,
        bound=rule.bound,
        warn_at=rule.warn_at,
        basis="本系统默认" if rule.default else rule.cite,
    )
    deadline.started_on = today
    deadline.progress = Progress.RUNNING
    deadline.due_on = due_date(today, max(rule.amount - used, 0), rule.unit, calendar)
    deadline.estimated = is_estimated(deadline, calendar)
    deadline.save()


def is_estimated(deadline: Deadline, calendar: workdays.WorkCalendar) -> bool:
    """Whether the due date depends on a year that is not announced yet."""
    return deadline.unit == Unit.WORKING_DAYS and workdays.is_estimated(
        deadline.started_on, deadline.due_on, calendar=calendar
    )


def _halt(case: Case, key: str, *, pause: bool) -> None:
    deadline = case.deadlines.filter(key=key).exclude(progress=Progress.DONE).first()
    if deadline is None:
        return
    if not pause:
        _end(deadline)
        return
    deadline.used += units_between(deadline, clock.today())
    deadline.progress = Progress.PAUSED
    deadline.save()


def units_between(deadline: Deadline, day: date) -> int:
    """How many units of a running clock were used by `day`."""
    if deadline.unit == Unit.WORKING_DAYS:
        return max(0, workdays.working_days_between(deadline.started_on, day))
    return max(0, (day - deadline.started_on).days)


def _end(deadline: Deadline) -> None:
    today = clock.today()
    if deadline.progress == Progress.RUNNING and deadline.bound == Bound.WITHIN:
        deadline.late_by = max(0, workdays.working_days_between(deadline.due_on, today))
    deadline.progress = Progress.DONE
    deadline.ended_on = today
    deadline.save()
