"""The statistics of the talent database as a workbook, on record."""

from openpyxl import Workbook

from accounts.models import Organisation, User
from certificates.enums import ExportKind
from certificates.selectors.talent import Asked, Row, Statistics
from certificates.services import exporting
from printing.sheets.writer import add_sheet, saved

HEADS = ("", "持证人数", "证书数")


def export(
    found: Statistics, asked: Asked, *, about: str, user: User, organisation: Organisation
) -> bytes:
    """The workbook; that it was taken is on record. Figures only, nobody's name."""
    book = Workbook(write_only=True)
    add_sheet(
        book,
        ("范围", "持证人数", "证书数"),
        [[about, found.people, found.certificates]],
        "总数",
    )
    for title, head, rows in (
        ("按等级", "等级", found.by_level),
        ("按职业", "职业", found.by_occupation),
        ("按地区", "地区", found.by_place),
    ):
        add_sheet(book, (head, *HEADS[1:]), _rows(rows), title)
    content = saved(book)
    exporting.record(
        ExportKind.TALENT,
        content,
        about=about,
        count=found.people,
        user=user,
        organisation=organisation,
    )
    return content


def _rows(rows: list[Row]) -> list[list]:
    return [[row.label, row.people, row.certificates] for row in rows]
