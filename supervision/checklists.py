"""What inspectors look at, as data (`checklists.toml`). Read once; a mistake in the file is an
error that names the key."""

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from supervision.enums import CampaignSubject, InspectionMethod

FILE = Path(__file__).with_suffix(".toml")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Procedure(_Entry):
    """How many working days each step has, and how many inspectors go together; defaults all."""

    approve_days: int = Field(gt=0)
    visit_days: int = Field(gt=0)
    statement_days: int = Field(gt=0)
    decision_days: int = Field(gt=0)
    rectify_days: int = Field(gt=0)
    longest_rectify_days: int = Field(gt=0)
    recheck_days: int = Field(gt=0)
    team: int = Field(gt=0)
    ratio: int = Field(gt=0, le=100)


class Point(_Entry):
    """What an inspector looks at. `regulations`, `methods`, `subjects`: only under these; none
    named, under all."""

    key: str = Field(max_length=40)
    text: str
    regulations: tuple[str, ...] = ()
    methods: tuple[InspectionMethod, ...] = ()
    subjects: tuple[CampaignSubject, ...] = ()
    clauses: tuple[str, ...] = ()
    cite: str = ""

    @property
    def default(self) -> bool:
        return not self.cite

    @property
    def basis(self) -> str:
        return f"依据：{self.cite}" if self.cite else "本系统默认"

    def fits(self, regulation: str, methods: Collection[str], subject: str) -> bool:
        """Whether it is asked in such an inspection."""
        return (
            (not self.regulations or regulation in self.regulations)
            and (not self.methods or bool(set(self.methods) & set(methods)))
            and (not self.subjects or subject in self.subjects)
        )


class Checklists(_Entry):
    """The whole file."""

    certainty: str
    procedure: Procedure
    points: tuple[Point, ...]

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        keys = [point.key for point in self.points]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"points：重复的键 {'、'.join(sorted(twice))}")
        if bare := [point.key for point in self.points if point.clauses and not point.cite]:
            raise ValueError(f"points：有 clauses 的须写明 cite：{'、'.join(bare)}")
        return self

    def points_of(self, regulation: str, methods: Collection[str], subject: str) -> list[Point]:
        """The checklist of an inspection."""
        return [point for point in self.points if point.fits(regulation, methods, subject)]

    def point(self, key: str) -> Point | None:
        """The point of that key."""
        return next((point for point in self.points if point.key == key), None)


@cache
def rules() -> Checklists:
    """The checklists in force."""
    return Checklists.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
