"""How long a receipt holds. Pure.

A term of years ends on the same date of its last year, or on the last day of a shorter month; the
day on which it begins is not counted (民法典 第二百零一条、第二百零二条). That day still counts.
"""

from collections.abc import Iterable
from datetime import date

from casework.services.deadlines import add_months


def last_day(begins: date, years: int | None) -> date | None:
    """The last day of a term that begins; none where the regulation sets no term."""
    return add_months(begins, 12 * years) if years else None


def renewed(until: date | None, years: int | None, day: date) -> date | None:
    """The new last day of a term renewed on `day`: counted from its end while it still runs, so
    that whoever asks early loses nothing, else from that day."""
    if until is None or until < day:
        return last_day(day, years)
    return last_day(until, years)


def renewable_from(until: date, months: Iterable[int]) -> date:
    """From which day a renewal is sensible: that of the first warning."""
    return add_months(until, -max(months, default=0))


def has_lapsed(until: date | None, day: date) -> bool:
    """Whether a term is over on `day`; its last day still counts."""
    return until is not None and until < day


def warnings_due(until: date, months: Iterable[int], day: date) -> list[int]:
    """Which warnings, so many months before the last day, are due by `day`, the latest first."""
    return sorted(each for each in months if add_months(until, -each) <= day)
