"""What a filing was granted: its scope as the receipt and the register take it."""

from dataclasses import dataclass

from catalogue.enums import Level
from catalogue.models import Occupation, Standard
from filing.models import Filing


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
    rows = filing.scope.select_related("occupation", "standard")
    return [
        Grant(row.occupation, row.work_type, tuple(row.levels), row.standard, row.basis)
        for row in rows
    ]
