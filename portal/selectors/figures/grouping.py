"""How rows are told apart: by month, level, place, occupation. Sums come in, rows go out."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import F, QuerySet
from django.db.models.functions import Substr

from casework.services.deadlines import add_months
from catalogue.models import Division
from certificates.enums import CertificateLevel
from certificates.selectors.talent import LEVELS
from portal.selectors.figures.asked import Asked
from portal.selectors.figures.shapes import Cell, Row, most_first

MOST_MONTHS = 36
OWN = "（本级）"
NO_DATE = "日期未定"

Cells = Callable[[dict], tuple[Cell, ...]]


def by(rows: QuerySet, column: str, sums: dict, cells: Cells) -> dict[object, tuple[Cell, ...]]:
    """The cells of each value of a column, in one query; what has nothing at all is left out."""
    counted = rows.order_by().values(value=F(column)).annotate(**sums)
    found = {row["value"]: cells(row) for row in counted}
    return {value: row for value, row in found.items() if any(row)}


def by_level(rows: QuerySet, column: str, sums: dict, cells: Cells) -> list[Row]:
    """From the highest level down."""
    found = by(rows, column, sums, cells)
    return [
        Row(str(CertificateLevel(level).label), found[level]) for level in LEVELS if level in found
    ]


def by_name(rows: QuerySet, column: str, sums: dict, cells: Cells) -> list[Row]:
    """The most first."""
    return most_first(Row(str(name), row) for name, row in by(rows, column, sums, cells).items())


def by_place(rows: QuerySet, column: str, sums: dict, cells: Cells, asked: Asked) -> list[Row]:
    """The places just below that asked for. What lies in none of them is its own (本级)."""
    found = by(
        rows.annotate(place=Substr(f"{column}__code", 1, asked.digits)), "place", sums, cells
    )
    return named_places(found, asked)


def named_places(found: dict[str, tuple[Cell, ...]], asked: Asked) -> list[Row]:
    """Rows with the names of places, by the beginning of their codes; one query."""
    codes = {place: place.ljust(6, "0") for place in found}
    names = dict(Division.objects.filter(code__in=codes.values()).values_list("code", "name"))
    own = asked.place.ljust(6, "0")
    return [
        Row(names.get(code, code) + (OWN if code == own and len(asked.place) < 6 else ""), row)
        for place, code in sorted(codes.items())
        for row in (found[place],)
    ]


def along(found: dict[date | None, Iterable[int]], cells: Callable) -> tuple[str, list[Row]]:
    """Numbers by month, every month between the first and the last named, empty ones too; by year
    where those would be too many. Answers what the rows are, and the rows; what has no date is
    last. `cells` makes the cells of the numbers."""
    dated = {month: tuple(numbers) for month, numbers in found.items() if month}
    undated = tuple(found[None]) if None in found else ()
    width = len(next(iter([*dated.values(), undated]), ()))
    if dated and months_between(min(dated), max(dated)) > MOST_MONTHS:
        head, sums = "年份", _years(dated, width)
    else:
        head, sums = "月份", _months(dated, width)
    rows = [Row(label, cells(numbers)) for label, numbers in sums.items()]
    return head, [*rows, *([Row(NO_DATE, cells(undated))] if any(undated) else [])]


def months_between(first: date, last: date) -> int:
    """How many months there are from one to the other, both counted."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _months(found: dict[date, tuple[int, ...]], width: int) -> dict[str, tuple[int, ...]]:
    if not found:
        return {}
    first = min(found)
    days = [add_months(first, n) for n in range(months_between(first, max(found)))]
    return {f"{day:%Y-%m}": found.get(day, (0,) * width) for day in days}


def _years(found: dict[date, tuple[int, ...]], width: int) -> dict[str, tuple[int, ...]]:
    years = range(min(found).year, max(found).year + 1)
    sums = {year: [0] * width for year in years}
    for month, numbers in found.items():
        for index, number in enumerate(numbers):
            sums[month.year][index] += number
    return {str(year): tuple(numbers) for year, numbers in sums.items()}
