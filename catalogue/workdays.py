"""Working days: every deadline is counted here.

The day after receipt is day 1. An announced year follows the State Council's arrangement, as loaded
into the calendar table or, for years not loaded, as `chinesecalendar` has it. A year not announced
yet is estimated from weekends and the statutory dates, with the compensation days that article 6 of
《全国年节及纪念日放假办法》 gives for those falling on a weekend; bridging days cannot be known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import chinese_calendar.constants as published
import holidays

from catalogue.models.calendar import (
    CalendarDay,
    CalendarYear,
    DayKind,
    YearStatus,
    arrangement_digest,
)
from config import clock
from ui.clocks import Clock

DAY = timedelta(days=1)
MAX_DAYS = 10_000
PUBLISHED_YEARS = frozenset(day.year for day in published.holidays)


@cache
def statutory(year: int) -> dict[date, str]:
    """The statutory days off of a year with their names, compensation days included."""
    days = holidays.country_holidays("CN", years=year, language="zh_CN")
    # Where the package knows an announced arrangement its bridging days are no statutory dates.
    return {day: name for day, name in sorted(days.items()) if "补假" in name or "休" not in name}


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked. `off` and `worked` hold the days that differ from their weekday, for
    the years of `announced`; other years come from the published or estimated arrangement."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    announced: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices work on that day."""
        if day in self.worked:
            return True
        if day in self.off:
            return False
        if day.year not in self.announced:
            if day.year not in PUBLISHED_YEARS:
                return day.weekday() < 5 and day not in statutory(day.year)
            if day in published.workdays:
                return True
            if day in published.holidays:
                return False
        return day.weekday() < 5

    def is_announced(self, year: int) -> bool:
        """False where the answers for that year are an estimate."""
        return year in self.announced or year in PUBLISHED_YEARS


_kept: dict[tuple[tuple[int, str], ...], WorkCalendar] = {}


def current() -> WorkCalendar:
    """The calendar as the table has it now. One small query; take it once for a list of rows.

    The days are kept in memory under the digests of their content, so neither an edit by another
    process nor one rolled back in this one is ever answered with old days.
    """
    announced = CalendarYear.objects.filter(status=YearStatus.ANNOUNCED)
    key = tuple(announced.order_by("year").values_list("year", "digest"))
    calendar = _kept.get(key)
    if calendar is None:
        key, calendar = _read([year for year, _ in key])
        _kept.clear()
        _kept[key] = calendar
    return calendar


def _read(years: list[int]) -> tuple[tuple[tuple[int, str], ...], WorkCalendar]:
    by_year: dict[int, list[tuple[date, str]]] = {year: [] for year in years}
    days = CalendarDay.objects.filter(calendar__in=years)
    for year, day, kind in days.values_list("calendar_id", "date", "kind"):
        by_year[year].append((day, kind))
    kinds = [pair for pairs in by_year.values() for pair in pairs]
    calendar = WorkCalendar(
        off=frozenset(day for day, kind in kinds if kind == DayKind.OFF),
        worked=frozenset(day for day, kind in kinds if kind == DayKind.WORKED),
        announced=frozenset(years),
    )
    return tuple((year, arrangement_digest(by_year[year])) for year in years), calendar


def add_working_days(start: date, days: int, *, calendar: WorkCalendar | None = None) -> date:
    """The `days`-th working day after `start`, which itself is not counted; `start` for 0.

    Raises ValueError (Chinese) for a negative or absurd number of days or a date that no calendar
    reaches, TypeError for what is no whole number.
    """
    _only_dates(start)
    _only_days(days)
    return _walk(start, days, DAY, (calendar or current()).is_working)


def latest_date_before(end: date, days: int, *, calendar: WorkCalendar | None = None) -> date:
    """The last date on which something due "at least `days` working days before `end`" is in time:
    the latest d with working_days_between(d, end) ≥ days. Raises ValueError as above."""
    _only_dates(end)
    _only_days(days)
    if not days:
        return end
    is_working = (calendar or current()).is_working
    # `end` itself is the first day that is counted, so the walk steps on it and past the last.
    last = _walk(end, days - is_working(end), -DAY, is_working)
    return _step(last, -DAY)


def roll_on(day: date, *, calendar: WorkCalendar | None = None) -> date:
    """That day if offices work on it, else the next on which they do: a length in days, months or
    years that ends on a day off lasts until then. (《民法典》第二百零三条)"""
    _only_dates(day)
    is_working = (calendar or current()).is_working
    while not is_working(day):
        day = _step(day, DAY)
    return day


def _walk(day: date, days: int, step: timedelta, is_working: Callable[[date], bool]) -> date:
    while days:
        day = _step(day, step)
        days -= is_working(day)
    return day


def _step(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError as error:
        raise ValueError("日期超出可以计算的范围。") from error


def working_days_between(start: date, end: date, *, calendar: WorkCalendar | None = None) -> int:
    """How many working days lie in (start, end]: the day number of `end` when `start` is receipt.

    Negative when `end` is before `start`: minus the count of (end, start].
    """
    _only_dates(start, end)
    if end < start:
        return -working_days_between(end, start, calendar=calendar)
    is_working = (calendar or current()).is_working
    return sum(is_working(start + DAY * n) for n in range(1, (end - start).days + 1))


def is_estimated(start: date, end: date, *, calendar: WorkCalendar | None = None) -> bool:
    """Whether the span touches a year that is not announced, so that counting in it may change."""
    _only_dates(start, end)
    calendar = calendar or current()
    first, last = sorted((start.year, end.year))
    return any(not calendar.is_announced(year) for year in range(first, last + 1))


def deadline(
    start: date,
    days: int,
    *,
    stopped_on: date | None = None,
    today: date | None = None,
    calendar: WorkCalendar | None = None,
) -> Clock:
    """What `<c-clock>` shows of a limit of `days` working days from `start` (day 0), on `today`
    or, when the act was done, on `stopped_on`."""
    calendar = calendar or current()
    due_on = add_working_days(start, days, calendar=calendar)
    seen_on = stopped_on or today or clock.today()
    return Clock(
        day=max(0, working_days_between(start, seen_on, calendar=calendar)),
        total=days,
        due_on=due_on,
        estimated=is_estimated(start, max(due_on, seen_on), calendar=calendar),
        stopped_on=stopped_on,
    )


def _only_days(days: int) -> None:
    if not isinstance(days, int) or isinstance(days, bool):
        raise TypeError(f"工作日天数应为整数，现为 {days!r}。")
    if not 0 <= days <= MAX_DAYS:
        raise ValueError(f"工作日天数应为 0 至 {MAX_DAYS} 的整数，现为 {days}。")


def _only_dates(*values: date) -> None:
    """A moment equals no date, so it would be counted wrongly in silence."""
    for value in values:
        if isinstance(value, datetime):
            raise TypeError(f"工作日按日期计算，不能用时刻 {value.isoformat()}。")
