"""The questions that papers are drawn from, and what is lacking said in words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from papers.drawing import Candidate, Section, ShortageError
from papers.enums import Difficulty, QuestionKind, QuestionStatus
from papers.models import Bank, Blueprint, Criterion, Question
from papers.models.bank import KnowledgePoint

MOST_NAMED = 12
EXHAUSTED = (
    "符合方案的试题只够组成已经用过的试卷，不能再组成内容不同的一份。请补充试题，或者调整组卷方案。"
)


@dataclass(frozen=True)
class Pool:
    """The questions in use that a blueprint may take, by number; `unfit` counts the tasks left out
    because their marking sheet does not come to the marks of the section."""

    candidates: list[Candidate]
    weights: dict[int, int]
    names: dict[int, str]
    unfit: int = 0

    @classmethod
    def of(cls, bank: Bank, sections: Iterable[Section]) -> "Pool":
        """Four queries at most; asks for no text."""
        marks = {section.kind: section.marks for section in sections}
        rows = bank.questions.filter(status=QuestionStatus.IN_USE, kind__in=marks)
        found = list(
            rows.order_by("number").values_list("pk", "number", "kind", "point", "difficulty")
        )
        sums = _sums(bank) if QuestionKind.TASK in marks else {}
        fit = [
            Candidate(number, kind, point, difficulty)
            for pk, number, kind, point, difficulty in found
            if kind != QuestionKind.TASK or sums.get(pk) == marks[kind]
        ]
        points = _points(bank, marks)
        weights = {point.pk: point.weight for point in points}
        names = {point.pk: str(point) for point in points}
        return cls(fit, weights, names, len(found) - len(fit))

    def words(self, short: ShortageError) -> list[str]:
        """A shortage as people read it: which section, point and difficulty, and how many."""
        if not short.lacks:
            return [EXHAUSTED]
        found = [
            f"{QuestionKind(lack.kind).label}“{self.names[lack.point]}”"
            f"（{Difficulty(lack.difficulty).label}）缺 {lack.count} 题"
            for lack in short.lacks
        ]
        total = sum(lack.count for lack in short.lacks)
        text = "；".join(found[:MOST_NAMED])
        more = "等" if len(found) > MOST_NAMED else ""
        said = [
            f"在用试题不够，共缺 {total} 题：{text}{more}。请补充并审定试题，或者调整组卷方案。"
        ]
        if self.unfit:
            said.append(
                f"另有 {self.unfit} 道操作技能题的评分项合计与方案的每题分值不同，没有列入。"
            )
        return said


def _points(bank: Bank, kinds: Iterable[str]) -> list[KnowledgePoint]:
    """The points that have a share of such a paper: those with questions of its kinds, retired ones
    and drafts too, so that what was only not approved yet is missed; and those with no question at
    all, of which nobody can tell."""
    used = Question.objects.filter(bank=bank).values_list("point", "kind").distinct()
    by_point: dict[int, set[str]] = {}
    for point, kind in used:
        by_point.setdefault(point, set()).add(kind)
    return [
        point
        for point in bank.points.filter(weight__gt=0).order_by("code")
        if point.pk not in by_point or by_point[point.pk] & set(kinds)
    ]


def _sums(bank: Bank) -> dict[int, Decimal]:
    """What the marking sheet of each task comes to."""
    sums: Counter = Counter()
    rows = Criterion.objects.filter(question__bank=bank, question__status=QuestionStatus.IN_USE)
    for question, marks in rows.values_list("question", "marks"):
        sums[question] += marks
    return dict(sums)


def sections_of(blueprint: Blueprint) -> list[Section]:
    """The sections of a blueprint as the drawing takes them."""
    return [
        Section(row["kind"], Decimal(row["marks"]), row["difficulty"]) for row in blueprint.sections
    ]
