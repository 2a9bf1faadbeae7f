"""Plans on the day on which their certificates are issued."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse

from assessment.models import Entry, Plan
from casework.models import Case
from casework.services import door, jobs
from catalogue.regulations.terms import PlanStep
from certificates.services import issuing, numbering
from config import clock
from results.models import Result
from tests.assessment.entering import an_entry
from tests.certificates.world import confirmed, qualify
from tests.results.world import AFTER, AUDIENCE, BEFORE, Day, a_bare_plan

DAY = date(2026, 6, 22)
NOW = datetime(2026, 6, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
CONFIRMED = datetime(2026, 6, 16, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def fresh(plan: Plan) -> Plan:
    """As it stands now."""
    return Plan.objects.get(pk=plan.pk)


def reserved(agencies, key: str = "js", people: int = 3, day: date = DAY) -> Day:
    """A plan whose results are confirmed and whose numbers are reserved."""
    made = confirmed(agencies, key, people)
    Case.objects.filter(pk=made.plan.pk).update(opened_at=CONFIRMED)
    made.plan.refresh_from_db()
    reserve(made.plan, made.arbiter, day)
    return made


def reserve(plan: Plan, actor, day: date = DAY):
    """Under the lock of the plan, as an act does it."""
    with transaction.atomic():
        return numbering.reserve(door.lock([plan.pk])[0], actor, day)


def beside(agencies, key: str, people: int, tickets: str) -> tuple[Plan, list[Entry]]:
    """Another plan of the same agency, of whose people nothing is known but that they qualified."""
    plan = a_bare_plan(agencies, key, AUDIENCE.get(key, "own_staff"), PlanStep.CONFIRMED)
    Case.objects.filter(pk=plan.pk).update(opened_at=CONFIRMED)
    item = agencies.item(plan)
    entries = [
        an_entry(
            plan,
            item,
            n,
            ticket=f"{tickets}{n:06}",
            status="approved",
            decided_by=agencies.clerk[key],
            decided_at=BEFORE,
        )
        for n in range(1, people + 1)
    ]
    qualify(plan, entries)
    return fresh(plan), entries


def judged_anew(entry, outcome: str) -> None:
    """A correction came in force: another revision of the result."""
    rows = Result.objects.filter(entry=entry)
    last = rows.latest("revision")
    rows.filter(pk=last.pk).update(superseded_at=AFTER)
    Result.objects.create(
        plan=last.plan,
        entry=entry,
        revision=last.revision + 1,
        outcome=outcome,
        computed_at=AFTER,
    )


def issued(agencies, key: str = "js", people: int = 3) -> Day:
    """A plan whose certificates are issued."""
    day = reserved(agencies, key, people)
    with clock.travel(NOW):
        issuing.begin(day.plan, issued_on=DAY, actor=day.arbiter)
        jobs.work_off(seconds=300)
    assert fresh(day.plan).state == PlanStep.CERTIFIED
    return day


def at(name: str, plan: Plan, *args) -> str:
    return reverse(f"certificates:{name}", args=[plan.number, *args])
