"""Sheets that come in, and certificates in number."""

import io
import json
from datetime import date

from openpyxl import load_workbook

from accounts.models import Organisation, User
from casework.models import SheetImport
from casework.services import sheet_imports
from certificates.models import Certificate
from printing import sheets
from tests.certificates.life.steps import fresh, work_off
from tests.certificates.world import a_certificate


def several(agency, count: int, first: int = 1, **columns) -> list[Certificate]:
    """Certificates of an agency with serials from `first`."""
    return [a_certificate(agency, number, **columns) for number in range(first, first + count)]


def uploaded(kind: str, heads, rows, *, by: User, side: Organisation) -> SheetImport:
    """A sheet that was sent in and checked."""
    content = sheets.write(heads, rows)
    draft = sheet_imports.upload(
        sheet_imports.kind_of(kind), content, "表.xlsx", organisation=side, actor=by
    )
    work_off()
    return fresh(draft)


def taken(kind: str, heads, rows, *, by: User, side: Organisation) -> SheetImport:
    """A sheet that was checked, confirmed and taken."""
    draft = uploaded(kind, heads, rows, by=by, side=side)
    assert draft.status == "ready", draft.report
    sheet_imports.confirm(draft, actor=by)
    work_off()
    return fresh(draft)


def report_of(draft: SheetImport) -> dict:
    return json.loads(draft.report)


def faults_of(draft: SheetImport) -> list[tuple]:
    """(row, column, problem) of everything that is wrong."""
    return [(f["row"], f["column"], f["problem"]) for f in report_of(draft)["faults"]]


def table(content: bytes, title: str = "") -> list[tuple]:
    """The rows of a sheet of a workbook."""
    book = load_workbook(io.BytesIO(content))
    sheet = book[title] if title else book.worksheets[0]
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def issued_on(month: int, day: int = 15) -> date:
    return date(2026, month, day)
