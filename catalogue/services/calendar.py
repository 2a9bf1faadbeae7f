"""Loading the arrangement of a year: parse a file, show what it changes, take it over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

import chinese_calendar.constants as published
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from catalogue import workdays
from catalogue.models.calendar import (
    CalendarDay,
    CalendarYear,
    DayKind,
    YearStatus,
    arrangement_digest,
)
from catalogue.rules import written_date
from catalogue.signals import calendar_changed
from config import clock
from printing.sheets import CellFault, Sheet

DATE, KIND, NAME = "日期", "休/班", "名称"
HEADERS = [DATE, KIND, NAME]
KINDS = {"休": DayKind.OFF, "班": DayKind.WORKED}
YEARS = range(2004, 2100)
USUAL_WORKING_DAYS = range(245, 254)


class ArrangementError(Exception):
    """The file cannot be taken over; `faults` names every row that is wrong."""

    def __init__(self, faults: list[CellFault]):
        super().__init__("；".join(map(str, faults)))
        self.faults = faults


class StaleError(Exception):
    """Somebody else changed the year since the preview. The text says what to do."""


@dataclass(frozen=True, order=True)
class Day:
    """A day off (休) or a worked weekend day (班)."""

    date: date
    kind: str
    name: str = ""


@dataclass(frozen=True)
class Arrangement:
    """The days of one year's notice, in order of date."""

    year: int
    days: tuple[Day, ...]

    @cached_property
    def digest(self) -> str:
        return arrangement_digest((day.date, day.kind) for day in self.days)


def from_sheet(sheet: Sheet, year: int) -> Arrangement:
    """The arrangement that an uploaded table describes: 日期, 休/班, and 名称 if it likes.

    Dates of the year itself, or of the December before, which a notice may touch. Raises
    ArrangementError with every fault of every row.
    """
    missing = [name for name in (DATE, KIND) if name not in sheet.headers]
    faults = [CellFault(1, name, "缺少这一列", "请按文件样例填写表头") for name in missing]
    if unknown := [name[:30] for name in sheet.headers if name not in HEADERS]:
        remedy = f"请删去，只保留：{'、'.join(HEADERS)}"
        faults.append(CellFault(1, "、".join(unknown), "不认识这些列", remedy))
    if faults:
        raise ArrangementError(faults)
    faults = list(sheet.faults)
    foreign = _days_of_other_years(year)
    days: dict[date, Day] = {}
    for row in sheet.rows:
        cells = dict(zip(sheet.headers, row.cells, strict=True))
        day, found = _day(cells, year)
        faults += [CellFault(row.number, *fault) for fault in found]
        if day and day.date in days:
            fault = ("这个日期重复出现", "请只保留一行")
            faults.append(CellFault(row.number, DATE, *fault))
        elif day and foreign.get(day.date, day.kind) != day.kind:
            fault = ("与其他年份已装载的安排不一致", "请先修改那一年的安排")
            faults.append(CellFault(row.number, KIND, *fault))
        elif day and day.date not in foreign:
            days[day.date] = day
    if faults:
        raise ArrangementError(sorted(faults, key=lambda fault: fault.row))
    return Arrangement(year, tuple(sorted(days.values())))


def _days_of_other_years(year: int) -> dict[date, str]:
    days = CalendarDay.objects.exclude(calendar_id=year)
    return dict(days.filter(date__year__in=(year - 1, year)).values_list("date", "kind"))


def _day(cells: dict[str, str], year: int) -> tuple[Day | None, list[tuple[str, str, str]]]:
    """The day of a row, or its faults as (column, problem, remedy)."""
    faults = []
    day, kind = written_date(cells[DATE].replace(" ", "")), KINDS.get(cells[KIND])
    if day is None:
        faults.append((DATE, f"“{cells[DATE]}”不是日期", f"请写成 {year}-10-01 的样子"))
    elif not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
        faults.append((DATE, f"{day} 不在 {year} 年", f"请只填写 {year} 年安排中的日期"))
    if kind is None:
        faults.append((KIND, f"“{cells[KIND]}”不能识别", "请填“休”（放假）或“班”（调休上班）"))
    name = cells.get(NAME, "")
    if len(name) > 30:
        faults.append((NAME, "名称超过 30 个字", "请缩短"))
    if faults or day is None or kind is None:
        return None, faults
    return Day(day, kind, name), []


def from_package(year: int) -> Arrangement:
    """The arrangement of a past year as `chinesecalendar` publishes it."""
    names = {holiday.value: holiday.chinese for holiday in published.Holiday}
    off = [
        Day(day, DayKind.OFF, names[name])
        for day, name in published.holidays.items()
        if day.year == year
    ]
    worked = [
        Day(day, DayKind.WORKED, f"{names[name]}调休")
        for day, name in published.workdays.items()
        if day.year == year
    ]
    return Arrangement(year, tuple(sorted(off + worked)))


def stored(year: int) -> Arrangement:
    """The arrangement that the table holds; empty for a year not announced."""
    days = CalendarDay.objects.filter(calendar_id=year).order_by("date")
    return Arrangement(
        year, tuple(Day(*values) for values in days.values_list("date", "kind", "name"))
    )


def best_known(year: int) -> Arrangement:
    """The stored arrangement of a year, else the published one, else its statutory dates."""
    arrangement = stored(year)
    if arrangement.days:
        return arrangement
    if year in workdays.PUBLISHED_YEARS:
        return from_package(year)
    names = workdays.statutory(year).items()
    return Arrangement(year, tuple(Day(day, DayKind.OFF, name) for day, name in names))


