"""A bank of the agency in Liaocheng with its people, and questions of every kind."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.enums import Role
from accounts.models import User
from papers.content import Content
from papers.models import Bank, KnowledgePoint, Question
from papers.selectors.banks import without_bank
from papers.services import banks, questions
from papers.services.banks import keep_point

SECRET = "机密题干：三相四线制中性线的作用是"
CRITERIA = (
    ("接线正确", Decimal("60")),
    ("通电一次成功", Decimal("39.5")),
    ("文明操作", Decimal("0.5")),
)


@dataclass
class Kept:
    """`writer` and `second` write, `manager` manages; `clerk` is of the same agency."""

    bank: Bank
    points: list[KnowledgePoint]
    writer: User
    second: User
    manager: User
    clerk: User

    def content(self, kind: str = "single", text: str = SECRET, **changed) -> Content:
        """What a question of a kind says."""
        return Content(
            **{"kind": kind, "point": self.points[0].pk, "difficulty": "easy", "text": text}
            | OF_KIND[kind]
            | changed
        )

    def question(self, kind: str = "single", text: str = SECRET, **changed) -> Question:
        """One that the writer has written."""
        return questions.keep(self.bank, self.content(kind, text, **changed), actor=self.writer)

    def approved(self, row: Question) -> Question:
        """It, approved by the second writer."""
        outcome = questions.approve(self.bank, {row.pk: row.version}, actor=self.second)
        assert (outcome.done, outcome.left) == (1, [])
        row.refresh_from_db()
        return row


OF_KIND = {
    "single": {"options": ("甲", "乙", "丙", "丁"), "answer": "B"},
    "multiple": {"options": ("甲", "乙", "丙"), "answer": "AC"},
    "judgement": {"answer": "对"},
    "short": {"answer": "机密答案"},
    "task": {"answer": "通电一次成功", "criteria": CRITERIA, "minutes": 45},
}


def build(agencies, key: str = "lc", level: int = 4) -> Kept:
    """A bank of 电工 with two points."""
    agency, world = agencies.agency[key], agencies.world
    organisation = agency.organisation
    writer, second = (world.member(organisation, Role.WRITER) for _ in range(2))
    place = next(
        each
        for each in without_bank(agency)
        if each.occupation.code == "6-31-01-03" and each.level == level
    )
    bank = banks.open_bank(agency, place.key, "本机构命题", actor=writer)
    points = [
        keep_point(KnowledgePoint(bank=bank, code=code, name=name, weight=weight), actor=writer)
        for code, name, weight in (("A1", "安全用电", 30), ("B2", "电机控制", 10))
    ]
    return Kept(
        bank,
        points,
        writer,
        second,
        world.member(organisation, Role.MANAGER),
        world.member(organisation, Role.CLERK),
    )
