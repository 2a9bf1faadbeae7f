"""A copy of the file with what is wrong beside each row: to be corrected and sent in again."""

from collections.abc import Iterable

from assessment.enums import RowVerdict
from assessment.models import RosterRow
from assessment.roster.columns import REMARKS, VERDICT
from printing import sheets
from printing.sheets import Marked, Sheet


def write(sheet: Sheet, rows: Iterable[RosterRow]) -> bytes:
    """The table as it was sent, the faulty cells marked, the result and the remarks in front."""
    known = {row.number: row for row in rows}
    kept = [index for index, head in enumerate(sheet.headers) if head not in (VERDICT, REMARKS)]
    heads = [sheet.headers[index] for index in kept]
    return sheets.write(
        [VERDICT, REMARKS, *heads],
        (
            [*_said(known[row.number]), *_cells(known[row.number], heads, kept, row.cells)]
            for row in sheet.rows
        ),
        title="名册",
    )


def _said(row: RosterRow) -> tuple[str, str]:
    notes = "\n".join(f"“{head}”{what}。{remedy}。" for head, what, remedy in notes_of(row))
    verdict = str(RowVerdict(row.verdict).label)
    return (Marked(verdict) if row.faults else verdict), notes


def notes_of(row: RosterRow) -> list[list[str]]:
    """Faults, then warnings."""
    return [*row.faults, *row.warnings]


def _cells(row: RosterRow, heads: list[str], kept: list[int], cells: list[str]):
    wrong = {head for head, _, _ in row.faults}
    return [
        Marked(cells[index]) if head in wrong else cells[index] or None
        for head, index in zip(heads, kept, strict=True)
    ]
