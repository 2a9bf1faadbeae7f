"""When a number is a risk signal, as data (`risk.toml`). Read once; a mistake in the file is an
error that names the key."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from supervision.enums import RiskKind

FILE = Path(__file__).with_suffix(".toml")


class Measure(BaseModel):
    """One kind of signal; what its check does not use stays at its default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(max_length=20)
    about: str = Field(max_length=100)
    least: int = Field(ge=1)
    weight: int = Field(ge=0)
    peers: int = Field(default=0, ge=0)
    margin: float = Field(default=0, ge=0, lt=1)
    tolerated: float = Field(default=0, ge=0, lt=1)
    band: int = Field(default=0, ge=0)
    days: int = Field(default=0, ge=0)


class Rules(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = Field(ge=1)
    since: date
    certainty: Literal["sourced", "default"]
    months: int = Field(gt=0)
    false_rate: float = Field(gt=0, lt=1)
    explained_days: int = Field(gt=0)
    heaviest: int = Field(ge=1, le=100)
    pass_rate: Measure
    heaped: Measure
    same_assessor: Measure
    unsupervised: Measure
    late_roster: Measure
    fast_certificates: Measure

    def of(self, kind: str) -> Measure:
        """That of a kind."""
        return getattr(self, RiskKind(kind).value)


@cache
def rules() -> Rules:
    """The rules in force."""
    return Rules.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
