"""How many were assessed, and how many qualified: of plans whose results are public."""

from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from portal.models import ResultTally
from portal.selectors.figures import grouping
from portal.selectors.figures.asked import Asked
from portal.selectors.figures.shapes import Cell, Column, Figures, Key, Panel, share
from results.enums import Outcome
from results.selectors.results import PUBLIC

COLUMNS = (Column("参加评价", drawn=False), Column("合格", drawn=False), Column("合格率", "%"))
NOTE = "只统计已公示或已报送审核的结果，以更正后的为准；按末场日期统计，地区是评价所在地。"
SUMS = {
    "people": Coalesce(Sum("count"), 0),
    "good": Coalesce(Sum("count", filter=Q(outcome=Outcome.QUALIFIED)), 0),
}


def cells(row: dict) -> tuple[Cell, ...]:
    return _with_share((row["people"], row["good"]))


def _with_share(numbers: tuple[int, ...]) -> tuple[Cell, ...]:
    people, good = numbers
    return people, good, share(good, people)


def tallied(asked: Asked) -> QuerySet[ResultTally]:
    """The rows that were asked for."""
    return ResultTally.objects.filter(
        asked.within("plan__division", "plan__agency"),
        asked.during("plan__last_on"),
        asked.named("item__occupation__name"),
        asked.at_level("item__level"),
        in_force=True,
        plan__state__in=PUBLIC,
    )


def keys(asked: Asked) -> tuple[Key, ...]:
    """What there is in all; one query."""
    people, good, rate = cells(tallied(asked).aggregate(**SUMS))
    return Key("参加评价", people, "人次"), Key("合格", good, "人次"), Key("合格率", rate, "%")


def _months(rows: QuerySet) -> dict[date | None, tuple[int, ...]]:
    dated = rows.annotate(month=TruncMonth("plan__last_on"))
    return grouping.by(dated, "month", SUMS, lambda row: (row["people"], row["good"]))


def figures(asked: Asked) -> Figures:
    """In five queries, and one for the names of places."""
    rows = tallied(asked)
    head, along = grouping.along(_months(rows), _with_share)
    levels = grouping.by_level(rows, "item__level", SUMS, cells)
    occupations = grouping.by_name(rows, "item__occupation__name", SUMS, cells)
    panels = [
        Panel("months", "按评价时间", head, COLUMNS, along, "column", NOTE),
        Panel("levels", "按等级", "等级", COLUMNS, levels),
        Panel("occupations", "按职业", "职业", COLUMNS, occupations),
    ]
    if asked.office:
        places = grouping.by_place(rows, "plan__division", SUMS, cells, asked)
        panels.insert(2, Panel("places", "按评价所在地", "地区", COLUMNS, places))
    return Figures(keys(asked), tuple(panels))
