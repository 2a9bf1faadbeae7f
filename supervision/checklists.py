"""What inspectors look at, as data (`checklists.toml`). Read once; a mistake in the file is an
error that names the key."""

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from supervision import points
from supervision.enums import CampaignSubject, InspectionMethod

FILE = Path(__file__).with_suffix(".toml")


class Procedure(points.Entry):
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


class Point(points.Point):
    """What an inspector looks at. `methods`, `subjects`: only under these; none named, under
    all."""

    methods: tuple[InspectionMethod, ...] = ()
    subjects: tuple[CampaignSubject, ...] = ()

    def fits(self, regulation: str, methods: Collection[str], subject: str) -> bool:
        """Whether it is asked in such an inspection."""
        return (
            self.is_under(regulation)
            and (not self.methods or bool(set(self.methods) & set(methods)))
            and (not self.subjects or subject in self.subjects)
        )


class Checklists(points.Entry):
    """The whole file."""

    certainty: str
    procedure: Procedure
    points: tuple[Point, ...]

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        points.hold_together(self.points)
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
