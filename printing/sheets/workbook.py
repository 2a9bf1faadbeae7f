"""xlsx workbooks, read by calamine after `archive` has measured them."""

import io
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from printing.sheets.archive import DAMAGED, Archive, Shape, open_archive
from printing.sheets.cells import shown
from printing.sheets.table import Doubt, Sheet, SheetError, assemble


def read_xlsx(data: bytes, max_rows: int, title: str = "") -> Sheet:
    """The first visible sheet (of that title) of an xlsx file."""
    archive = open_archive(data, max_rows, title)
    return assemble(_rows(_values(archive), archive.shape), max_rows)


def _values(archive: Archive) -> list[list]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(archive.packed)) as book:
            return book.get_sheet_by_index(archive.index).to_python(skip_empty_area=False)
    except (CalamineError, PasswordError, OSError, ValueError, OverflowError) as error:
        raise SheetError(DAMAGED) from error
    except BaseException as error:
        # A panic of the parser is no Exception, yet it only means a file it does not understand.
        if type(error).__name__ != "PanicException":
            raise
        raise SheetError(DAMAGED) from error


def _rows(values: list[list], shape: Shape) -> Iterator[tuple[list[str], dict[int, Doubt]]]:
    # The parser leaves out blank cells at the end, which may be formulas without a result.
    for row in range(max(len(values), shape.rows)):
        line = values[row] if row < len(values) else []
        cells, doubts = [], {}
        for column, value in enumerate(line + [""] * (shape.columns - len(line))):
            text, doubt = shown(value)
            if not text:
                doubt = doubt or shape.doubtful.get((row, column))
            if doubt:
                doubts[column] = doubt
            cells.append(text)
        yield cells, doubts
