"""How credit is reckoned, as data (`credit.toml`), and the sum itself. Pure but for reading the
file, once; a mistake in it is an error that names the key."""

import calendar
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from supervision.enums import CreditSource

FILE = Path(__file__).with_suffix(".toml")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Grade(_Entry):
    """A class, from `least` points on."""

    grade: str = Field(pattern="^[A-D]$")
    name: str = Field(max_length=10)
    least: int
    tone: Literal["ok", "info", "warn", "danger", "neutral"]


class Rule(_Entry):
    """What a recorded event is worth. `limit`: the most that all of them together are worth;
    `ceiling`: the best class that one of them leaves."""

    key: str = Field(max_length=30)
    kind: CreditSource
    match: str = ""
    name: str = Field(max_length=60)
    points: int
    limit: int | None = Field(default=None, gt=0)
    ceiling: str = ""


class Formula(_Entry):
    """One version; a round keeps the one by which it was reckoned."""

    version: int = Field(ge=1)
    since: date
    period: Literal["year", "half"]
    base: int
    most: int
    least: int
    least_days: int = Field(ge=0)
    publicity_days: int = Field(gt=0)
    contest_days: int = Field(gt=0)
    decide_days: int = Field(gt=0)
    certainty: Literal["sourced", "default"]
    source: str
    classes: tuple[Grade, ...] = Field(min_length=1)
    rules: tuple[Rule, ...]

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        keys = [rule.key for rule in self.rules]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"rules：重复的键 {'、'.join(sorted(twice))}")
        steps = [each.least for each in self.classes]
        if any(one <= other for one, other in pairwise(steps)) or steps[-1] > self.least:
            raise ValueError("classes：分数线须从高到低，最后一级须包括最低分")
        known = {each.grade for each in self.classes}
        if odd := [rule.key for rule in self.rules if rule.ceiling and rule.ceiling not in known]:
            raise ValueError(f"{'、'.join(odd)}：ceiling 不是已定的等级")
        return self

    def rule(self, key: str) -> Rule:
        """That of a key. Raises StopIteration for none."""
        return next(rule for rule in self.rules if rule.key == key)

    def of(self, kind: str) -> dict[str, Rule]:
        """The rules of a kind of record, by what they match."""
        return {rule.match: rule for rule in self.rules if rule.kind == kind}

    def grade(self, grade: str) -> Grade:
        """The class of that letter."""
        return next(each for each in self.classes if each.grade == grade)


class File(_Entry):
    """All versions, the first one first."""

    formulas: tuple[Formula, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        rows = [(each.version, each.since) for each in self.formulas]
        if any(one[0] >= other[0] or one[1] >= other[1] for one, other in pairwise(rows)):
            raise ValueError("formulas：版本和起始日须递增")
        return self


@dataclass(frozen=True)
class Line:
    """All events of one rule: how many, and what they are worth together."""

    rule: str
    name: str
    count: int
    points: int


@dataclass(frozen=True)
class Sum:
    """What an agency comes to, line by line."""

    points: int
    grade: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Period:
    """`2026` or `2026H1`, with its days, both included."""

    key: str
    since: date
    until: date

    @property
    def label(self) -> str:
        year, _, half = self.key.partition("H")
        return f"{year} 年" + {"": "度", "1": "上半年", "2": "下半年"}[half]


@cache
def formulas() -> tuple[Formula, ...]:
    """Every version."""
    return File.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8"))).formulas


def formula_for(day: date) -> Formula | None:
    """The one in force on the first day of a period; None before the first."""
    return next((each for each in reversed(formulas()) if each.since <= day), None)


def read(text: str) -> Formula:
    """A formula as a round keeps it."""
    return Formula.model_validate_json(text)


def periods(today: date, count: int = 4) -> list[Period]:
    """The last periods that are over, the latest first, as the formulas of their time divide the
    year."""
    found: list[Period] = []
    for year in range(today.year, today.year - count - 1, -1):
        first = formula_for(date(year, 1, 1))
        if first is None:
            break
        halves = first.period == "half"
        found += [_half(year, 2), _half(year, 1)] if halves else [_year(year)]
    return [each for each in found if each.until < today][:count]


def _year(year: int) -> Period:
    return Period(str(year), date(year, 1, 1), date(year, 12, 31))


def _half(year: int, half: int) -> Period:
    last = 6 * half
    until = date(year, last, calendar.monthrange(year, last)[1])
    return Period(f"{year}H{half}", date(year, last - 5, 1), until)


def days_of(period: Period) -> int:
    """How many days it has."""
    return (period.until - period.since + timedelta(1)).days


def reckon(formula: Formula, events: Iterable[str]) -> Sum:
    """What events (the keys of their rules) come to. Anybody can repeat it from the lines."""
    keys = list(events)
    lines = []
    for rule in formula.rules:
        if count := keys.count(rule.key):
            points = count * rule.points
            if rule.limit is not None:
                points = max(-rule.limit, min(rule.limit, points))
            lines.append(Line(rule.key, rule.name, count, points))
    total = formula.base + sum(line.points for line in lines)
    points = max(formula.least, min(formula.most, total))
    return Sum(points, _grade(formula, points, {line.rule for line in lines}), tuple(lines))


def _grade(formula: Formula, points: int, keys: set[str]) -> str:
    earned = next(each.grade for each in formula.classes if points >= each.least)
    ceilings = [formula.rule(key).ceiling for key in keys if formula.rule(key).ceiling]
    return max([earned, *ceilings])  # the letters run from the best to the worst
