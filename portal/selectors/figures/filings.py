"""Filings by stage, how long each stage takes, and where they come from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.timezone import localtime

from casework.models import Event
from casework.selectors import cases_visible_to
from catalogue.regulations.terms import FilingStep as Step
from config import clock
from filing.models import Filing, ScopeItem
from portal.selectors.figures import grouping
from portal.selectors.figures.asked import Asked
from portal.selectors.figures.shapes import Cell, Column, Figures, Key, Panel, Row

GOOD = (Step.RECEIPTED, Step.REGISTERED)
BAD = (Step.REFUSED, Step.FAILED, Step.UNSELECTED)
DAY = timedelta(days=1)
STAGES = [step for step in Step if step != Step.DRAFT]
COLUMNS = (
    Column("已提交", drawn=False),
    Column("正在办理"),
    Column("已出具回执"),
    Column("未通过"),
    Column("已撤回"),
)
NOW = (Column("件数"),)
TIMES = (
    Column("平均天数"),
    Column("中位天数"),
    Column("最长天数", drawn=False),
    Column("经过件次", drawn=False),
    Column("现停留件数", drawn=False),
    Column("现停留最长天数", drawn=False),
)
NOTE = "按提出时间统计，不含还没有提交的草稿。"
TIMES_NOTE = (
    "自然日。平均、中位、最长只算已经离开这个阶段的；同一件经过两次的算两次。"
    "法定时限按工作日计，见“时限”。"
)
SUMS = {
    "all": Count("pk"),
    "open": Count("pk", filter=~Q(state__in=(*GOOD, *BAD, Step.WITHDRAWN))),
    "good": Count("pk", filter=Q(state__in=GOOD)),
    "bad": Count("pk", filter=Q(state__in=BAD)),
    "withdrawn": Count("pk", filter=Q(state=Step.WITHDRAWN)),
}


@dataclass
class Stays:
    """How long filings were in a stage: those that have left it, and those that are in it."""

    past: list[float] = field(default_factory=list)
    present: list[float] = field(default_factory=list)

    @property
    def cells(self) -> tuple[Cell, ...]:
        past, present = self.past, self.present
        return (
            round(sum(past) / len(past), 1) if past else None,
            round(median(past), 1) if past else None,
            round(max(past), 1) if past else None,
            len(past),
            len(present),
            round(max(present), 1) if present else None,
        )


def asked_for(asked: Asked) -> QuerySet[Filing]:
    """The filings, once they were submitted."""
    rows = Filing.objects.filter(
        asked.during("opened_at", moment=True),
        pk__in=cases_visible_to(asked.user, "filing").values("pk"),
    ).exclude(state=Step.DRAFT)
    if asked.office:
        rows = rows.filter(division__code__startswith=asked.place)
    else:
        owners = Q(owner__agencies__in=asked.scope.agencies)
        merged = Q(owner__merged_into__agencies__in=asked.scope.agencies)
        rows = rows.filter(pk__in=Filing.objects.filter(owners | merged).values("pk"))
    if asked.occupation or asked.level:
        items = ScopeItem.objects.filter(asked.named("occupation__name"))
        if asked.level:
            items = items.filter(highest__lte=asked.level, lowest__gte=asked.level)
        rows = rows.filter(pk__in=items.values("filing"))
    return rows


def cells(row: dict) -> tuple[Cell, ...]:
    return tuple(row[name] for name in SUMS)


def keys(asked: Asked) -> tuple[Key, ...]:
    """What there is in all; one query."""
    found = asked_for(asked).aggregate(**SUMS)
    return tuple(
        Key(column.label, found[name], "件") for column, name in zip(COLUMNS, SUMS, strict=True)
    )


def figures(asked: Asked) -> Figures:
    """In a fixed number of queries."""
    rows = asked_for(asked)
    states = grouping.by(rows, "state", {"all": Count("pk")}, lambda row: (row["all"],))
    stages = [Row(str(step.label), states[step]) for step in STAGES if step in states]
    stays = staying(_moves(rows), clock.now())
    times = [Row(str(step.label), stays[step].cells) for step in STAGES if step in stays]
    opened = grouping.by(rows.annotate(month=TruncMonth("opened_at")), "month", SUMS, cells)
    months = {localtime(month).date(): found for month, found in opened.items()}
    head, along = grouping.along(months, tuple)
    panels = [
        Panel("stages", "现在到了哪一步", "阶段", NOW, stages, note=NOTE),
        Panel("times", "每一步用了多久", "阶段", TIMES, times, note=TIMES_NOTE),
        Panel("months", "按提出时间", head, COLUMNS, along, "column"),
    ]
    if asked.office:
        places = grouping.by_place(rows, "division", SUMS, cells, asked)
        panels.append(Panel("places", "按地区", "地区", COLUMNS, places, "stack"))
    return Figures(keys(asked), tuple(panels))


def _moves(rows: QuerySet[Filing]) -> Iterable[tuple[int, datetime, str]]:
    """(filing, when, the stage that it came to), each filing's in order."""
    events = Event.objects.filter(case__in=rows.values("pk")).exclude(source=F("target"))
    return events.order_by("case", "sequence").values_list("case", "at", "target").iterator()


def staying(moves: Iterable[tuple[int, datetime, str]], now: datetime) -> dict[str, Stays]:
    """By stage, in days, how long filings stayed and stay. Where a filing ends nobody waits for
    it any more. Pure."""
    found: dict[str, Stays] = defaultdict(Stays)
    last: dict[int, tuple[datetime, str]] = {}
    for filing, at, stage in moves:
        if filing in last:
            since, left = last[filing]
            found[left].past.append((at - since) / DAY)
        last[filing] = (at, stage)
    for since, stage in last.values():
        if stage not in (*BAD, Step.WITHDRAWN, Step.REGISTERED):
            found[stage].present.append((now - since) / DAY)
    return dict(found)
