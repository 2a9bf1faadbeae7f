"""Subjects that people passed before and need not sit again, and what may be waived."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assessment.enums import EntryStatus
from assessment.models import Entry, Exemption, Plan
from casework.services.deadlines import add_months
from catalogue.enums import SubjectKind
from catalogue.regulations.terms import PlanStep
from config import clock
from results.enums import Outcome, SubjectOutcome
from results.models import Result, SubjectResult

STANDING = (PlanStep.CONFIRMED, PlanStep.CERTIFIED, PlanStep.ARCHIVED)
BATCH = 500


@dataclass(frozen=True)
class Earlier:
    """That somebody approved passed a subject before: where, with what mark, how long it counts."""

    entry: Entry
    subject: str
    mark: Decimal
    result: Result
    until: date

    @property
    def subject_label(self) -> str:
        return str(SubjectKind(self.subject).label)


def waivable(plan: Plan) -> tuple[str, ...]:
    """The subjects that the regulation lets an agency waive (LC-19)."""
    return tuple(
        dict.fromkeys(
            subject.value for rule in plan.regulation.flexibility for subject in rule.waives
        )
    )


def earlier_passes(plan: Plan) -> list[Earlier]:
    """What can be carried into a plan and is not yet: of everybody approved each subject tested
    that the same person passed in the same occupation, work type and level, in a confirmed
    assessment in the same province, within the months of the regulation before the first session;
    the latest pass of each."""
    months = plan.regulation.retakes.months
    if months is None:
        return []
    entries = plan.entries.filter(status=EntryStatus.APPROVED).select_related("item")
    people = {entry.id_hash: entry for entry in entries.order_by("number") if entry.id_hash}
    tested = {
        item.pk: {each.kind for each in item.subjects.all() if not each.waived}
        for item in plan.items.prefetch_related("subjects")
    }
    there = set(Exemption.objects.filter(entry__plan=plan).values_list("entry", "subject"))
    day = plan.first_on or clock.today()
    found: dict[tuple[int, str], Earlier] = {}
    for row in _passed(plan, list(people)):
        entry, earlier = people[row.result.entry.id_hash], row.result.entry
        held_on = row.result.plan.last_on
        key = (entry.pk, row.subject)
        if held_on is None or key in there or row.subject not in tested[entry.item_id]:
            continue
        until = add_months(held_on, months)
        if _same(entry, earlier) and held_on < day <= until:
            known = found.get(key)
            if known is None or known.until < until:
                found[key] = Earlier(entry, row.subject, row.mark, row.result, until)
    return sorted(found.values(), key=lambda each: (each.entry.number, each.subject))


def _same(entry: Entry, earlier: Entry) -> bool:
    one, other = entry.item, earlier.item
    return (one.occupation_id, one.work_type, one.level) == (
        other.occupation_id,
        other.work_type,
        other.level,
    )


def _passed(plan: Plan, hashes: list[str]) -> Iterable[SubjectResult]:
    """The subjects passed in confirmed results in force of these people; whoever qualified has the
    certificate and takes nothing again."""
    rows = SubjectResult.objects.filter(
        outcome=SubjectOutcome.PASSED,
        mark__isnull=False,
        result__superseded_at=None,
        result__outcome=Outcome.UNQUALIFIED,
        result__plan__state__in=STANDING,
        result__plan__division__code__startswith=plan.division.code[:2],
    )
    rows = rows.exclude(result__plan=plan).select_related(
        "result__entry__item", "result__plan__agency"
    )
    for start in range(0, len(hashes), BATCH):
        yield from rows.filter(result__entry__id_hash__in=hashes[start : start + BATCH])
