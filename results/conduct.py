"""The rules of the day of an exam as data (`conduct.toml`): breaches, check-in, what supervisors
look at. Read once; a mistake in the file is an error that names the key."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from results.enums import Consequence

FILE = Path(__file__).with_suffix(".toml")
GRAVITY = tuple(Consequence)  # from the least to the gravest


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CheckIn(_Entry):
    """When one may sign in, in minutes from the start."""

    opens_before: int = Field(ge=0)
    late_after: int = Field(ge=0)
    late_is_absent: bool
    certainty: str


class Tier(_Entry):
    """How grave a breach is. `bars_year`: whoever commits it is not assessed again in that year.
    `after` says what else follows, which nothing here enforces."""

    key: str
    name: str
    consequence: Consequence
    warned: bool = False
    bars_year: bool = False
    after: str = ""
    source: str


class Conduct(_Entry):
    """A breach."""

    key: str = Field(max_length=40)
    text: str
    tier: str


class Point(_Entry):
    """What a supervisor looks at."""

    key: str
    text: str
    regulations: tuple[str, ...] = ()
    cite: str = ""

    @property
    def basis(self) -> str:
        return self.cite or "本系统默认"


class Rules(_Entry):
    """The whole file."""

    title: str
    basis: str
    certainty: str
    check_in: CheckIn
    tiers: tuple[Tier, ...]
    conducts: tuple[Conduct, ...]
    points: tuple[Point, ...]

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        for name in ("tiers", "conducts", "points"):
            keys = [each.key for each in getattr(self, name)]
            if twice := {key for key in keys if keys.count(key) > 1}:
                raise ValueError(f"{name}：重复的键 {'、'.join(sorted(twice))}")
        if unknown := {each.tier for each in self.conducts} - {tier.key for tier in self.tiers}:
            raise ValueError(f"conducts：没有档次 {'、'.join(sorted(unknown))}")
        ranks = [GRAVITY.index(tier.consequence) for tier in self.tiers]
        if ranks != sorted(ranks):
            raise ValueError("tiers：须从轻到重排列")
        return self

    def conduct(self, key: str) -> Conduct | None:
        """The breach of that key."""
        return next((each for each in self.conducts if each.key == key), None)

    def tier(self, conduct: Conduct) -> Tier:
        """How grave a breach is."""
        return next(each for each in self.tiers if each.key == conduct.tier)

    def barring(self) -> dict[str, Consequence]:
        """The breaches that keep somebody out for the rest of the year, each with the consequence
        of its tier: one that was dealt with more mildly keeps nobody out."""
        tiers = {tier.key: tier for tier in self.tiers if tier.bars_year}
        return {
            each.key: tiers[each.tier].consequence for each in self.conducts if each.tier in tiers
        }

    def grouped(self) -> list[tuple[Tier, list[Conduct]]]:
        """The breaches by tier, the lightest first."""
        return [(tier, [c for c in self.conducts if c.tier == tier.key]) for tier in self.tiers]

    def points_of(self, regulation: str) -> list[Point]:
        """What a supervisor looks at under a regulation."""
        return [
            each for each in self.points if not each.regulations or regulation in each.regulations
        ]


@cache
def rules() -> Rules:
    """The rules in force."""
    return Rules.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def name_of(key: str) -> str:
    """What a breach is called; the key itself for one that the rules have no more."""
    found = rules().conduct(key)
    return found.text if found else key


def not_graver(one: Consequence, other: Consequence) -> bool:
    """Whether one consequence is at most as grave as another. Pure."""
    return GRAVITY.index(one) <= GRAVITY.index(other)


def gravest(consequences) -> Consequence:
    """The gravest of some; none for none. Pure."""
    return max(consequences, key=GRAVITY.index, default=Consequence.NONE)
