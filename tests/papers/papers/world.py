"""A bank with questions, and a plan of the agency of Liaocheng whose papers are drawn."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.enums import Role
from accounts.models import User
from assessment.models import Plan, PlanItem
from casework.services import files
from papers.drawing import Section
from papers.enums import Difficulty, QuestionKind
from papers.models import Bank, Blueprint, Criterion, KnowledgePoint, Paper, PrintingHouse, Question
from papers.services import blueprints, composing, pictures, sealing
from tests.assessment.entering import portrait
from tests.results.world import BEFORE, ZONE, Day, a_day

DRAWN = datetime(2026, 5, 20, 10, tzinfo=ZONE)
EARLIER = datetime(2026, 6, 1, 10, tzinfo=ZONE)
POINTS = (("A", "安全用电", 5), ("B", "电工仪表", 3), ("C", "机床电路", 2))
THEORY = (
    Section("single", Decimal(4), {"easy": 6, "medium": 3, "hard": 1}),
    Section("multiple", Decimal(6), {"easy": 2, "medium": 2, "hard": 1}),
    Section("judgement", Decimal(3), {"easy": 5, "medium": 5}),
)
PRACTICE = (Section("task", Decimal(50), {"medium": 2}),)


@dataclass
class Bench:
    """Who works with papers; `writer` draws, `manager` (with `clerk` the day's people) seals."""

    day: Day
    bank: Bank
    theory: Blueprint
    practice: Blueprint
    writer: User
    manager: User

    @property
    def plan(self) -> Plan:
        return self.day.plan

    @property
    def item(self) -> PlanItem:
        return self.day.item

    def draw(self, subject: str = "theory") -> list[Paper]:
        blueprint = self.theory if subject == "theory" else self.practice
        return composing.draw(self.plan, self.item, subject, blueprint, actor=self.writer)

    def sealed(self, subject: str = "theory") -> list[Paper]:
        made = self.draw(subject)
        for paper in made:
            sealing.seal(paper, actor=self.manager, version=0)
            paper.refresh_from_db()
        return made


def a_bench(agencies, key: str = "lc", each: int = 10, **day) -> Bench:
    """The plan of an agency with its banks filled: `each` questions a kind, point, difficulty."""
    made = a_day(agencies, key, **day)
    writer = agencies.world.member(made.plan.owner, Role.WRITER, name="命题人")
    bank = a_bank(made.plan, writer, each)
    return Bench(
        day=made,
        bank=bank,
        theory=a_blueprint(bank, THEORY, writer),
        practice=a_blueprint(bank, PRACTICE, writer, "practice", minutes=120),
        writer=writer,
        manager=made.arbiter,
    )


def a_bank(plan: Plan, writer: User, each: int) -> Bank:
    item = plan.items.get()
    bank = Bank.objects.create(agency=plan.agency, occupation=item.occupation, level=item.level)
    points = [
        KnowledgePoint.objects.create(bank=bank, code=code, name=name, weight=weight)
        for code, name, weight in POINTS
    ]
    skill = KnowledgePoint.objects.create(bank=bank, code="T", name="线路安装", weight=1)
    rows = [
        a_question(bank, kind, point, difficulty, writer)
        for kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.JUDGEMENT)
        for point in points
        for difficulty in Difficulty
        for _ in range(each)
    ]
    rows += [a_question(bank, "task", skill, "medium", writer) for _ in range(each)]
    for number, row in enumerate(rows, 1):
        row.number = number
        row.text = f"关于线路的第{number}个问题，正确的是"
        row.fingerprint = f"{number:064}"
    Question.objects.bulk_create(rows)
    tasks = bank.questions.filter(kind="task")
    Criterion.objects.bulk_create(
        Criterion(question=task, order=order, text=f"{task.number}号任务评分点{order}", marks=25)
        for task in tasks
        for order in (1, 2)
    )
    return bank


def a_question(bank, kind, point, difficulty, writer) -> Question:
    options = (
        [] if kind in ("judgement", "task") else ["断开电源", "带电作业", "单手操作", "戴手套"]
    )
    answers = {"single": "A", "multiple": "AC", "judgement": "对", "task": "线路接通"}
    return Question(
        bank=bank,
        kind=kind,
        point=point,
        difficulty=difficulty,
        options=json.dumps(options, ensure_ascii=False),
        answer=answers[kind],
        explanation="机密解析",
        status="in_use",
        written_by=writer,
        written_at=DRAWN,
        approved_by=writer,
        approved_at=DRAWN,
    )


def a_blueprint(bank, sections, by, subject="theory", name="标准方案", minutes=90, full=100):
    blueprint = Blueprint(bank=bank, subject=subject, name=name, minutes=minutes, full_mark=full)
    return blueprints.add(blueprint, sections, actor=by)


def a_house(plan: Plan, **columns) -> PrintingHouse:
    """A printing house whose agreement holds in June 2026."""
    file = files.keep(b"%PDF-1.4", case=plan, name="协议.pdf", kind="pdf", by=None)
    given = {
        "agency": plan.agency,
        "name": "印刷厂",
        "agreement": file,
        "agreed_on": date(2026, 1, 1),
        "agreed_until": date(2026, 12, 31),
        **columns,
    }
    return PrintingHouse.objects.create(**given)


def with_picture(bank: Bank) -> None:
    """Give every single choice of a bank the same picture."""
    picture = pictures.keep(bank, portrait(kind="JPEG"), actor=bank.questions.first().written_by)
    bank.questions.filter(kind="single").update(image=picture)


__all__ = ["BEFORE"]
