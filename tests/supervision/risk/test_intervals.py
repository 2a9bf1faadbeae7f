"""The statistics, against their definitions."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision import intervals

shares = st.floats(0.01, 0.99)
counts = st.integers(1, 120).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def summed(hits: int, trials: int, share: float) -> float:
    terms = range(hits, trials + 1)
    return sum(comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in terms)


@given(counts, shares)
def test_the_tail_is_the_sum_of_its_terms(pair, share):
    hits, trials = pair
    assert intervals.at_least(hits, trials, share) == pytest.approx(
        summed(hits, trials, share), rel=1e-9, abs=1e-12
    )


@given(counts, shares)
def test_both_tails_hold_the_count_itself_once_more(pair, share):
    hits, trials = pair
    own = comb(trials, hits) * share**hits * (1 - share) ** (trials - hits)
    both = intervals.at_least(hits, trials, share) + intervals.at_most(hits, trials, share)
    assert both == pytest.approx(1 + own, abs=1e-9)


@given(counts, st.floats(0.5, 0.999))
def test_wilson_holds_its_share_and_solves_its_equation(pair, confidence):
    """Each bound p is where the distance of the share is z standard errors of p itself."""
    hits, trials = pair
    low, high = intervals.wilson(hits, trials, confidence)
    share, z = hits / trials, intervals.NORMAL.inv_cdf(0.5 + confidence / 2)
    assert 0 <= low <= share <= high <= 1
    for bound in (low, high):
        error = z * (bound * (1 - bound) / trials) ** 0.5
        assert abs(share - bound) == pytest.approx(error, abs=1e-6)


@given(counts, st.integers(2, 50))
def test_more_of_the_same_is_surer(pair, times):
    hits, trials = pair
    low, high = intervals.wilson(hits, trials)
    closer = intervals.wilson(hits * times, trials * times)
    assert closer[1] - closer[0] < high - low


@given(counts, counts, shares)
def test_who_deviates_more_counts_as_more(one, other, share):
    """Among as many people, more hits never deviate less; above the expected it is not negative."""
    trials = one[1]
    fewer, more = sorted((one[0], min(other[0], trials)))
    low = intervals.deviation(fewer, trials, share)
    assert low <= intervals.deviation(more, trials, share)
    assert low <= 0 or fewer > trials * share - 1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0.001, 0.5))
def test_discoveries_are_those_of_benjamini_and_hochberg(chances, rate):
    """Named from the definition: the largest k with p(k) <= rate k / m, and all below it."""
    ordered, m = sorted(chances), len(chances)
    most = max((k for k in range(1, m + 1) if ordered[k - 1] <= rate * k / m), default=0)
    found = intervals.discoveries(chances, rate)
    limit = ordered[most - 1] if most else -1
    assert found == [chance <= limit for chance in chances]
    assert all(chance <= rate for chance, named in zip(chances, found, strict=True) if named)


def test_many_comparisons_of_nothing_name_hardly_anybody():
    """2,000 honest agencies, each with a chance drawn evenly: one in twenty would be a hundred."""
    even = [(number + 0.5) / 2000 for number in range(2000)]
    assert sum(chance < 0.05 for chance in even) == 100
    assert sum(intervals.discoveries(even, 0.05)) == 0


def test_the_extremes_are_numbers():
    assert intervals.at_least(0, 5, 0.0) == 1.0
    assert intervals.at_least(1, 5, 0.0) == 0.0
    assert intervals.at_least(5, 5, 1.0) == 1.0
    assert intervals.wilson(0, 0) == (0.0, 1.0)
    assert intervals.deviation(5000, 5000, 0.01) > 30
    assert intervals.spread([]) == 1.0
    assert intervals.discoveries([], 0.05) == []
