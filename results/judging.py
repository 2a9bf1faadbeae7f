"""From marks to 合格. Pure.

Each subject is held against its own pass mark and nothing is averaged across subjects (FACTS 4.3).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from results.enums import Outcome, SubjectOutcome

TENTH = Decimal("0.1")
TRIMMED_FROM = 5  # of so many marks the highest and the lowest are left out
GOOD = (SubjectOutcome.PASSED, SubjectOutcome.EXEMPT, SubjectOutcome.CARRIED)
ROUNDED = "平均分四舍五入到一位小数，以取舍后的分数判定合格"


@dataclass(frozen=True)
class Needed:
    """A subject of an item with its pass mark; `waived`: nobody of the item sits it (LC-19)."""

    subject: str
    pass_mark: Decimal
    waived: bool = False


@dataclass(frozen=True)
class Given:
    """What there is of somebody's subject. `void`: the breach for which it counts no more;
    `exempt`: why he or she need not sit it; `carried`: the mark of an earlier assessment."""

    mark: Decimal | None = None
    absent: bool = False
    void: str = ""
    exempt: str = ""
    carried: Decimal | None = None


@dataclass(frozen=True)
class Subject:
    """How a subject came out. `why`: what explains it beside the mark."""

    subject: str
    outcome: SubjectOutcome
    mark: Decimal | None = None
    why: str = ""


@dataclass(frozen=True)
class Judged:
    """How somebody came out, whole and by subject."""

    outcome: Outcome
    subjects: tuple[Subject, ...]


class MissingError(Exception):
    """Nothing is known of a subject that somebody had to sit; it is never taken for anything."""


def judge(needed: Iterable[Needed], given: Mapping[str, Given]) -> Judged:
    """合格 where every subject needed is passed, exempt or carried. What is void comes before
    everything else: a breach of which the consequence is all subjects takes the carried ones too.

    An item without subjects (直接认定, 竞赛晋升) asks for none: who was approved qualifies.
    Raises MissingError where a subject needed has neither a mark nor a reason for none.
    """
    subjects = tuple(_subject(each, given.get(each.subject, Given())) for each in needed)
    good = all(each.outcome in GOOD for each in subjects)
    return Judged(Outcome.QUALIFIED if good else Outcome.UNQUALIFIED, subjects)


def _subject(needed: Needed, given: Given) -> Subject:
    key = needed.subject
    if given.void:
        return Subject(key, SubjectOutcome.VOID, given.mark, given.void)
    if needed.waived:
        return Subject(key, SubjectOutcome.EXEMPT, why=given.exempt or "本次评价免考")
    if given.carried is not None:
        return Subject(key, SubjectOutcome.CARRIED, given.carried, given.exempt)
    if given.exempt:
        return Subject(key, SubjectOutcome.EXEMPT, why=given.exempt)
    if given.absent:
        return Subject(key, SubjectOutcome.ABSENT)
    if given.mark is None:
        raise MissingError(key)
    passed = given.mark >= needed.pass_mark
    return Subject(key, SubjectOutcome.PASSED if passed else SubjectOutcome.FAILED, given.mark)


def average(marks: Sequence[Decimal], rule: str) -> Decimal:
    """What a panel's marks come to: the mean, of five and more under `trimmed` without one highest
    and one lowest; rounded half up to one decimal (`ROUNDED`). ValueError for no marks."""
    if not marks:
        raise ValueError("no marks")
    counted = sorted(marks)
    if rule == "trimmed" and len(counted) >= TRIMMED_FROM:
        counted = counted[1:-1]
    return (sum(counted) / len(counted)).quantize(TENTH, ROUND_HALF_UP)
