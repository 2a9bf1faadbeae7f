"""How far each score sheet of a plan is."""

from dataclasses import dataclass

from django.db.models import Count

from assessment.models import Plan
from results.frames.scores import Frame, Key
from results.models import Score, ScoreRound


@dataclass(frozen=True)
class Side:
    """A round as others may see it: who has it and how many values it holds, no mark."""

    position: int
    label: str
    round: ScoreRound | None
    count: int


@dataclass(frozen=True)
class Row:
    """A sheet: how many are on it, its rounds or its panel (`marked`), what is to be decided."""

    key: Key
    people: int
    sides: tuple[Side, ...]
    marked: int
    disputes: int
    open: int

    @property
    def is_done(self) -> bool:
        if self.key.by_panel:
            return self.marked == self.people and not self.open
        return all(side.round and side.round.frozen_at for side in self.sides) and not self.open


def rows(plan: Plan, only: tuple[int, str] | None = None) -> list[Row]:
    """One a sheet, in the order of the items. Marks are read only of sheets that are handed in."""
    frame = Frame.of(plan, only)
    counted = Score.objects.filter(round__sheet__plan=plan).order_by().values_list("round")
    counts = dict(counted.annotate(count=Count("pk")))
    return [_row(frame, key, counts) for key in frame.keys]


def _row(frame: Frame, key: Key, counts: dict[int, int]) -> Row:
    subject = key.subject.kind
    people = sum((pk, subject) not in frame.consequences for pk, _ in frame.due(key))
    sides = tuple(
        Side(position, label, round_, counts.get(round_.pk, 0) if round_ else 0)
        for position, label in ((1, "一录"), (2, "二录"))
        for round_ in [frame.round(key, position)]
    )
    disputes = frame.disputes(key)
    marked = 0
    if key.by_panel:
        marked = sum(not line.is_void and not line.is_awaited for line in frame.lines(key))
    return Row(
        key=key,
        people=people,
        sides=() if key.by_panel else sides,
        marked=marked,
        disputes=len(disputes),
        open=sum(line.is_open for line in disputes),
    )
