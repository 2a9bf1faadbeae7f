"""The steps of a kind of case and the arrows between them, as a regulation allows them.

A kind of case has one state machine with all steps that any regime knows; the regulation of a
case says which arrows apply. Arrows are written as rows: from, act, to, by.
"""

from typing import Any, Generic, TypeVar

from pydantic import Field, model_validator

from catalogue.regulations.basis import Frozen, Rule
from catalogue.regulations.papers import Material
from catalogue.regulations.terms import (
    Actor,
    CommissionAct,
    CommissionStep,
    FilingAct,
    FilingStep,
    PlanAct,
    PlanStep,
    StandardAct,
    StandardStep,
    Tier,
)

StepT = TypeVar("StepT")
ActT = TypeVar("ActT")


class Arrow(Frozen, Generic[StepT, ActT]):
    """One allowed move; `receiver_tier` limits it to cases that an office of that tier took."""

    source: StepT
    act: ActT
    target: StepT
    by: Actor
    receiver_tier: Tier | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_row(cls, row: Any) -> Any:
        if not isinstance(row, list):
            return row
        if len(row) not in (4, 5):
            raise ValueError(
                "箭头应写成 [起始步骤, 办理动作, 到达步骤, 办理人] 四项（可加受理层级）"
            )
        return dict(zip(("source", "act", "target", "by", "receiver_tier"), row, strict=False))


class Step(Rule, Generic[StepT]):
    """A step as this regulation knows it; `side` keeps it off the main line of the picture."""

    key: StepT
    side: bool = False
    text: str = ""


class Process(Frozen, Generic[StepT, ActT]):
    """Steps in the order of the main line, and every allowed arrow. The first step begins.

    `papers` are those that such a case needs; none named, and they are the regulation's own."""

    steps: tuple[Step[StepT], ...] = Field(min_length=2)
    arrows: tuple[Arrow[StepT, ActT], ...] = Field(min_length=1)
    papers: tuple[Material, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> "Process":
        keys = [step.key for step in self.steps]
        if len(set(keys)) != len(keys):
            raise ValueError("steps 中有重复的步骤")
        moves = [(a.source, a.act, a.receiver_tier) for a in self.arrows]
        if len(set(moves)) != len(moves):
            raise ValueError("同一步骤的同一动作写了两次")
        for arrow in self.arrows:
            for end in (arrow.source, arrow.target):
                if end not in keys:
                    raise ValueError(f"箭头用到了 steps 里没有的步骤 {end.value}（{end.label}）")
        lost = [key for key in keys if key not in self._reachable()]
        if lost:
            raise ValueError(f"没有箭头能到达步骤 {'、'.join(k.value for k in lost)}")
        return self

    def _reachable(self) -> set[StepT]:
        seen, frontier = set(), [self.steps[0].key]
        while frontier:
            key = frontier.pop()
            if key not in seen:
                seen.add(key)
                frontier += [a.target for a in self.arrows if a.source == key]
        return seen

    @property
    def initial(self) -> StepT:
        """Where a case of this process begins."""
        return self.steps[0].key

    @property
    def finals(self) -> frozenset[StepT]:
        """The steps that no arrow leaves."""
        return frozenset(s.key for s in self.steps) - {a.source for a in self.arrows}

    @property
    def main_line(self) -> tuple[Step[StepT], ...]:
        """The steps of a case that goes well, in order."""
        return tuple(step for step in self.steps if not step.side)

    def find(
        self, source: StepT, act: ActT, *, receiver_tier: Tier | None = None
    ) -> Arrow[StepT, ActT] | None:
        """The arrow for `act` at `source`, or None where this regulation does not allow it."""
        for arrow in self.arrows:
            tier_fits = arrow.receiver_tier in (None, receiver_tier)
            if arrow.source == source and arrow.act == act and tier_fits:
                return arrow
        return None

    def arrows_from(self, source: StepT) -> tuple[Arrow[StepT, ActT], ...]:
        """Every arrow that leaves `source`."""
        return tuple(arrow for arrow in self.arrows if arrow.source == source)

    def entered_by(self, key: StepT) -> tuple[Actor, ...]:
        """Who brings a case to this step, each once, in the order of the file."""
        return tuple(dict.fromkeys(a.by for a in self.arrows if a.target == key))


FilingProcess = Process[FilingStep, FilingAct]
PlanProcess = Process[PlanStep, PlanAct]
CommissionProcess = Process[CommissionStep, CommissionAct]
StandardProcess = Process[StandardStep, StandardAct]


class Processes(Frozen):
    """The processes that a regime knows; one that it does not know is absent."""

    filing: FilingProcess | None = None
    plan: PlanProcess | None = None
    commission: CommissionProcess | None = None
    standard: StandardProcess | None = None
