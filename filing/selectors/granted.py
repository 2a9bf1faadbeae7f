"""What a filing was granted: its scope as the receipt and the register take it."""

from dataclasses import dataclass

from catalogue.enums import Level
from catalogue.models import Occupation, Standard
from filing.models import Filing, ScopeItem


@dataclass(frozen=True)
class Grant:
    """One occupation (and 工种), its levels from the lowest, and what it is assessed by."""

    occupation: Occupation
    work_type: str
    levels: tuple[Level, ...]
    standard: Standard | None
    basis: str

    @property
    def row(self) -> list[str]:
        """As it is printed; what is not there prints as `--`, never blank (人社鉴发〔2021〕1号)."""
        return [
            self.occupation.code,
            self.occupation.name,
            self.work_type or "--",
            "、".join(level.printed for level in self.levels),
            self.basis or "--",
        ]


def scope_of(filing: Filing) -> list[Grant]:
    """By code and 工种, in one query."""
    return [
        Grant(row.occupation, row.work_type, tuple(row.levels), row.standard, row.basis)
        for row in rows_of(filing)
    ]


def rows_of(filing: Filing) -> list[ScopeItem]:
    """The rows of the application that were granted, with the levels that were: a selection on
    merit may have granted less than was asked for (SD-07). Not for saving."""
    rows = list(filing.scope.filter(not_granted="").select_related("occupation", "standard"))
    for row in rows:
        row.lowest = row.lowest_granted or row.lowest
        row.highest = row.highest_granted or row.highest
        row.lowest_granted = row.highest_granted = None
    return rows
