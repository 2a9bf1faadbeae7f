"""Scores heaped just above the pass mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, ExpressionWrapper, F, FloatField, Q
from django.db.models.functions import Cast

from catalogue.enums import SubjectKind
from results.enums import SubjectOutcome
from results.models import SubjectResult
from supervision import intervals
from supervision.checks.risk.found import Found, Share, Window, between, numbers_of, percent

EVEN = 1 / 3  # of three neighbouring bands the middle one holds a third, where scores run smoothly
MARKED = (SubjectOutcome.PASSED, SubjectOutcome.FAILED)


@dataclass(frozen=True)
class Heap:
    """How many scores lie in the band that begins with the pass mark, and in its neighbours."""

    row: Share
    below: int
    above: int


def check(window: Window) -> list[Found]:
    """Agencies with clearly more scores in the band above the pass mark than smoothly running
    neighbours would have (a third of the three), and than the other agencies have. One query.

    The bands are as wide as scores are commonly rounded (5 of 100), so that rounding heaps
    nothing. Of all that are named, the false ones are held to `false_rate`.
    """
    measure = window.rules.heaped
    heaps = [each for each in _heaps(window) if each.row.trials >= measure.least]
    expected = [usual(heaps, each) for each in heaps]
    chances = [
        intervals.at_least(each.row.hits, each.row.trials, share)
        for each, share in zip(heaps, expected, strict=True)
    ]
    sure = intervals.discoveries(chances, window.rules.false_rate)
    return [
        _found(each, share, window)
        for each, share, stands in zip(heaps, expected, sure, strict=True)
        if stands and each.row.hits / each.row.trials >= share + measure.margin
    ]


def usual(heaps: Iterable[Heap], own: Heap) -> float:
    """The share that is nothing special: a third, or the median of the others in that subject
    where it is more. Pure."""
    others = [
        each.row.hits / each.row.trials
        for each in heaps
        if each is not own and each.row.key == own.row.key
    ]
    return min(0.99, max(EVEN, median(others))) if others else EVEN


def _heaps(window: Window) -> list[Heap]:
    band = window.rules.heaped.band
    points = Cast(F("mark") - F("result__entry__item__subjects__pass_mark"), FloatField())
    rows = (
        SubjectResult.objects.filter(
            result__superseded_at=None,
            result__computed_at__date__gte=window.since,
            result__computed_at__date__lte=window.until,
            outcome__in=MARKED,
            mark__isnull=False,
            result__entry__item__subjects__kind=F("subject"),
        )
        .annotate(
            off=ExpressionWrapper(
                points * 100.0 / F("result__entry__item__subjects__full_mark"), FloatField()
            )
        )
        .order_by()
        .values_list("result__plan__agency", "subject")
        .annotate(
            below=Count("pk", filter=Q(off__gte=-band, off__lt=0)),
            at=Count("pk", filter=Q(off__gte=0, off__lt=band)),
            above=Count("pk", filter=Q(off__gte=band, off__lt=2 * band)),
        )
    )
    return [
        Heap(Share(agency, at, below + at + above, subject), below, above)
        for agency, subject, below, at, above in rows
    ]


def _found(heap: Heap, expected: float, window: Window) -> Found:
    row, band = heap.row, window.rules.heaped.band
    share = row.hits / row.trials
    sentence = (
        f"{window.said}，{SubjectKind(row.key).label}刚好过线（合格分起 {band} 分以内）的成绩 "
        f"{row.hits} 个，低于合格分 {band} 分以内的 {heap.below} 个，"
        f"再高 {band} 分的 {heap.above} 个；刚好过线的占三段的 {percent(share)}（95% 区间 "
        f"{between(intervals.wilson(row.hits, row.trials))}），通常约 {percent(expected)}。"
    )
    more = {"below": heap.below, "above": heap.above, "expected": round(expected, 4)}
    return Found(row.agency, row.key, sentence, numbers_of(row) | more)
