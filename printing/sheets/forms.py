"""Sheets to fill in: columns of text with lists to choose from, and sheets that explain them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from printing.sheets.writer import add_sheet, saved

LONGEST_LIST = 250  # Excel refuses a longer list that stands in the rule itself.
LAST_ROW = 20_001


@dataclass(frozen=True)
class Further:
    """A sheet behind the one that is to be filled in."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence]


def blank(
    headers: Sequence[str],
    *,
    choices: Mapping[str, Sequence[str]],
    title: str,
    rows: Iterable[Sequence] = (),
    further: Iterable[Further] = (),
) -> bytes:
    """A sheet, empty but for `rows`, whose columns are text, so that no long number is shortened.
    `choices` are offered in the cells of a column; other content is left to whoever reads it."""
    book = Workbook(write_only=True)
    sheet = add_sheet(book, headers, rows, title, text=True)
    for index, header in enumerate(headers, start=1):
        letter = get_column_letter(index)
        offered = ",".join(choices.get(header, ()))
        if 0 < len(offered) <= LONGEST_LIST and '"' not in offered:
            rule = DataValidation(type="list", formula1=f'"{offered}"', allow_blank=True)
            rule.showErrorMessage = False
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.data_validations.append(rule)
    for each in further:
        add_sheet(book, each.headers, each.rows, each.title)
    return saved(book)
