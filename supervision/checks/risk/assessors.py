"""The same assessor with the same agency again and again (FACTS 4.4: part of the judges change)."""

from collections import Counter, defaultdict

from django.db.models import Count

from accounts import masking
from assessment.models import Duty, Examiner
from assessment.selectors.rotation import JUDGES
from catalogue.regulations.terms import PlanStep
from supervision import intervals
from supervision.checks.risk.found import Found, Share, Window, between, numbers_of, percent


def check(window: Window) -> list[Found]:
    """Assessors who judged in far more of an agency's assessments than taking turns in its pool
    would give them. Three queries.

    An agency whose pool is no larger than its panels has no choice and is not named.
    """
    measure = window.rules.same_assessor
    turns = _turns(window)
    plans = _plans(window, measure.least)
    turns = {agency: turns[agency] for agency in plans if agency in turns}
    pools = _pools(turns)
    compared = [
        (Share(agency, count, plans[agency], str(examiner)), share)
        for agency, counts in turns.items()
        if (share := _expected(counts, plans[agency], pools[agency])) < 1
        for examiner, count in counts.items()
    ]
    chances = [intervals.at_least(row.hits, row.trials, share) for row, share in compared]
    sure = intervals.discoveries(chances, window.rules.false_rate)
    named = [
        (row, share)
        for (row, share), stands in zip(compared, sure, strict=True)
        if stands and row.hits / row.trials >= share + measure.margin
    ]
    people = Examiner.objects.in_bulk([int(row.key) for row, _ in named])
    return [
        _found(row, share, pools[row.agency], people[int(row.key)], window) for row, share in named
    ]


def _expected(counts: dict[int, int], plans: int, pool: int) -> float:
    """In what share of the assessments each would judge if all of the pool took turns."""
    return min(1.0, sum(counts.values()) / plans / max(pool, len(counts)))


def _judged(window: Window):
    rows = Duty.objects.filter(
        role__in=JUDGES,
        examiner__isnull=False,
        session__cancelled_at=None,
        session__starts_at__date__gte=window.since,
        session__starts_at__date__lte=window.until,
    )
    return rows.exclude(session__plan__state=PlanStep.CANCELLED).order_by()


def _turns(window: Window) -> dict[int, dict[int, int]]:
    """By agency and examiner, in how many assessments he or she judged."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = _judged(window).values_list("session__plan__agency", "examiner")
    for agency, examiner, count in rows.annotate(n=Count("session__plan", distinct=True)):
        found[agency][examiner] = count
    return found


def _plans(window: Window, least: int) -> dict[int, int]:
    rows = _judged(window).values_list("session__plan__agency")
    return dict(rows.annotate(n=Count("session__plan", distinct=True)).filter(n__gte=least))


def _pools(turns: dict[int, dict[int, int]]) -> Counter:
    """How many people of each agency may judge: those in its list, and whoever did."""
    known = {examiner for counts in turns.values() for examiner in counts}
    rows = Examiner.objects.filter(agency__in=turns, left_on=None)
    rows = rows.values_list("agency", "pk", "roles")
    pools = Counter(
        agency
        for agency, examiner, roles in rows
        if examiner not in known and set(roles) & set(JUDGES)
    )
    for agency, counts in turns.items():
        pools[agency] += len(counts)
    return pools


def _found(row: Share, expected: float, pool: int, examiner: Examiner, window: Window) -> Found:
    share = row.hits / row.trials
    proof = f"（{examiner.certificate}）" if examiner.certificate else ""
    sentence = (
        f"{window.said}的 {row.trials} 次评价中，考评员{masking.name(examiner.name)}{proof}"
        f"参加了 {row.hits} 次，占 {percent(share)}（95% 区间 "
        f"{between(intervals.wilson(row.hits, row.trials))}）；可以考评的有 {pool} 人，"
        f"轮流参加约占 {percent(expected)}。"
    )
    return Found(
        row.agency,
        row.key,
        sentence,
        numbers_of(row) | {"pool": pool, "expected": round(expected, 4)},
    )
