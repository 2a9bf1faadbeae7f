"""How a dossier is written: tables that any program reads and none runs, files by their digest."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

from django.utils.timezone import localtime

from assessment.models import Plan

# What a spreadsheet may run as a formula; the sign itself too, so that it can be taken off again.
MARKED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
MARK = "'"
FILES = "12_文件"
CHUNK = 2000


@dataclass(frozen=True)
class Sheet:
    """A table: where it lies, what it holds, its rows one by one."""

    path: str
    title: str
    heads: tuple[str, ...]
    rows: Callable[[Plan], Iterable[tuple]]


def plain(value: object) -> str:
    """A value as the tables write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return localtime(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def cell(value: object) -> str:
    """The same, harmless to whoever opens the table: text that could be run begins with `'`."""
    text = plain(value).replace("\x00", "")
    return f"{MARK}{text}" if text.startswith(MARKED) else text


def uncell(text: str) -> str:
    """The text that a cell stands for."""
    return text.removeprefix(MARK)


def write(sheet: Sheet, plan: Plan, target: BinaryIO) -> int:
    """Write a table as UTF-8 CSV, a row at a time. Answers how many rows it has."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.heads)
    count = 0
    for row in sheet.rows(plan):
        writer.writerow([cell(value) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


def stream(rows) -> Iterator:
    """The rows of a query set, of which only some are held at a time."""
    return rows.iterator(chunk_size=CHUNK)


def path_of(file) -> str:
    """Where a stored file lies in a dossier: made of its id and kind, never of its name."""
    return f"{FILES}/{file.pk}.{file.kind}" if file else ""
