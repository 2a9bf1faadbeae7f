"""A year as twelve months of weeks, and its days off as a notice words them."""

import calendar as months
from collections import Counter
from dataclasses import dataclass
from datetime import date

from catalogue.models.calendar import DayKind
from catalogue.services.calendar import Arrangement, Day
from catalogue.workdays import DAY, WorkCalendar

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Cell:
    """One day. `kind` is off, worked, weekend or plain; `mark` says off and worked in a word."""

    date: date
    kind: str
    mark: str = ""
    name: str = ""


@dataclass(frozen=True)
class Month:
    number: int
    weeks: list[list[Cell | None]]
    working_days: int


def months_of(calendar: WorkCalendar, arrangement: Arrangement) -> list[Month]:
    """The twelve months of an arrangement, its days marked."""
    marked = {day.date: day for day in arrangement.days}
    return [_month(arrangement.year, number, calendar, marked) for number in range(1, 13)]


def _month(year: int, number: int, calendar: WorkCalendar, marked: dict[date, Day]) -> Month:
    weeks = [
        [_cell(day, calendar, marked) if day.month == number else None for day in week]
        for week in months.Calendar().monthdatescalendar(year, number)
    ]
    days = [cell.date for week in weeks for cell in week if cell]
    return Month(number, weeks, sum(map(calendar.is_working, days)))


def _cell(day: date, calendar: WorkCalendar, marked: dict[date, Day]) -> Cell:
    entry = marked.get(day)
    if calendar.is_working(day):
        kind = "worked" if day.weekday() >= 5 else "plain"
    else:
        kind = "off" if entry or day.weekday() < 5 else "weekend"
    mark = {"off": DayKind.OFF.label, "worked": DayKind.WORKED.label}.get(kind, "")
    return Cell(day, kind, mark, entry.name if entry else "")


@dataclass(frozen=True)
class Span:
    """Days in a row, as a notice words them: `10月1日（周四）至7日（周三）`."""

    days: tuple[Day, ...]

    @property
    def name(self) -> str:
        """The name that most of its days have: 除夕 and 补假 belong to 春节."""
        return Counter(day.name for day in self.days).most_common(1)[0][0]

    @property
    def length(self) -> int:
        return len(self.days)

    def __str__(self) -> str:
        first, last = self.days[0].date, self.days[-1].date
        if first == last:
            return spoken(first)
        if first.month == last.month:
            return f"{spoken(first)}至{spoken(last).partition('月')[2]}"
        return f"{spoken(first)}至{spoken(last)}"


def spoken(day: date) -> str:
    """`10月1日（周四）`."""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def spans(arrangement: Arrangement, kind: str) -> list[Span]:
    """The days of that kind, those in a row together."""
    rows: list[list[Day]] = []
    for day in arrangement.days:
        if day.kind != kind:
            continue
        if rows and day.date == rows[-1][-1].date + DAY:
            rows[-1].append(day)
        else:
            rows.append([day])
    return [Span(tuple(row)) for row in rows]
