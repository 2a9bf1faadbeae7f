"""Certificates by month, level, place and occupation, with what has become of them.

They are added up from the tally that the database keeps (`portal.models.tallies`): a million
certificates are some ten thousand of its rows.
"""

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from certificates.enums import CertificateStatus as Status
from portal.models import CertificateTally
from portal.selectors.figures import grouping
from portal.selectors.figures.asked import Asked
from portal.selectors.figures.shapes import Column, Figures, Key, Panel

COLUMNS = (
    Column("核发", drawn=False),
    Column("现有效"),
    Column("已撤销"),
    Column("已换发"),
)
NOTE = "按发证日期统计；是否有效以今天为准。包括从其他系统导入的证书。"


def _sum(**of) -> Coalesce:
    return Coalesce(Sum("count", filter=Q(**of)), 0)


SUMS = {
    "issued": _sum(),
    "valid": _sum(status=Status.VALID),
    "revoked": _sum(status=Status.REVOKED),
    "replaced": _sum(status=Status.REPLACED),
}


def cells(row: dict) -> tuple[int, ...]:
    return tuple(row[name] for name in SUMS)


def tallied(asked: Asked) -> QuerySet[CertificateTally]:
    """The rows that were asked for."""
    return CertificateTally.objects.filter(
        asked.within("division", "agency"),
        asked.during("month"),
        asked.named("occupation"),
        asked.at_level("level"),
    )


def keys(asked: Asked) -> tuple[Key, ...]:
    """What there is in all; one query."""
    found = tallied(asked).aggregate(**SUMS)
    return tuple(
        Key(column.label, found[name], "本") for column, name in zip(COLUMNS, SUMS, strict=True)
    )


def figures(asked: Asked) -> Figures:
    """In five queries, and one for the names of places."""
    rows = tallied(asked)
    months = grouping.by(rows, "month", SUMS, cells)
    head, along = grouping.along(months, tuple)
    levels = grouping.by_level(rows, "level", SUMS, cells)
    occupations = grouping.by_name(rows, "occupation", SUMS, cells)
    panels = [
        Panel("months", "按发证时间", head, COLUMNS, along, "column", NOTE),
        Panel("levels", "按等级", "等级", COLUMNS, levels, "stack"),
        Panel("occupations", "按职业", "职业", COLUMNS, occupations, "stack"),
    ]
    if asked.office:
        places = grouping.by_place(rows, "division", SUMS, cells, asked)
        panels.insert(2, Panel("places", "按地区", "地区", COLUMNS, places, "stack"))
    return Figures(keys(asked), tuple(panels))
