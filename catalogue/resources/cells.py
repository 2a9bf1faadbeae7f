"""Cells of an import sheet to values and back. What cannot be understood is a `CellError`."""

import re
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Choices, Model, QuerySet
from import_export.widgets import Widget

from catalogue.rules import written_date

# A spreadsheet program may run a cell that begins so.
FORMULA_START = ("=", "+", "-", "@")


class CellError(ValidationError):
    """What is wrong with a cell and, as `remedy`, what to write instead."""

    def __init__(self, problem: str, remedy: str):
        super().__init__(problem, code="cell")
        self.remedy = remedy


class Words(Widget):
    """Text as it stands, without the mark that our csv puts before what looks like a formula."""

    def clean(self, value: str, row: dict | None = None, **_kwargs) -> str:
        return value[1:] if value[:1] == "'" and value[1:].startswith(FORMULA_START) else value

    def render(self, value: Any, obj: Model | None = None, **_kwargs) -> str:
        return "" if value is None else str(value)


class Whole(Widget):
    """A whole number; `blank` is what an empty cell means."""

    def __init__(self, blank: int | None = None):
        super().__init__()
        self.blank = blank

    def clean(self, value: str, row: dict | None = None, **_kwargs) -> int | None:
        if not value:
            return self.blank
        if not re.fullmatch(r"[0-9]{1,5}", value):
            raise CellError(f"“{value[:20]}”不是整数", "填写不超过五位的整数，如 60")
        return int(value)

    def render(self, value: int | None, obj: Model | None = None, **_kwargs) -> str:
        return "" if value is None else str(value)


class YesNo(Widget):
    """是 or 否; an empty cell means 否."""

    meanings = {"是": True, "否": False, "": False}

    def clean(self, value: str, row: dict | None = None, **_kwargs) -> bool:
        if value not in self.meanings:
            raise CellError(f"“{value[:20]}”不是“是”或“否”", "填写 是 或 否")
        return self.meanings[value]

    def render(self, value: bool, obj: Model | None = None, **_kwargs) -> str:
        return "是" if value else "否"


class Day(Widget):
    """2026-11-21, 2026/11/21, 2026.11.21, 2026年11月21日 or 20261121; empty for none."""

    def clean(self, value: str, row: dict | None = None, **_kwargs) -> date | None:
        if not value:
            return None
        if (day := written_date(value)) is None:
            raise CellError(
                f"“{value[:20]}”不是 1900 至 2100 年间的日期", "写全年月日，如 2026-11-21"
            )
        return day

    def render(self, value: date | None, obj: Model | None = None, **_kwargs) -> str:
        return value.isoformat() if value else ""


class OneOf(Widget):
    """One of a closed list by its Chinese label; `blank`: what an empty cell means."""

    def __init__(self, choices: type[Choices], blank: Any = None):
        super().__init__()
        self.labels = {str(label): value for value, label in choices.choices}
        self.values = {value: label for label, value in self.labels.items()}
        self.blank = blank

    def clean(self, value: str, row: dict | None = None, **_kwargs) -> Any:
        if not value:
            return self.blank
        if value not in self.labels:
            raise CellError(
                f"“{value[:20]}”不在可选范围内", f"从中选一个：{'、'.join(self.labels)}"
            )
        return self.labels[value]

    def render(self, value: Any, obj: Model | None = None, **_kwargs) -> str:
        return self.values.get(value, "")


class SomeOf(OneOf):
    """Several of a closed list, parted by ；."""

    def clean(self, value: str, row: dict | None = None, **_kwargs) -> list:
        names = [name for name in re.split(r"[;；\n|]", value) if name.strip()]
        return [super(SomeOf, self).clean(name.strip()) for name in names]

    def render(self, value: list, obj: Model | None = None, **_kwargs) -> str:
        return "；".join(self.values.get(item, "") for item in value or [])


class Reference(Widget):
    """Another row by its natural key. `columns`: further cells of the row that complete the key.

    Knows the rows that the same file adds, so parents may come in the same file as children.
    """

    def __init__(
        self,
        rows: Callable[[], QuerySet],
        natural: Callable[[Any], tuple[str, ...]],
        label: str,
        columns: tuple[str, ...] = (),
    ):
        super().__init__()
        self.rows, self.natural, self.label, self.columns = rows, natural, label, columns

    def clean(self, value: str, row: dict | None = None, **_kwargs) -> Model | None:
        if not value:
            return None
        key = (value, *((row or {}).get(column, "") for column in self.columns))
        return self.known.get(key) or self.missing(key)

    @cached_property
    def known(self) -> dict[tuple[str, ...], Model]:
        return {self.natural(each): each for each in self.rows()}

    def missing(self, key: tuple[str, ...]) -> Model:
        """What to do about a key that nobody has: by default, refuse it."""
        shown = " ".join(part[:40] for part in key if part)
        raise CellError(f"找不到{self.label}“{shown}”", f"核对{self.label}，或先把它加进目录")

    def leads_to(self, model: type[Model]) -> bool:
        return self.rows().model is model

    def learn(self, instance: Model) -> None:
        """A row that this file added or changed."""
        self.known[self.natural(instance)] = instance

    def render(self, value: Model | None, obj: Model | None = None, **_kwargs) -> str:
        return self.natural(value)[0] if value else ""
