"""Statistics that decide whether a number stands out: exact tails, intervals, many comparisons.

Pure and without a library: a few lines each, so that who is asked can repeat them.
"""

from collections.abc import Sequence
from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist, median

NORMAL = NormalDist()
CONFIDENCE = 0.95
MAD = NORMAL.inv_cdf(0.75)  # the median of |z| where z is standard normal
LEAST_P = 1e-300


def wilson(hits: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval of a share: honest for few trials and near 0 and 1."""
    if not trials:
        return 0.0, 1.0
    z = NORMAL.inv_cdf(0.5 + confidence / 2)
    share, square = hits / trials, z * z / trials
    middle = (share + square / 2) / (1 + square)
    half = z * sqrt(share * (1 - share) / trials + square / (4 * trials)) / (1 + square)
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == trials else min(1.0, middle + half)
    return low, high


def at_least(hits: int, trials: int, share: float) -> float:
    """The probability of so many hits or more, where each trial hits with `share`. Exact."""
    if hits <= 0:
        return 1.0
    if hits > trials or share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    if hits <= trials * share:  # the tail holds the middle: count the other one
        return max(0.0, 1.0 - _tail(trials - hits + 1, trials, 1 - share))
    return _tail(hits, trials, share)


def at_most(hits: int, trials: int, share: float) -> float:
    """The probability of so many hits or fewer."""
    return at_least(trials - hits, trials, 1 - share)


def _tail(hits: int, trials: int, share: float) -> float:
    """The sum from `hits` upwards, beyond the middle, where each term is smaller than the last."""
    ways = lgamma(trials + 1) - lgamma(hits + 1) - lgamma(trials - hits + 1)
    term = exp(ways + hits * log(share) + (trials - hits) * log1p(-share))
    total, odds = term, share / (1 - share)
    for count in range(hits, trials):
        term *= (trials - count) / (count + 1) * odds
        total += term
        if term < total * 1e-16:
            break
    return min(1.0, total)


def deviation(hits: int, trials: int, share: float) -> float:
    """How many standard deviations a share lies off an expected one, read off the exact tail, so
    that small numbers do not look surer than they are. Above it is positive."""
    upper, lower = at_least(hits, trials, share), at_most(hits, trials, share)
    if upper <= lower:
        return max(0.0, -NORMAL.inv_cdf(max(upper, LEAST_P)))
    return min(0.0, NORMAL.inv_cdf(max(lower, LEAST_P)))


def spread(deviations: Sequence[float]) -> float:
    """How much further honest ones lie apart than chance alone puts them, at least 1: by the
    median, so that one that stands out does not hide itself."""
    if not deviations:
        return 1.0
    return max(1.0, median(abs(each) for each in deviations) / MAD)


def two_sided(deviation_: float) -> float:
    """The probability of a deviation as large, in either direction."""
    return 2 * NORMAL.cdf(-abs(deviation_))


def limits(share: float, trials: int, wider: float = 1.0) -> tuple[float, float]:
    """Where the shares of so many trials usually lie around an expected one (funnel limits, 95%),
    `wider` times as far as by chance alone."""
    half = NORMAL.inv_cdf(0.5 + CONFIDENCE / 2) * wider * sqrt(share * (1 - share) / trials)
    return max(0.0, share - half), min(1.0, share + half)


def discoveries(chances: Sequence[float], rate: float) -> list[bool]:
    """Which of many comparisons stand out, such that of those that do about `rate` are chance at
    the most (Benjamini and Hochberg 1995)."""
    count, last = len(chances), -1.0
    for rank, chance in enumerate(sorted(chances), 1):
        if chance <= rate * rank / count:
            last = chance
    return [chance <= last for chance in chances]
