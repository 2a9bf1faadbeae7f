"""What complaints may be about, what happens next and by when, as data (`categories.toml`). Read
once; a mistake in the file is an error that names the key."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

FILE = Path(__file__).with_suffix(".toml")
LIMITS = ("accept", "answer", "explain")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(_Entry):
    """A length in working days. Without `cite` no document says it (本系统默认)."""

    key: str
    name: str
    days: int = Field(gt=0)
    warn_at: int = Field(ge=0)
    cite: str = ""

    @property
    def default(self) -> bool:
        return not self.cite

    @property
    def clauses(self) -> tuple[str, ...]:
        return ()


class Category(_Entry):
    """What a complaint is about. `hint`: what to write; `next`: what the office will do."""

    key: str = Field(max_length=40)
    name: str
    hint: str
    next: str


class Rules(_Entry):
    """The whole file."""

    title: str
    basis: str
    certainty: str
    limits: tuple[Limit, ...]
    categories: tuple[Category, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        keys = [each.key for each in self.categories]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"categories：重复的键 {'、'.join(sorted(twice))}")
        if sorted(each.key for each in self.limits) != sorted(LIMITS):
            raise ValueError(f"limits：须恰有 {'、'.join(LIMITS)}")
        return self

    def limit(self, key: str) -> Limit:
        """The length of that key."""
        return next(each for each in self.limits if each.key == key)

    def category(self, key: str) -> Category | None:
        """The category of that key."""
        return next((each for each in self.categories if each.key == key), None)


@cache
def rules() -> Rules:
    """The rules in force."""
    return Rules.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def name_of(key: str) -> str:
    """What a category is called; the key itself for one that the rules have no more."""
    found = rules().category(key)
    return found.name if found else key
