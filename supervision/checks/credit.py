"""The recorded events that count for the credit of agencies in a period: one function a kind of
record, each for all agencies at once (LN-14; LC-23: every point leads back to who did what)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework.enums import Progress
from casework.models import Deadline
from catalogue.regulations.terms import Actor, Bound, PlanStep
from config import clock
from filing.models import Agency
from supervision.credit import Formula
from supervision.enums import (
    ComplaintState,
    CreditSource,
    InspectionState,
    PartyKind,
    ReviewOutcome,
    Stage,
    WordKind,
)
from supervision.models import Complaint, Decision, Inspection

LONGEST = 200


@dataclass(frozen=True)
class Event:
    """A record that counts. `record` tells it from all others; `source` is the key of its case."""

    agency: int
    rule: str
    kind: str
    record: str
    source: int
    label: str
    on: date


@dataclass(frozen=True)
class Frame:
    """Whose records of which days are looked at, and by which formula."""

    agencies: QuerySet[Agency]
    since: date
    until: date
    formula: Formula

    @property
    def days(self) -> tuple[date, date]:
        return self.since, self.until


def sanctions(frame: Frame) -> Iterator[Event]:
    """Decisions on the agency itself that stand, by the day on which they were first made."""
    rules = frame.formula.of(CreditSource.SANCTION)
    rows = _standing(frame).filter(
        violation__party_kind=PartyKind.AGENCY, violation__agency__in=frame.agencies.values("pk")
    )
    for row in rows.values(
        "pk", "violation", "violation__agency", "violation__decided_at", *_SAID, "sanction"
    ):
        if rule := rules.get(row["sanction"]):
            label = f"{row['letter__number']}：{row['name']}，{row['grounds']}"
            yield _of_decision(row, row["violation__agency"], rule.key, rule.kind, label)


def staff_sanctions(frame: Frame) -> Iterator[Event]:
    """Decisions on people who served for the agency; they are not named."""
    rules = frame.formula.of(CreditSource.STAFF_SANCTION)
    rows = _standing(frame).filter(
        violation__party_kind=PartyKind.STAFF,
        violation__examiner__agency__in=frame.agencies.values("pk"),
    )
    if rule := rules.get(""):
        for row in rows.values(
            "pk", "violation", "violation__examiner__agency", "violation__decided_at", *_SAID
        ):
            label = f"工作人员违规：{row['name']}"
            yield _of_decision(row, row["violation__examiner__agency"], rule.key, rule.kind, label)


_SAID = ("name", "grounds", "letter__number")


def _standing(frame: Frame) -> QuerySet[Decision]:
    """What holds after appeals: not revoked, and what was changed as it was changed."""
    rows = Decision.objects.filter(violation__decided_at__date__range=frame.days)
    rows = rows.exclude(violation__outcome=ReviewOutcome.REVOKED)
    changed = Q(violation__outcome=ReviewOutcome.CHANGED)
    holds = Q(stage=Stage.CHANGED) | (Q(stage=Stage.DECIDED) & ~changed)
    return rows.filter(holds).order_by("pk")


def _of_decision(row: dict, agency: int, rule: str, kind: str, label: str) -> Event:
    on = timezone.localdate(row["violation__decided_at"])
    record = f"decision/{row['pk']}"
    return Event(agency, rule, kind, record, row["violation"], label[:LONGEST], on)


def inspections(frame: Frame) -> Iterator[Event]:
    """Published results of inspections."""
    rules = frame.formula.of(CreditSource.INSPECTION)
    rows = Inspection.objects.filter(
        state=InspectionState.PUBLISHED,
        published_on__range=frame.days,
        result__in=list(rules),
        agency__in=frame.agencies.values("pk"),
    )
    for pk, agency, number, result, on in rows.order_by("pk").values_list(
        "pk", "agency", "number", "result", "published_on"
    ):
        rule = rules[result]
        label = f"检查 {number}：{rule.name}"
        yield Event(agency, rule.key, rule.kind, f"inspection/{pk}", pk, label, on)


def late(frame: Frame) -> Iterator[Event]:
    """What the agency had to do for a plan by a day, and did later or has not done yet. A draft
    that was never filed, and what was cancelled, is nothing late."""
    rule = frame.formula.of(CreditSource.LATE).get("")
    if rule is None:
        return
    today = clock.today()
    missed = Q(late_by__gt=0) | (~Q(progress=Progress.DONE) & Q(due_on__lt=today))
    rows = Deadline.objects.filter(
        missed,
        case__plan__agency__in=frame.agencies.values("pk"),
        holder=Actor.AGENCY,
        bound__in=(Bound.WITHIN, Bound.BEFORE),
        due_on__range=frame.days,
    ).exclude(case__state__in=(PlanStep.DRAFT, PlanStep.CANCELLED))
    for pk, agency, case, number, name, on, by in rows.order_by("pk").values_list(
        "pk", "case__plan__agency", "case", "case__number", "name", "due_on", "late_by"
    ):
        how = f"逾期 {by} 个工作日" if by else "逾期未办"
        label = f"{number} {name}{how}"[:LONGEST]
        yield Event(agency, rule.key, rule.kind, f"deadline/{pk}", case, label, on)


def complaints(frame: Frame) -> Iterator[Event]:
    """Complaints that were found true. The label says nothing that could lead to who complained:
    neither the number of the case nor its kind."""
    rules = frame.formula.of(CreditSource.COMPLAINT)
    rows = (
        Complaint.objects.filter(
            state__in=(ComplaintState.ANSWERED, ComplaintState.CLOSED), outcome__in=list(rules)
        )
        .annotate(
            of=Coalesce(F("agency"), F("about_plan__agency")),
            answered=Max("words__at", filter=Q(words__kind=WordKind.ANSWER)),
        )
        .filter(of__in=frame.agencies.values("pk"), answered__date__range=frame.days)
    )
    for pk, agency, outcome, at in rows.order_by("pk").values_list(
        "pk", "of", "outcome", "answered"
    ):
        rule = rules[outcome]
        on = timezone.localdate(at)
        yield Event(agency, rule.key, rule.kind, f"complaint/{pk}", pk, rule.name, on)


CHECKS: dict[CreditSource, Callable[[Frame], Iterator[Event]]] = {
    CreditSource.SANCTION: sanctions,
    CreditSource.STAFF_SANCTION: staff_sanctions,
    CreditSource.INSPECTION: inspections,
    CreditSource.LATE: late,
    CreditSource.COMPLAINT: complaints,
}


def events(frame: Frame) -> list[Event]:
    """All of them. One query a kind."""
    return [event for check in CHECKS.values() for event in check(frame)]
