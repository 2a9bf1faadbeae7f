"""Deadlines that the bureaus had to keep: met, missed, overdue and running, by bureau and by kind.

Whose a deadline is stands in the regulation as an actor; which office that is, is found from the
case. Groups of cases that have the same answer are asked for once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from accounts.enums import BUREAUS
from accounts.models import Organisation
from accounts.selectors import is_office
from casework import parties
from casework.enums import Progress
from casework.models import Case, Deadline
from casework.selectors import cases_visible_to
from catalogue.models import Division
from catalogue.regulations.terms import Actor, Bound
from config import clock
from portal.selectors.figures.asked import Asked
from portal.selectors.figures.shapes import Cell, Column, Figures, Key, Panel, Row, share

COLUMNS = (
    Column("按期办结"),
    Column("逾期办结"),
    Column("逾期未办"),
    Column("正在计时", drawn=False),
    Column("按期率", "%", drawn=False),
)
NOTE = (
    "只统计本辖区事项中机关自己的时限，按起算日；扣除补正等暂停。按期率是按期办结占全部办结和逾期未办的比例。"
    "不含依法回避、您不能知悉的事项。"
)
BY_CASE = ("kind", "regulation_id", "regulation_version", "receiver", "office", "division")
# Of these the case itself keeps who took it: the office that has the plan or the commission.
TAKEN_BY = {
    Actor.PLACE_CENTRE: ("plan",),
    Actor.EMPLOYMENT: ("plan",),
    Actor.REVIEWER: ("plan",),
    Actor.FILING_CENTRE: ("commission",),
}
UNKNOWN = "机关未登记"


@dataclass(frozen=True)
class Group:
    """Deadlines of the same holder, name and standing of the case. `counts`: met, missed, overdue,
    running."""

    case: Case
    holder: str
    name: str
    counts: tuple[int, int, int, int]


def asked_for(asked: Asked) -> QuerySet[Deadline]:
    """The upper limits of bureaus in the cases that the person sees, in the place."""
    seen = cases_visible_to(asked.user).filter(division__code__startswith=asked.place)
    return Deadline.objects.filter(
        asked.during("started_on"), case__in=seen.values("pk"), bound=Bound.WITHIN
    ).exclude(holder__in=(*parties.NOT_OFFICES, Actor.EXPERTS))


def _sums() -> dict[str, Count]:
    done, today = Q(progress=Progress.DONE), clock.today()
    late = Q(progress=Progress.RUNNING, due_on__lt=today)
    return {
        "met": Count("pk", filter=done & Q(late_by=0)),
        "missed": Count("pk", filter=done & Q(late_by__gt=0)),
        "overdue": Count("pk", filter=late),
        "running": Count("pk", filter=~done & ~late),
    }


def _cells(counts: Iterable[int]) -> tuple[Cell, ...]:
    met, missed, overdue, running = counts
    return met, missed, overdue, running, share(met, met + missed + overdue)


def keys(asked: Asked) -> tuple[Key, ...]:
    """What there is in all; one query."""
    found = _cells(asked_for(asked).aggregate(**_sums()).values())
    return tuple(
        Key(column.label, cell, column.unit or "项")
        for column, cell in zip(COLUMNS, found, strict=True)
    )


def figures(asked: Asked) -> Figures:
    """In a fixed number of queries."""
    groups, offices = _groups(asked), _Offices(asked)
    by_bureau: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    by_name: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for group in groups:
        office = offices.of(group)
        for sums in (by_bureau[office.name if office else UNKNOWN], by_name[group.name]):
            for index, number in enumerate(group.counts):
                sums[index] += number
    return Figures(
        keys(asked),
        (
            Panel("bureaus", "按机关", "机关", COLUMNS, _rows(by_bureau), "stack", NOTE),
            Panel("names", "按时限", "时限", COLUMNS, _rows(by_name), "stack"),
        ),
    )


def _rows(found: dict[str, list[int]]) -> list[Row]:
    """The most that were missed or are overdue first."""
    rows = [Row(label, _cells(counts)) for label, counts in found.items()]
    return sorted(rows, key=lambda row: (-(row.cells[1] + row.cells[2]), row.label))


def _groups(asked: Asked) -> list[Group]:
    columns = {f"of_{name}": F(f"case__{name}") for name in BY_CASE}
    counted = asked_for(asked).order_by().values("holder", "name", **columns).annotate(**_sums())
    found = list(counted)
    offices = Organisation.objects.in_bulk(
        {row[name] for row in found for name in ("of_receiver", "of_office")} - {None}
    )
    places = Division.objects.in_bulk({row["of_division"] for row in found})
    return [
        Group(
            Case(
                kind=row["of_kind"],
                regulation_id=row["of_regulation_id"],
                regulation_version=row["of_regulation_version"],
                receiver=offices.get(row["of_receiver"]),
                office=offices.get(row["of_office"]),
                division=places[row["of_division"]],
            ),
            row["holder"],
            row["name"],
            tuple(row[name] for name in ("met", "missed", "overdue", "running")),
        )
        for row in found
    ]


class _Offices:
    """The bureaus of a territory and those above it, read once."""

    def __init__(self, asked: Asked):
        rows = Organisation.objects.filter(
            division__code__startswith=asked.scope.place[:2], kind__in=BUREAUS
        )
        self.all = list(rows.select_related("division"))

    def of(self, group: Group) -> Organisation | None:
        """The office that a deadline was for."""
        case, actor = group.case, Actor(group.holder)
        if actor == Actor.RECEIVER:
            return case.receiver or case.office
        if case.kind in TAKEN_BY.get(actor, ()):
            return case.receiver
        authority = parties.authority_of(case, actor)
        if authority is None:
            return case.office
        named = (each for each in self.all if is_office(each, authority, case.division))
        return next(named, None)
