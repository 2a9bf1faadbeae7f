"""Spreadsheets in and out: the one door for every file that users upload or download as a table.

`read` believes nothing about a file until it is proven, because a 5 KB workbook can make a parser
ask for 500 GB. What cannot be read is a `SheetError` whose text tells the user what to do.
"""

from printing.sheets.forms import Further, blank
from printing.sheets.reader import read
from printing.sheets.table import (
    CellFault,
    EmptySheetError,
    NoSheetError,
    Sheet,
    SheetError,
    SheetRow,
)
from printing.sheets.writer import Marked, write

__all__ = [
    "CellFault",
    "EmptySheetError",
    "Further",
    "Marked",
    "NoSheetError",
    "Sheet",
    "SheetError",
    "SheetRow",
    "blank",
    "read",
    "write",
]
