"""What a check of risk answers, and what all of them share."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from supervision import intervals
from supervision.risk import Measure, Rules


@dataclass(frozen=True)
class Window:
    """The days that are looked at, both included, and the rules by which."""

    since: date
    until: date
    rules: Rules

    @property
    def said(self) -> str:
        return f"近 {self.rules.months} 个月"


@dataclass(frozen=True)
class Found:
    """A number that stands out. `key` tells it from others of its kind at the agency; `numbers` is
    what the sentence is made of."""

    agency: int
    key: str
    sentence: str
    numbers: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Share:
    """So many of so many, of an agency; `key` and `label` where an agency has several."""

    agency: int
    hits: int
    trials: int
    key: str = ""
    label: str = ""


def percent(share: float) -> str:
    """`98.3%`; whole ones without a decimal."""
    return f"{share * 100:.1f}".removesuffix(".0") + "%"


def between(bounds: tuple[float, float]) -> str:
    """`94.1%至99.5%`."""
    return f"{percent(bounds[0])}至{percent(bounds[1])}"


def over(rows: Iterable[Share], measure: Measure, rules: Rules) -> list[Share]:
    """Those with more than is tolerated, surely so in spite of how many were compared."""
    rows = [row for row in rows if row.trials]
    chances = [intervals.at_least(row.hits, row.trials, measure.tolerated) for row in rows]
    sure = intervals.discoveries(chances, rules.false_rate)
    return [
        row for row, stands in zip(rows, sure, strict=True) if stands and row.hits >= measure.least
    ]


def numbers_of(row: Share) -> dict:
    """The count with its interval, as it is kept."""
    low, high = intervals.wilson(row.hits, row.trials)
    return {"hits": row.hits, "trials": row.trials, "low": round(low, 4), "high": round(high, 4)}
