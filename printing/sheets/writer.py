"""Tables out: one xlsx sheet that opens well and runs nothing."""

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

# A cell that starts so may be run as a formula by whoever opens, edits or re-saves the file.
FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
MAX_TEXT = 32_767  # Excel refuses a file with a longer cell.
CUT = "……（内容过长，已截断）"
HEADER_FONT = Font(bold=True)
HEADER_FILL = PatternFill("solid", fgColor="E8EEF7")
MARK_FILL = PatternFill("solid", fgColor="FCE4D6")
SAMPLE_ROWS = 200
TEXT = "@"  # the number format under which Excel leaves long numbers alone


class Marked(str):
    """Text on a coloured ground: a cell that somebody is to correct."""

    __slots__ = ()


def write(headers: Sequence[str], rows: Iterable[Sequence], *, title: str = "Sheet1") -> bytes:
    """An xlsx file with one sheet: bold frozen header, fitting widths, text kept as text.

    Cells may be text, numbers, dates, aware moments (in local time), booleans (是/否) or None.
    """
    book = Workbook(write_only=True)
    add_sheet(book, headers, rows, title)
    return saved(book)


def add_sheet(
    book: Workbook,
    headers: Sequence[str],
    rows: Iterable[Sequence],
    title: str,
    *,
    text: bool = False,
):
    """One more such sheet of a write-only workbook. `text`: whole columns hold text, so that
    Excel keeps what is typed into them."""
    rows = iter(rows)
    sample = list(islice(rows, SAMPLE_ROWS))
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "Sheet1")
    sheet.freeze_panes = "A2"
    for index, header in enumerate(headers):
        values = [header, *(row[index] for row in sample if index < len(row))]
        column = sheet.column_dimensions[get_column_letter(index + 1)]
        column.width = _width(values)
        if text:
            column.number_format = TEXT
    sheet.append([_header(sheet, text) for text in headers])
    for row in (*sample, *rows):
        sheet.append([_cell(sheet, value) for value in row])
    return sheet


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _header(sheet, text: str) -> WriteOnlyCell:
    cell = _text(sheet, text)
    cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _cell(sheet, value):
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, int) and abs(value) >= 10**15:
        return _text(sheet, str(value))
    return _text(sheet, value) if isinstance(value, str) else value


def _text(sheet, value: str) -> WriteOnlyCell:
    marked = isinstance(value, Marked)
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if len(value) > MAX_TEXT:
        value = value[: MAX_TEXT - len(CUT)] + CUT
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    cell.number_format = TEXT
    cell.quotePrefix = value.startswith(FORMULA_START)
    if marked:
        cell.fill = MARK_FILL
    if "\n" in value:
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _width(values: Iterable) -> float:
    """Wide enough for the longest of the values, within what still reads well."""
    longest = max(
        sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in str(v)) for v in values
    )
    return min(max(longest + 2, 8), 50)
