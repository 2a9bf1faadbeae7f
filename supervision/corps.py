"""How supervisors are appointed and sent, and what they look at, as data (`corps.toml`). Read once;
a mistake in the file is an error that names the key."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from results import conduct
from supervision import points
from supervision.enums import VisitPhase

FILE = Path(__file__).with_suffix(".toml")


class Settings(points.Entry):
    """How many go together, how long everything takes in working days, how long a term is."""

    supervisors_per_visit: int = Field(ge=1, le=9)
    note_days: int = Field(gt=0)
    comment_days: int = Field(gt=0)
    rate_days: int = Field(gt=0)
    term_years: int = Field(gt=0)
    longest_term_years: int = Field(gt=0)
    rotation: int = Field(ge=0)
    days_ahead: int = Field(gt=0)


class Local(points.Entry):
    """What a regulation says otherwise."""

    regulation: str
    supervisors_per_visit: int | None = Field(default=None, ge=1, le=9)
    note_days: int | None = Field(default=None, gt=0)
    cite: str = Field(min_length=1)


class Point(points.Point):
    """What a supervisor looks at, and when."""

    phase: VisitPhase


class Rules(points.Entry):
    """The whole file."""

    title: str
    basis: str
    certainty: str
    settings: Settings
    by_regulation: tuple[Local, ...] = ()
    points: tuple[Point, ...]

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        during = (DURING + point.key for point in conduct.rules().points)
        points.hold_together(self.points, *during)
        return self

    def of(self, regulation: str) -> Settings:
        """The settings under a regulation: its own numbers, the defaults for the rest."""
        local = next((each for each in self.by_regulation if each.regulation == regulation), None)
        if local is None:
            return self.settings
        own = local.model_dump(exclude={"regulation", "cite"}, exclude_none=True)
        return self.settings.model_copy(update=own)

    def basis_of(self, regulation: str) -> str:
        """Where the numbers of a regulation come from."""
        local = next((each for each in self.by_regulation if each.regulation == regulation), None)
        return local.cite if local else "本系统默认"

    def points_of(self, regulation: str) -> list[Point]:
        """The checklist under a regulation: before, during, after. What is looked at during the
        session is what every supervisor's note holds, under keys of its own here."""
        own = [point for point in self.points if point.is_under(regulation)]
        during = [
            Point(key=DURING + p.key, phase=VisitPhase.DURING, text=p.text, cite=p.cite)
            for p in conduct.rules().points_of(regulation)
        ]
        order = list(VisitPhase)
        return sorted([*own, *during], key=lambda point: order.index(point.phase))


DURING = "during-"


@cache
def rules() -> Rules:
    """The rules in force."""
    return Rules.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
