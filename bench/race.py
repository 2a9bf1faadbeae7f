"""Ours against a reference, side by side in one run: the ratio is worth more than the seconds."""

import gc
import operator
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Race:
    """Ours and the reference do the same work; `agree` compares what they answer.

    `floor`: how many times faster ours must be, at the least.
    """

    title: str
    reference: str
    ours: Callable[[], object]
    theirs: Callable[[], object]
    floor: float
    agree: Callable[[object, object], bool] = operator.eq


@dataclass(frozen=True)
class Result:
    race: Race
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        return self.theirs / self.ours

    @property
    def kept(self) -> bool:
        return self.ratio >= self.race.floor

    def __str__(self) -> str:
        race = self.race
        return (
            f"{'✓' if self.kept else '✗'} {race.title}：{self.ours * 1000:.1f} 毫秒；"
            f"{race.reference}：{self.theirs * 1000:.1f} 毫秒；"
            f"快 {self.ratio:.1f} 倍（至少 {race.floor:g} 倍）"
        )


def run(race: Race, rounds: int) -> Result:
    """Medians of alternating rounds, so that a busy machine slows both alike."""
    if not race.agree(race.ours(), race.theirs()):
        raise ValueError(f"{race.title}: ours and {race.reference} do not answer the same")
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_seconds(race.ours))
        theirs.append(_seconds(race.theirs))
    return Result(race, statistics.median(ours), statistics.median(theirs))


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
