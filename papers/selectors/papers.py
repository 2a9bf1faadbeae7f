"""The papers of a plan: all of them, how far each subject is, and what the markers mark by."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from assessment.models import Plan, PlanItem, PlanSubject, Session
from catalogue.enums import SubjectKind
from config import clock
from papers.enums import PaperStatus
from papers.models import Opening, Paper

FORMS = ("A", "B")
LIVE = (PaperStatus.DRAWN, PaperStatus.SEALED, PaperStatus.OPENED)
SEALED = (PaperStatus.SEALED, PaperStatus.OPENED)


def all_of(plan: Plan) -> QuerySet[Paper]:
    """Every paper of a plan, spoiled ones too, with who drew, sealed and opened it."""
    openings = Opening.objects.select_related("opened_by", "order__house", "session")
    rows = plan.papers.select_related(
        "item__occupation", "blueprint__bank", "drawn_by", "sealed_by", "lot"
    )
    return rows.prefetch_related(Prefetch("openings", openings))


def sealed_forms(item: PlanItem, subject: str) -> dict[str, Paper]:
    """The papers of an item's subject that can be given out, by form."""
    rows = Paper.objects.filter(item=item, subject=subject, status__in=SEALED)
    return {paper.form: paper for paper in rows.defer("contents").order_by("form")}


def criteria_in(paper: Paper) -> list[dict]:
    """The marking lines (`{"text", "marks"}`) of a paper, in its order."""
    return [
        line
        for section in json.loads(paper.contents)["sections"]
        for question in section["questions"]
        for line in question["criteria"]
    ]


@dataclass
class Standing:
    """How far the papers of a subject of an item are."""

    item: PlanItem
    subject: SubjectKind
    sessions: list[Session] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)  # spoiled ones are the last

    @cached_property
    def live(self) -> list[Paper]:
        return [each for each in self.papers if each.status in LIVE]

    @property
    def lacking(self) -> list[str]:
        """The forms that are still to be drawn."""
        there = {each.form for each in self.live}
        return [form for form in FORMS if form not in there]

    @property
    def unsealed(self) -> list[Paper]:
        return [each for each in self.live if each.status == PaperStatus.DRAWN]

    @property
    def begins(self) -> datetime | None:
        """When the first session of the subject starts; none while there is none."""
        return min((each.starts_at for each in self.sessions), default=None)

    @property
    def is_to_come(self) -> bool:
        """Whether there is a first session and it has not begun."""
        return self.begins is not None and clock.now() < self.begins

    @property
    def is_ready(self) -> bool:
        return not self.lacking and not self.unsealed

    @property
    def leaked(self) -> list[Paper]:
        """Papers whose session was put off after they had been opened for it: known before it."""
        if not self.is_to_come:
            return []
        return [each for each in self.live if each.status == PaperStatus.OPENED]


def sealed_for(plans: Iterable[int]) -> set[tuple[int, str]]:
    """The subjects of these plans (by their keys) that have papers to open; one query."""
    rows = Paper.objects.filter(plan__in=set(plans), status__in=SEALED)
    return set(rows.values_list("plan", "subject"))


def standings(plan: Plan) -> list[Standing]:
    """By item and subject, those waived left out; a fixed number of queries."""
    subjects = PlanSubject.objects.filter(item__plan=plan, waived=False)
    found: dict[tuple[int, str], Standing] = {}
    for row in subjects.select_related("item__occupation").order_by("item", "pk"):
        found[row.item_id, row.kind] = Standing(row.item, SubjectKind(row.kind))
    held = plan.sessions.filter(cancelled_at=None).prefetch_related("items")
    for session in held.order_by("starts_at", "pk"):
        for item in session.items.all():
            if standing := found.get((item.pk, session.subject)):
                standing.sessions.append(session)
    by_subject = defaultdict(list)
    for paper in all_of(plan).defer("contents", "lot__population", "lot__secret"):
        by_subject[paper.item_id, paper.subject].append(paper)
    for key, papers in by_subject.items():
        if standing := found.get(key):
            spoiled = PaperStatus.SPOILED
            standing.papers = sorted(papers, key=lambda p: (p.status == spoiled, p.form, p.pk))
    return list(found.values())


def sessions_of(paper: Paper) -> QuerySet[Session]:
    """The sessions that use a paper, those cancelled left out, the first before the others."""
    rows = Session.objects.filter(
        plan=paper.plan_id, items=paper.item_id, subject=paper.subject, cancelled_at=None
    )
    return rows.order_by("starts_at", "pk")
