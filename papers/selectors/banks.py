"""The question banks that somebody keeps: for which agencies, with what in them."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.selectors import holds, organisations_of
from catalogue.enums import Level
from catalogue.models import Occupation
from config import clock
from filing.models import Agency
from filing.selectors.register import scope_on
from papers.enums import QuestionKind, QuestionStatus
from papers.models import Bank, KnowledgePoint, Question
from papers.selectors.rights import DRAWERS, banks_of


def agencies_of(user: User) -> QuerySet[Agency]:
    """The agencies whose banks somebody keeps: as their writer or manager."""
    return Agency.objects.filter(organisation__in=organisations_of(user, *DRAWERS)).order_by("code")


def keeps(user: User, bank: Bank) -> bool:
    """Whether somebody reads and writes a bank."""
    return holds(user, bank.agency.organisation_id, *DRAWERS)


def listed(user: User) -> QuerySet[Bank]:
    """One's banks, each with how many questions are in use, wait, and have been retired."""
    counts = {
        status: Count("questions", Q(questions__status=status)) for status in QuestionStatus.values
    }
    return banks_of(user).annotate(**counts)


@dataclass(frozen=True)
class Place:
    """An occupation (and 工种) at a level of an agency's scope."""

    occupation: Occupation
    work_type: str
    level: Level

    @property
    def key(self) -> str:
        return f"{self.occupation.pk}|{self.level.value}|{self.work_type}"

    def __str__(self) -> str:
        name = self.occupation.name + (f"（{self.work_type}）" if self.work_type else "")
        return f"{self.occupation.code} {name} {self.level.printed}"


def without_bank(agency: Agency) -> list[Place]:
    """What of an agency's scope today has no bank yet."""
    rows = Bank.objects.filter(agency=agency)
    there = set(rows.values_list("occupation", "work_type", "level"))
    return [
        Place(line.occupation, line.work_type, level)
        for line in scope_on(agency, clock.today())
        for level in line.levels
        if (line.occupation.pk, line.work_type, level.value) not in there
    ]


@dataclass(frozen=True)
class Share:
    """A knowledge point with its share of a paper in percent and how many questions it has."""

    point: KnowledgePoint
    percent: float
    in_use: int
    waiting: int
    is_used: bool


def shares(bank: Bank) -> list[Share]:
    """The points of a bank by their codes. Shares are of all weights together."""
    questions = Question.objects.filter(point=OuterRef("pk"))
    rows = list(
        bank.points.annotate(
            in_use=Count("questions", Q(questions__status=QuestionStatus.IN_USE)),
            waiting=Count("questions", Q(questions__status=QuestionStatus.DRAFT)),
            is_used=Exists(questions),
        )
    )
    whole = sum(row.weight for row in rows)
    return [
        Share(row, 100 * row.weight / whole if whole else 0.0, row.in_use, row.waiting, row.is_used)
        for row in rows
    ]


def counts(bank: Bank) -> list[tuple[QuestionKind, dict[str, int]]]:
    """By kind, how many questions there are of each state."""
    rows = bank.questions.order_by().values_list("kind", "status").annotate(count=Count("pk"))
    found = Counter({(kind, status): count for kind, status, count in rows})
    return [
        (kind, {status: found[kind.value, status] for status in QuestionStatus.values})
        for kind in QuestionKind
    ]
