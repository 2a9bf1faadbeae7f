"""Complaints by category, source, outcome, place and month, as the complaints' own page counts
them: nobody is shown what is hidden from him (`CaseKind.hidden_from`)."""

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.timezone import localtime

from portal.selectors.figures import grouping
from portal.selectors.figures.asked import Asked
from portal.selectors.figures.shapes import Column, Figures, Key, Panel, Row
from supervision.selectors import complaints

COLUMNS = (Column("收到", drawn=False), Column("正在办理"), Column("已办结"))
ONE = (Column("件数"),)
NOTE = "按收到的时间统计，不含依法回避、您不能知悉的。"
SUMS = {
    "all": Count("pk"),
    "open": Count("pk", filter=Q(closed_at=None)),
    "closed": Count("pk", filter=Q(closed_at__isnull=False)),
}


def asked_for(asked: Asked):
    """The complaints of the place that the person may know of."""
    return complaints.visible_to(asked.user).filter(
        asked.during("opened_at", moment=True), division__code__startswith=asked.place
    )


def cells(row: dict) -> tuple[int, ...]:
    return tuple(row[name] for name in SUMS)


def keys(asked: Asked) -> tuple[Key, ...]:
    """What there is in all."""
    return _keys(complaints.counted(asked_for(asked)))


def _keys(found: complaints.Figures) -> tuple[Key, ...]:
    numbers = (("收到", found.total), ("正在办理", found.open), ("有过超期", found.late))
    return tuple(Key(label, number, "件") for label, number in numbers)


def figures(asked: Asked) -> Figures:
    """In a fixed number of queries."""
    rows = asked_for(asked)
    found = complaints.counted(rows)
    counted = grouping.by(rows.annotate(month=TruncMonth("opened_at")), "month", SUMS, cells)
    months = {localtime(month).date(): numbers for month, numbers in counted.items()}
    head, along = grouping.along(months, tuple)
    places = grouping.by_place(rows, "division", SUMS, cells, asked)
    tables = (
        Panel(f"table{at}", title, title.removeprefix("按"), ONE, _table(lines))
        for at, (title, lines) in enumerate(found.tables, 1)
    )
    return Figures(
        _keys(found),
        (
            Panel("months", "按收到时间", head, COLUMNS, along, "column", NOTE),
            Panel("places", "按地区", "地区", COLUMNS, places, "stack"),
            *tables,
        ),
    )


def _table(lines: tuple[tuple[str, int], ...]) -> list[Row]:
    return [Row(name, (number,)) for name, number in lines]
