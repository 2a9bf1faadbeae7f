"""A plan whose results are final, with everything that is kept of it."""

import uuid
from datetime import date
from decimal import Decimal

from assessment.models import Evidence, Plan
from casework.models import Lot
from casework.services import enclosures, files, publications
from config import clock
from papers.enums import OpeningCause
from papers.models import Bank, Blueprint, Opening, Paper
from papers.services.contents import write
from results.enums import ArchiveForm, Keeping
from results.models import Arbitration, ArchiveItem, Incident, Result, ScoreSheet, SubjectResult
from results.services import archiving
from results.services.archiving import Given
from tests.results.world import AFTER, Day, a_day, all_present, marked

BY_HAND = (Keeping.ANSWERS, Keeping.SIGN_IN, Keeping.VIDEO)


def a_final_day(agencies, key: str = "lc", people: int = 3, state="certified") -> Day:
    """A plan with scores, an arbitration, results, an incident, an opened paper, a publicity."""
    day = a_day(agencies, key, people, state=state)
    all_present(day)
    marks = [80, 59, 70] * people
    second = [80, 59, 71] * people
    marked(
        day,
        {"theory": marks[:people], "practice": marks[:people]},
        second={
            "theory": second[:people],
            "practice": marks[:people],
        },
    )
    judged(day, marks)
    Incident.objects.create(
        session=day.theory,
        entry=day.entries[0],
        facts="考生手机响铃，已提醒。",
        recorded_by=day.arbiter,
        recorded_at=AFTER,
    )
    file = files.keep(b"x", case=day.plan, name="证明.pdf", kind="pdf", by=None)
    Evidence.objects.create(entry=day.entries[0], kind="work", file=file, added_at=clock.now())
    a_paper(day, agencies)
    publications.publish(
        kind="publicity",
        title="评价结果公示",
        body="公示评价结果。",
        office=day.plan.owner,
        actor=day.arbiter,
        working_days=5,
        case=day.plan,
    )
    return day


def judged(day: Day, marks: list[int]) -> None:
    """The third person's word where the rounds differ, and everybody's result."""
    sheet = ScoreSheet.objects.get(plan=day.plan, subject="theory")
    if len(day.entries) > 2:
        Arbitration.objects.create(
            sheet=sheet,
            entry=day.entries[2],
            mark=Decimal(71),
            reason="试卷上是 71 分",
            decided_by=day.arbiter,
            decided_at=AFTER,
        )
    for at, entry in enumerate(day.entries):
        passed = marks[at] >= 60
        outcome = "qualified" if passed else "unqualified"
        result = Result.objects.create(
            plan=day.plan, entry=entry, outcome=outcome, computed_at=AFTER
        )
        for subject in ("theory", "practice"):
            SubjectResult.objects.create(
                result=result,
                subject=subject,
                outcome="passed" if passed else "failed",
                mark=Decimal(marks[at]),
            )


def a_paper(day: Day, agencies, form: str = "A", *, opened: bool = True) -> Paper:
    """A sealed paper of theory, opened for its session or not."""
    paper = Paper(
        plan=day.plan,
        item=day.item,
        subject="theory",
        form=form,
        number=f"{day.plan.number}-{form}",
        blueprint=a_blueprint(day),
        lot=a_lot(),
        status="opened" if opened else "sealed",
        drawn_by=day.arbiter,
        drawn_at=AFTER,
        sealed_by=day.arbiter,
        sealed_at=AFTER,
    )
    write(paper, {"title": "理论知识试卷", "form": form, "sections": []})
    paper.save()
    if opened:
        Opening.objects.create(
            paper=paper,
            cause=OpeningCause.SESSION,
            session=day.theory,
            opened_by=day.arbiter,
            opened_at=AFTER,
        )
    return paper


def given(keeping: Keeping = Keeping.ANSWERS, **more) -> Given:
    """Something to register."""
    form = ArchiveForm.VIDEO if keeping == Keeping.VIDEO else ArchiveForm.PAPER
    values = {
        "keeping": keeping,
        "form": form,
        "title": keeping.label,
        "count": 3,
        "place": "档案室 2 号柜",
        "made_on": date(2026, 6, 4),
    }
    return Given(**{**values, **more})


def registered(plan: Plan, what: Given | None = None, *, actor) -> ArchiveItem:
    """Registered by the service."""
    archiving.register(plan, what or given(), actor=actor, token=uuid.uuid4())
    return ArchiveItem.objects.order_by("-pk").first()


def complete(plan: Plan, *, actor) -> None:
    """Everything that the portal cannot hold, and the forms that an office was sent."""
    for keeping in BY_HAND:
        registered(plan, given(keeping), actor=actor)
    for key in ("roster_form", "arrangement_form", "result_summary"):
        enclosures.enclose(plan, b"%PDF-1.4 x", key=key, title=key, by=None)


def a_blueprint(day: Day) -> Blueprint:
    bank, _ = Bank.objects.get_or_create(
        agency=day.plan.agency, occupation=day.item.occupation, level=day.item.level
    )
    made, _ = Blueprint.objects.get_or_create(
        bank=bank,
        subject="theory",
        name="方案",
        defaults={"minutes": 90, "made_by": day.arbiter, "made_at": AFTER},
    )
    return made


def a_lot() -> Lot:
    return Lot.objects.create(
        purpose="试卷",
        population="[]",
        rule="{}",
        digest="0" * 64,
        commitment=uuid.uuid4().hex * 2,
        secret="s",
        fixed_at=AFTER,
    )
