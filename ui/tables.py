"""Lists with columns to sort by, filters and pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 30


@dataclass(frozen=True)
class Column:
    """One column. `order`: the model fields it sorts by; none, and it cannot be sorted."""

    key: str
    label: str
    order: tuple[str, ...] = ()
    numeric: bool = False


@dataclass(frozen=True)
class Head:
    """A column's head as the table stands now. `sort`: what a click asks for."""

    key: str
    label: str
    numeric: bool
    sort: str = ""
    aria_sort: str = "none"

    @property
    def icon(self) -> str:
        return {"ascending": "chevron-up", "descending": "chevron-down"}.get(
            self.aria_sort, "selector"
        )


class Table:
    """What a list page shows: the rows of one page, sorted and filtered as the address asks.

    Unknown columns, pages beyond the end and filters that make no sense are ignored rather than
    refused: an address typed by hand or kept for years still shows a list.
    """

    def __init__(
        self,
        request: HttpRequest,
        queryset: QuerySet,
        columns: Sequence[Column],
        *,
        filterset=None,
        default_sort: str = "",
        page_size: int = PAGE_SIZE,
        id: str = "table",  # noqa: A002 - the word that HTML has for it
    ):
        self.id = id
        self.columns = columns
        self.filterset = filterset(request.GET, queryset, request=request) if filterset else None
        self.sort = self._allowed(request.GET.get("sort", "")) or default_sort
        self._rows = self.filterset.qs if self.filterset else queryset
        self._wanted = request.GET.get("page")
        self._page_size = page_size

    @cached_property
    def page(self) -> Page:
        return Paginator(self._sorted(), self._page_size).get_page(self._wanted)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> Head:
        if not column.order:
            return Head(column.key, column.label, column.numeric)
        directions = {column.key: "ascending", f"-{column.key}": "descending"}
        aria_sort = directions.get(self.sort, "none")
        sort = f"-{column.key}" if aria_sort == "ascending" else column.key
        return Head(column.key, column.label, column.numeric, sort, aria_sort)

    def _allowed(self, sort: str) -> str:
        keys = {column.key for column in self.columns if column.order}
        return sort if sort.removeprefix("-") in keys else ""

    def _sorted(self) -> QuerySet:
        if not self.sort:
            return self._rows if self._rows.ordered else self._rows.order_by("pk")
        key = self.sort.removeprefix("-")
        order = next(column.order for column in self.columns if column.key == key)
        sign = "-" if self.sort.startswith("-") else ""
        # The key last, so that equal rows keep their place from page to page.
        return self._rows.order_by(*(f"{sign}{name}" for name in order), "pk")
