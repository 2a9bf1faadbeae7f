"""What a change of scope or a renewal would alter, beside what is in force today (LC-06, LN-13)."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.models import Occupation
from filing.models import Filing, ScopeItem
from filing.selectors import in_force
from filing.wording import occupation_named, spanned

Key = tuple[int, str]


@dataclass(frozen=True)
class Line:
    """An occupation (with 工种): its levels in force and those applied for, 1 is the highest."""

    occupation: Occupation
    work_type: str
    now: frozenset[int]
    wanted: frozenset[int]

    @property
    def name(self) -> str:
        return occupation_named(self.occupation, self.work_type)

    @property
    def now_said(self) -> str:
        return spanned(self.now) or "无"

    @property
    def wanted_said(self) -> str:
        return spanned(self.wanted) or "无"

    @property
    def change(self) -> str:
        """In words; empty where nothing changes."""
        if not self.now:
            return "新增"
        if not self.wanted:
            return "取消"
        parts = []
        if added := self.wanted - self.now:
            parts.append(f"新增{spanned(added)}")
        if dropped := self.now - self.wanted:
            parts.append(f"取消{spanned(dropped)}")
        return "，".join(parts)


def lines(filing: Filing, scope: Iterable[ScopeItem]) -> list[Line]:
    """Every occupation in force or applied for, by code. Empty for a first filing."""
    if filing.agency_id is None:
        return []
    now: dict[Key, set[int]] = {}
    wanted: dict[Key, set[int]] = {}
    occupations: dict[int, Occupation] = {}
    for row in in_force.of(filing.agency):
        occupations[row.occupation_id] = row.occupation
        now.setdefault((row.occupation_id, row.work_type), set()).add(row.level)
    for item in scope:
        occupations[item.occupation_id] = item.occupation
        wanted.setdefault((item.occupation_id, item.work_type), set()).update(item.levels)
    found = [
        Line(
            occupations[key[0]], key[1], frozenset(now.get(key, ())), frozenset(wanted.get(key, ()))
        )
        for key in now.keys() | wanted.keys()
    ]
    return sorted(found, key=lambda line: (line.occupation.code, line.work_type))
