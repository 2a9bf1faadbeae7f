"""What an import did, or would do."""

import hashlib
from dataclasses import asdict, dataclass, field

from import_export.results import Result

from printing.sheets import CellFault

SHOWN = 200


@dataclass(frozen=True)
class Change:
    """One column of a row, before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedRow:
    number: int
    new: bool
    name: str
    changes: list[Change]


@dataclass
class Outcome:
    """All that changes, or all that is wrong: with any fault, nothing changes."""

    faults: list[CellFault] = field(default_factory=list)
    rows: list[ChangedRow] = field(default_factory=list)
    unchanged: int = 0
    result: Result | None = None

    @property
    def created(self) -> int:
        return sum(row.new for row in self.rows)

    @property
    def updated(self) -> int:
        return len(self.rows) - self.created

    @property
    def digest(self) -> str:
        """What an administrator agrees to, so that nothing else is done in its name; empty where
        there is nothing to agree to."""
        if self.faults or not self.rows:
            return ""
        return hashlib.sha256(repr(self.rows).encode()).hexdigest()

    def report(self) -> dict:
        """What a page tells of it, as JSON: the beginning of long lists, and how long they are."""
        return {
            "faults": [asdict(fault) for fault in self.faults[:SHOWN]],
            "fault_count": len(self.faults),
            "rows": [asdict(row) for row in self.rows[:SHOWN]],
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "left_out": max(0, max(len(self.faults), len(self.rows)) - SHOWN),
        }
