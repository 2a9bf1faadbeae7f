"""Workbooks of questions as people fill them in."""

from openpyxl import Workbook

from papers.exchange import columns as c
from tests.printing.files import saved

OF_ROW = {
    c.NUMBER: "",
    c.KIND: "单项选择题",
    c.POINT: "A1",
    c.DIFFICULTY: "易",
    c.TEXT: "安全电压是（ ）。",
    "选项A": "36V",
    "选项B": "220V",
    c.ANSWER: "A",
}


def row(**cells) -> list:
    """A row of the questions that may be imported, but for the named cells."""
    given = OF_ROW | cells
    return [given.get(head, "") for head in c.HEADS]


def book(*rows: list, marking: tuple | None = (), heads=c.HEADS, marking_heads=None) -> bytes:
    """A workbook of rows, with the marking sheets of its tasks; None, and it has no such sheet."""
    made = Workbook()
    made.active.title = "说明"
    made.active.append(["填写说明"])
    sheet = made.create_sheet(c.QUESTIONS)
    for each in (heads, *rows):
        sheet.append(list(each))
    if marking is not None:
        lines = made.create_sheet(c.CRITERIA)
        for each in (marking_heads or c.CRITERION_HEADS, *marking):
            lines.append(list(each))
    return saved(made)


TASK = {c.NUMBER: "7", c.KIND: "操作技能题", "选项A": "", "选项B": "", c.ANSWER: "通电成功"}
MARKING = (("7", "接线正确", "60"), ("7", "通电成功", 39.5))