@dataclass(frozen=True)
class Preview:
    """What loading an arrangement would do. `base` is the content that it would replace."""

    arrangement: Arrangement
    base: str
    added: list[Day]
    removed: list[Day]
    changed: list[Day]
    now_off: frozenset[date]
    now_working: frozenset[date]
    after: workdays.WorkCalendar
    working_days: int
    warnings: list[str]

    @property
    def is_needed(self) -> bool:
        """False where the table holds exactly this already."""
        return self.base != self.arrangement.digest or bool(self.changed)


def preview(arrangement: Arrangement) -> Preview:
    """Compare an arrangement with what the table (or the estimate) says now. Writes nothing."""
    year = CalendarYear.objects.filter(pk=arrangement.year).first()
    old = {day.date: day for day in stored(arrangement.year).days}
    new = {day.date: day for day in arrangement.days}
    before = workdays.current()
    after = _with(before, old, arrangement)
    span = _dates(arrangement.year, {*old, *new})
    return Preview(
        arrangement=arrangement,
        base=year.digest if year else "",
        added=[day for day in arrangement.days if day.date not in old],
        removed=[day for day in old.values() if day.date not in new],
        changed=[day for day in arrangement.days if old.get(day.date, day) != day],
        now_off=frozenset(d for d in span if before.is_working(d) and not after.is_working(d)),
        now_working=frozenset(d for d in span if after.is_working(d) and not before.is_working(d)),
        after=after,
        working_days=count_working_days(arrangement.year, after),
        warnings=_warnings(arrangement, after),
    )


def _with(
    calendar: workdays.WorkCalendar, old: Iterable[date], arrangement: Arrangement
) -> workdays.WorkCalendar:
    """The calendar with one year's days replaced."""
    off = {day.date for day in arrangement.days if day.kind == DayKind.OFF}
    worked = {day.date for day in arrangement.days if day.kind == DayKind.WORKED}
    return workdays.WorkCalendar(
        off=calendar.off.difference(old) | off,
        worked=calendar.worked.difference(old) | worked,
        announced=calendar.announced | {arrangement.year},
    )


def _dates(year: int, others: Iterable[date]) -> set[date]:
    return {*_days_of(year), *others}


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + workdays.DAY * n for n in range((date(year + 1, 1, 1) - first).days)]


def count_working_days(year: int, calendar: workdays.WorkCalendar) -> int:
    """How many days of a year are worked."""
    return sum(calendar.is_working(day) for day in _days_of(year))


def _warnings(arrangement: Arrangement, after: workdays.WorkCalendar) -> list[str]:
    """What is odd about an arrangement, though it may be right."""
    found = [
        f"{_spoken(day.date)}本来就是工作日，列为“班”没有作用，请核对日期。"
        for day in arrangement.days
        if day.kind == DayKind.WORKED and day.date.weekday() < 5
    ]
    found += [
        f"{_spoken(day)}是法定节假日（{name}），文件里却是工作日，请核对。"
        for day, name in workdays.statutory(arrangement.year).items()
        if "补假" not in name and after.is_working(day)
    ]
    total = count_working_days(arrangement.year, after)
    if total not in USUAL_WORKING_DAYS:
        found.append(f"全年共 {total} 个工作日，往年在 248 至 252 之间，请核对文件是否完整。")
    return found


def _spoken(day: date) -> str:
    return f"{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"


@transaction.atomic
def load(
    arrangement: Arrangement, *, source: str, actor=None, base: str | None = None
) -> Preview | None:
    """Take an arrangement over as the announced one of its year; all of it or nothing.

    Who: the holder of `catalogue.change_calendaryear`, or the system (`actor` None). Answers what
    changed, or None where the table held exactly this already, so that a second submission of one
    form is harmless. `base` is the digest that the preview was made on; raises StaleError where
    the year has changed since. `calendar_changed` is sent after commit.
    """
    if arrangement.year not in YEARS:
        raise ValueError(f"年份应在 {YEARS[0]} 至 {YEARS[-1]} 之间，现为 {arrangement.year}。")
    year = _locked(arrangement.year)
    change = preview(arrangement)
    if year.is_announced and not change.is_needed:
        return None
    taken = _days_of_other_years(arrangement.year).keys() & {day.date for day in arrangement.days}
    if taken or (base is not None and base != year.digest):
        raise StaleError(f"{year}的安排在您预览之后已被他人修改。请重新上传文件，核对后再装载。")
    _replace_days(year, change)
    year.status, year.source, year.digest = YearStatus.ANNOUNCED, source, arrangement.digest
    year.loaded_at, year.loaded_by = clock.now(), actor
    year.save()
    if arrangement.year + 1 in YEARS:
        CalendarYear.objects.get_or_create(pk=arrangement.year + 1)
    if change.base != arrangement.digest:
        _announce(change)
    return change


def _locked(number: int) -> CalendarYear:
    """The year's row. All years are locked: a December day may be claimed by two of them."""
    CalendarYear.objects.get_or_create(pk=number)
    years = {year.pk: year for year in CalendarYear.objects.select_for_update().order_by("pk")}
    return years[number]


def _announce(change: Preview) -> None:
    transaction.on_commit(
        partial(
            calendar_changed.send_robust,
            sender=CalendarYear,
            years={change.arrangement.year},
            now_off=change.now_off,
            now_working=change.now_working,
        )
    )


def _replace_days(year: CalendarYear, change: Preview) -> None:
    stale = CalendarDay.objects.filter(date__in=[day.date for day in change.removed])
    for day in stale:
        day.delete()
    renewed = {day.date: day for day in change.changed}
    for row in CalendarDay.objects.filter(date__in=renewed):
        row.kind, row.name = renewed[row.date].kind, renewed[row.date].name
        row.save()
    bulk_create_with_history(
        [
            CalendarDay(calendar=year, date=day.date, kind=day.kind, name=day.name)
            for day in change.added
        ],
        CalendarDay,
    )
