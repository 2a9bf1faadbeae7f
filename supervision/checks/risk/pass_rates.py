"""Pass rates far from those of the other agencies of the province (LN-14)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Exists, OuterRef, Q

from catalogue.enums import Level
from results.enums import Outcome, SubjectOutcome
from results.models import Result, SubjectResult
from supervision import intervals
from supervision.checks.risk.found import Found, Share, Window, between, numbers_of, percent
from supervision.risk import Measure

SURE = 0.01  # expected shares of 0 and 1 would make a single exception impossible


@dataclass(frozen=True)
class Compared:
    """A share beside those of its peers. `wider`: how much further apart honest agencies lie than
    by chance alone."""

    row: Share
    expected: float
    peers: int
    wider: float

    @property
    def share(self) -> float:
        return self.row.hits / self.row.trials

    @property
    def deviation(self) -> float:
        return intervals.deviation(self.row.hits, self.row.trials, self.expected) / self.wider


def check(window: Window) -> list[Found]:
    """Agencies whose pass rate in an occupation and level lies off the median of the others, beyond
    the funnel limits of as many people and by more than the margin. One query.

    Who missed every subject is not counted. The limits are as wide as honest agencies lie apart;
    of all that are named, the false ones are held to `false_rate`.
    """
    measure = window.rules.pass_rate
    compared = [
        each for group in _groups(window, measure).values() for each in against(group, measure)
    ]
    sure = intervals.discoveries(
        [intervals.two_sided(each.deviation) for each in compared], window.rules.false_rate
    )
    return [
        _found(each, window)
        for each, stands in zip(compared, sure, strict=True)
        if stands and abs(each.share - each.expected) >= measure.margin
    ]


def against(group: Iterable[Share], measure: Measure) -> list[Compared]:
    """Each of a group beside the median of the others; none where too few can be compared. Pure."""
    group = [row for row in group if row.trials >= measure.least]
    if len(group) <= measure.peers:
        return []
    expected = [_middle(group, row) for row in group]
    off = [
        intervals.deviation(row.hits, row.trials, middle)
        for row, middle in zip(group, expected, strict=True)
    ]
    wider = intervals.spread(off)
    return [
        Compared(row, middle, len(group) - 1, wider)
        for row, middle in zip(group, expected, strict=True)
    ]


def _middle(group: list[Share], own: Share) -> float:
    middle = median(row.hits / row.trials for row in group if row is not own)
    return min(1 - SURE, max(SURE, middle))


def _groups(window: Window, measure: Measure) -> dict[tuple, list[Share]]:
    """By province, occupation and level the counts of each agency."""
    absent = SubjectResult.objects.filter(result=OuterRef("pk"), outcome=SubjectOutcome.ABSENT)
    rows = (
        Result.objects.filter(
            ~Exists(absent),
            superseded_at=None,
            computed_at__date__gte=window.since,
            computed_at__date__lte=window.until,
        )
        .order_by()
        .values_list(
            "plan__agency",
            "plan__agency__division__code",
            "entry__item__occupation__code",
            "entry__item__occupation__name",
            "entry__item__level",
        )
        .annotate(people=Count("pk"), passed=Count("pk", filter=Q(outcome=Outcome.QUALIFIED)))
        .filter(people__gte=measure.least)
    )
    groups = defaultdict(list)
    for agency, place, code, name, level, people, passed in rows:
        label = f"{name}{Level(level).printed}"
        share = Share(agency, passed, people, f"{code}/{level}", label)
        groups[place[:2], code, level].append(share)
    return groups


def _found(each: Compared, window: Window) -> Found:
    row, usual = each.row, intervals.limits(each.expected, each.row.trials, each.wider)
    side = "高于" if each.share > each.expected else "低于"
    sentence = (
        f"{window.said}，{row.label} {row.trials} 人参加评价、{row.hits} 人合格，"
        f"合格率 {percent(each.share)}（95% 区间 {between(intervals.wilson(row.hits, row.trials))}"
        f"），{side}本省其余 {each.peers} 家机构的中位数 {percent(each.expected)}"
        f"（同等人数的通常范围 {between(usual)}）。"
    )
    numbers = numbers_of(row) | {
        "expected": round(each.expected, 4),
        "peers": each.peers,
        "usual": [round(bound, 4) for bound in usual],
    }
    return Found(row.agency, row.key, sentence, numbers)
