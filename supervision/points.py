"""What somebody looks at on site, as data: the part that every checklist file has in common."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field


class Entry(BaseModel):
    """A table of such a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Point(Entry):
    """One thing to look at. `regulations`: only under these; none, under all."""

    key: str = Field(max_length=40)
    text: str
    regulations: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    cite: str = ""

    @property
    def default(self) -> bool:
        return not self.cite

    @property
    def basis(self) -> str:
        return f"依据：{self.cite}" if self.cite else "本系统默认"

    def is_under(self, regulation: str) -> bool:
        """Whether it is looked at under a regulation."""
        return not self.regulations or regulation in self.regulations


def hold_together(points: Iterable[Point], *others: str) -> None:
    """Raise ValueError for a key that is there twice, also among `others`, and for clauses without
    a citation."""
    points = list(points)
    keys = [*(point.key for point in points), *others]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"points：重复的键 {'、'.join(sorted(twice))}")
    if bare := [point.key for point in points if point.clauses and not point.cite]:
        raise ValueError(f"points：有 clauses 的须写明 cite：{'、'.join(bare)}")
