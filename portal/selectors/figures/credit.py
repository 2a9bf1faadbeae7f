"""Agencies in force by the credit class that was last published of them (LN-14)."""

from django.db.models import Count, QuerySet

from config import clock
from filing.models import Agency
from filing.selectors import register
from portal.selectors.figures import grouping
from portal.selectors.figures.asked import Asked
from portal.selectors.figures.shapes import Column, Figures, Key, Panel, Row, share
from supervision.selectors import credit

NOTE = "现在有效的评价机构，按最近一次公布的信用等级；公示中的不计。"
AGENCIES, RATED = Column("机构"), Column("已评", drawn=False)
SUMS = {"all": Count("pk"), "rated": Count("credit")}


def asked_for(asked: Asked) -> QuerySet[Agency]:
    """The agencies of the place that may assess today."""
    agencies = register.agencies_on(clock.today())
    return agencies.filter(division__code__startswith=asked.place)


def keys(asked: Asked) -> tuple[Key, ...]:
    """All, and how many of them have a class."""
    return _keys(credit.counts_by_grade(asked_for(asked)))


def _keys(found: dict[str | None, int]) -> tuple[Key, ...]:
    every, unrated = sum(found.values()), found.get(None, 0)
    rated = Key("已评", share(every - unrated, every), "%")
    return Key("有效评价机构", every, "家"), rated


def figures(asked: Asked) -> Figures:
    """In a fixed number of queries."""
    agencies = asked_for(asked)
    found = credit.counts_by_grade(agencies)
    classes = [
        Row(label, (found[grade],))
        for key, label in credit.grade_choices()
        for grade in (None if key == credit.UNRATED else key,)
        if grade in found
    ]
    places = grouping.by_place(credit.with_grade(agencies), "division", SUMS, _cells, asked)
    return Figures(
        _keys(found),
        (
            Panel("classes", "按信用等级", "等级", (AGENCIES,), classes, note=NOTE),
            Panel("places", "按地区", "地区", (AGENCIES, RATED), places),
        ),
    )


def _cells(row: dict) -> tuple[int, ...]:
    return row["all"], row["rated"]
