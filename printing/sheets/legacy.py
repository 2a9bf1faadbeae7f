"""xls workbooks of Excel 97-2003, read by xlrd: it keeps cells sparse, so no file can ask for
more memory than it fills."""

import io
from collections.abc import Iterator

import xlrd
from xlrd.sheet import Cell
from xlrd.sheet import Sheet as XlsSheet

from printing.sheets.archive import DAMAGED, NOTHING_VISIBLE
from printing.sheets.cells import FORMULA_FAILED, shown
from printing.sheets.table import Doubt, Sheet, SheetError, assemble

ENCRYPTED = "文件设有打开密码，无法读取。请在 Excel 或 WPS 中取消密码后再上传。"


def read_xls(data: bytes, max_rows: int) -> Sheet:
    """The first visible sheet of an xls file."""
    return assemble(_rows(*_first_visible(data)), max_rows)


def _first_visible(data: bytes) -> tuple[XlsSheet, int]:
    try:
        book = xlrd.open_workbook(
            file_contents=data, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
        for index, hidden in enumerate(book._sheet_visibility):
            if not hidden:
                return book.sheet_by_index(index), book.datemode
    except Exception as error:
        # A damaged file makes xlrd raise almost anything: struct.error, IndexError, AssertionError.
        raise SheetError(ENCRYPTED if "encrypted" in str(error) else DAMAGED) from error
    raise SheetError(NOTHING_VISIBLE)


def _rows(sheet: XlsSheet, datemode: int) -> Iterator[tuple[list[str], dict[int, Doubt]]]:
    for line in sheet.get_rows():
        cells = [_shown(cell, datemode) for cell in line]
        yield [text for text, _ in cells], {i: d for i, (_, d) in enumerate(cells) if d}


def _shown(cell: Cell, datemode: int) -> tuple[str, Doubt | None]:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return "", FORMULA_FAILED
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _date(cell.value, datemode)
    return shown(cell.value)


def _date(value: float, datemode: int) -> tuple[str, Doubt | None]:
    try:
        moment = xlrd.xldate_as_datetime(value, datemode)
    except (xlrd.XLDateError, ValueError, OverflowError):
        return shown(value)
    return shown(moment.time() if 0 <= value < 1 else moment)
