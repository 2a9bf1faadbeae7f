"""Sheets to fill in, and cells that somebody is to correct."""

import io

import openpyxl

from printing.sheets import Further, Marked, blank, read, write
from tests.printing.files import upload


def test_a_sheet_to_fill_in_offers_choices_and_keeps_what_is_typed_as_text():
    content = blank(
        ["等级", "号码"],
        choices={"等级": ("四级", "三级")},
        title="名册",
        further=[Further("说明", ["列", "怎么填"], [["等级", "选一个"]])],
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet, explained = book.worksheets
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref), rule.showErrorMessage) == (
        '"四级,三级"',
        "A2:A20001",
        False,
    )
    assert [sheet.column_dimensions[letter].number_format for letter in "AB"] == ["@", "@"]
    assert [[cell.value for cell in row] for row in explained] == [
        ["列", "怎么填"],
        ["等级", "选一个"],
    ]


def test_a_list_that_excel_would_refuse_is_left_out():
    content = blank(["职业"], choices={"职业": ["很长的名称" * 10] * 6}, title="名册")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert list(sheet.data_validations.dataValidation) == []


def test_a_marked_cell_has_a_ground_and_reads_as_its_text():
    content = write(["姓名", "等级"], [["张样例", Marked("九级")]])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.fill.fill_type for cell in sheet[2]] == [None, "solid"]
    assert read(upload(content)).rows[0].cells == ["张样例", "九级"]
