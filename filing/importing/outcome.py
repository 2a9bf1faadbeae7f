"""What an import of agencies would do, or all that is wrong with it."""

import hashlib
import io
from dataclasses import asdict, dataclass

from accounts.models import Organisation
from catalogue.enums import Level
from config import clock
from filing import validity
from filing.importing import columns as c
from filing.importing.checks import faults_of
from filing.importing.entries import Entry, Line, Reader, header_faults
from filing.wording import occupation_named
from printing import sheets
from printing.sheets import CellFault

MAX_ROWS = 5_000
SHOWN = 200


@dataclass(frozen=True)
class Outcome:
    """With any fault, nothing is entered."""

    entries: list[Entry]
    faults: list[CellFault]

    @property
    def digest(self) -> str:
        """What the officer agrees to; empty where there is nothing to agree to."""
        if self.faults:
            return ""
        return hashlib.sha256(repr([_shown(entry) for entry in self.entries]).encode()).hexdigest()

    def report(self, office: Organisation) -> dict:
        """What the page tells of it, as JSON: the beginning of long lists and their length."""
        longest = len(self.faults or self.entries)
        return {
            "office": office.pk,
            "faults": [asdict(fault) for fault in self.faults[:SHOWN]],
            "fault_count": len(self.faults),
            "agencies": [] if self.faults else [_shown(entry) for entry in self.entries[:SHOWN]],
            "agency_count": len(self.entries),
            "scope_count": sum(len(entry.lines) for entry in self.entries),
            "left_out": max(0, longest - SHOWN),
        }


def read(content: bytes, file_name: str, office: Organisation) -> Outcome:
    """Read a list of agencies for an office. Raises SheetError for what is no table."""
    file = io.BytesIO(content)
    file.name = file_name
    sheet = sheets.read(file, max_rows=MAX_ROWS)
    if faults := list(header_faults(sheet)):
        return Outcome([], faults)
    reader = Reader(sheet)
    entries = list(reader.entries.values())
    faults = {*sheet.faults, *reader.faults, *faults_of(entries, office)}
    order = {name: place for place, name in enumerate(c.HEADERS)}
    return Outcome(
        entries, sorted(faults, key=lambda f: (f.row, order.get(f.column, 0), f.problem))
    )


def _shown(entry: Entry) -> dict:
    return {
        "row": entry.number,
        "name": entry[c.NAME],
        "code": entry[c.CODE],
        "prefix": entry[c.PREFIX] or "",
        "credit_code": entry[c.CREDIT_CODE],
        "place": entry.division.full_name,
        "regulation": entry.regulation.name,
        "issuer": entry[c.ISSUER],
        "filed": f"{entry[c.FILED]:%Y-%m-%d}",
        "valid": f"{entry[c.VALID]:%Y-%m-%d}" if entry[c.VALID] else "",
        "lapsed": validity.has_lapsed(entry[c.VALID], clock.today()),
        "contact": "；".join(filter(None, (entry[c.ADDRESS], entry[c.CONTACT]))),
        "scope": [_line(line) for line in entry.lines],
    }


def _line(line: Line) -> str:
    named = occupation_named(line.occupation, line.work_type)
    first, last = (Level(each).printed for each in (line.levels[0], line.levels[-1]))
    return f"{named} {first}" if first == last else f"{named} {first} 至 {last}"
