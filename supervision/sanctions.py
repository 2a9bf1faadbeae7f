"""What may follow a violation, as data (`sanctions.toml`). Read once; a mistake in the file is an
error that names the key."""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from casework.services.deadlines import add_months
from supervision.enums import BARS, Effect, PartyKind

FILE = Path(__file__).with_suffix(".toml")
OURS = "本系统默认"
BELONGS = {
    Effect.VOID_SUBJECT: PartyKind.CANDIDATE,
    Effect.VOID_ALL: PartyKind.CANDIDATE,
    Effect.BAR_ENTRY: PartyKind.CANDIDATE,
    Effect.BAR_DUTY: PartyKind.STAFF,
    Effect.RECTIFY: PartyKind.AGENCY,
    Effect.SUSPEND: PartyKind.AGENCY,
    Effect.STRIKE_OFF: PartyKind.AGENCY,
    Effect.BAR_FILING: PartyKind.AGENCY,
}
LASTING = (*BARS, Effect.RECTIFY, Effect.SUSPEND)


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Procedure(_Entry):
    """How many working days each step has."""

    statement_days: int = Field(gt=0)
    decision_days: int = Field(gt=0)
    appeal_days: int = Field(gt=0)
    review_days: int = Field(gt=0)
    certainty: Literal["sourced", "default"]


class Sanction(_Entry):
    """One that may be chosen. `months`: the least and the most that its period may last."""

    key: str = Field(max_length=40)
    subject: PartyKind
    name: str = Field(max_length=100)
    effects: tuple[Effect, ...]
    months: tuple[int, int] | None = None
    fixed: bool = False
    year_end: bool = False
    source: str
    certainty: Literal["sourced", "default"]

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if foreign := [each for each in self.effects if BELONGS[each] != self.subject]:
            raise ValueError(f"{self.key}：{'、'.join(foreign)} 不是{self.subject.label}的处理")
        if any(each in LASTING for each in self.effects) and self.months is None:
            raise ValueError(f"{self.key}：须写明 months")
        if self.months and self.months[0] > self.months[1]:
            raise ValueError(f"{self.key}：months 须从短到长")
        return self

    @property
    def said(self) -> str:
        """Where it comes from, and whether no document says so."""
        if self.certainty == "default" and self.source != OURS:
            return f"{self.source}；{OURS}"
        return self.source

    def wrong_period(self, since: date | None, until: date | None) -> str:
        """What is wrong with a period; "" for nothing."""
        if self.months is None:
            return "这种处理没有期限，请不要填写日期。" if since or until else ""
        if not (since and until):
            return "请填写起止日期。"
        return self._wrong_length(since, until)

    def _wrong_length(self, since: date, until: date) -> str:
        least, most = self.months
        last = add_months(since, most) - timedelta(1)
        if until < since or until > last:
            return (
                f"期限从首日起最长 {most} 个月，末日应在 {since:%Y-%m-%d} 至 {last:%Y-%m-%d} 之间。"
            )
        if self.year_end and until != date(since.year, 12, 31):
            return f"当年不得参加评价的，末日是 {since.year}-12-31。"
        if self.fixed and until != last:
            return f"这种处理的期限是 {most} 个月，末日应是 {last:%Y-%m-%d}。"
        if least and until < add_months(since, least) - timedelta(1):
            return f"这种处理的期限至少 {least} 个月。"
        return ""


class Rules(_Entry):
    """The whole file."""

    title: str
    basis: str
    certainty: str
    procedure: Procedure
    sanctions: tuple[Sanction, ...]

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        keys = [each.key for each in self.sanctions]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"sanctions：重复的键 {'、'.join(sorted(twice))}")
        return self

    def of(self, subject: str) -> list[Sanction]:
        """Those for a kind of subject, the lightest first."""
        return [each for each in self.sanctions if each.subject == subject]

    def get(self, key: str) -> Sanction | None:
        """The one of that key."""
        return next((each for each in self.sanctions if each.key == key), None)

    def graver(self, one: str, other: str) -> bool:
        """Whether one sanction is graver than another of the same kind of subject."""
        keys = [each.key for each in self.sanctions]
        return keys.index(one) > keys.index(other)


@cache
def rules() -> Rules:
    """The sanctions in force."""
    return Rules.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
