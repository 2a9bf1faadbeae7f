"""The terms of 兑现待遇, as data (`promises.toml`). Read once; a mistake is an error that names the
key."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).with_suffix(".toml")


class Rules(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    basis: str
    certainty: str
    record_within_days: int = Field(gt=0)
    answer_within_days: int = Field(gt=0)
    most_a_month: int = Field(gt=0)


@cache
def rules() -> Rules:
    """The rules in force."""
    return Rules.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
