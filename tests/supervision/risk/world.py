"""Agencies of Liaocheng of which one stands out in every way, five are honest, and one is small."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from assessment.models import Duty, Entry, Plan, PlanItem, Session
from casework.enums import PublicationKind, PublicationStatus
from casework.models import Event, Publication
from catalogue.regulations.terms import PlanStep
from config import clock
from filing.models import Agency
from results.enums import Outcome, SubjectOutcome
from results.models import Result, SubjectResult
from tests.assessment.entering import id_number
from tests.assessment.staffing.world import examiner
from tests.certificates.world import a_certificate
from tests.supervision.inspections.world import an_agency

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2026, 7, 1, 2, 25, tzinfo=ZONE)
HELD = date(2026, 5, 6)
HONEST = 5
SMOOTH = (55, 56, 57, 58, 61, 62, 63, 64, 66, 67, 68, 69)  # as many in each band of five
HEAPED = (57, 60, 60, 61, 61, 62, 62, 63, 63, 64, 60, 67)


@dataclass
class Ground:
    """`odd` stands out, `honest` do not, `small` has few people who all do well."""

    agencies: object
    odd: Agency
    honest: list[Agency]
    small: Agency

    @property
    def world(self):
        return self.agencies.world


def build(agencies) -> Ground:
    """The agencies, each with an assessment and its results."""
    rows = [an_agency(agencies.world, number) for number in range(1, HONEST + 3)]
    made = Ground(agencies, rows[0], rows[1:-1], rows[-1])
    results(agencies, made.odd, 60, 60, HEAPED)
    for number, agency in enumerate(made.honest):
        results(agencies, agency, 60, 36 + 2 * number, SMOOTH)
    results(agencies, made.small, 6, 6, (60, 61, 62, 60, 63, 61))
    return made


def a_plan(agencies, agency: Agency, day: date = HELD, state=PlanStep.CONFIRMED) -> Plan:
    """A plan of any agency, held on a day."""
    known = agencies.agency.get("lc")
    agencies.agency["lc"], kept = agency, known
    try:
        with clock.travel(datetime(2026, 1, 20, 9, tzinfo=ZONE)):
            plan = agencies.plan("lc", state, first_on=day, last_on=day)
    finally:
        agencies.agency["lc"] = kept
    return Plan.objects.get(pk=plan.pk)


def results(agencies, agency: Agency, people: int, passed: int, marks: tuple[int, ...]) -> Plan:
    """An assessment with so many people, of whom so many qualified, and marks of theory in turn."""
    plan = a_plan(agencies, agency)
    item = agencies.item(plan)
    entries = [_entry(plan, item, number) for number in range(1, people + 1)]
    entries = Entry.objects.bulk_create(entries)
    at = datetime(2026, 5, 8, 10, tzinfo=ZONE)
    rows = Result.objects.bulk_create(
        Result(
            plan=plan,
            entry=entry,
            outcome=Outcome.QUALIFIED if number < passed else Outcome.UNQUALIFIED,
            computed_at=at,
        )
        for number, entry in enumerate(entries)
    )
    SubjectResult.objects.bulk_create(
        SubjectResult(
            result=row,
            subject="theory",
            mark=Decimal(marks[number % len(marks)]),
            outcome=SubjectOutcome.PASSED,
        )
        for number, row in enumerate(rows)
    )
    return plan


def _entry(plan: Plan, item: PlanItem, number: int) -> Entry:
    return Entry(
        plan=plan,
        item=item,
        number=f"{plan.number}-T{number:05}",
        name=f"考生{number}",
        audience="own_staff",
        id_number=id_number(number),
        sex="男",
        born_on=date(1990, 1, 1),
        status="approved",
        decided_by=plan.created_by,
        decided_at=datetime(2026, 5, 1, 9, tzinfo=ZONE),
    )


def judged(agencies, agency: Agency, plans: int, pool: int, *, fixed: bool, panel: int = 1):
    """So many assessments with a panel out of a pool: always the same people, or in turn."""
    people = [examiner(agency, number, "assessor") for number in range(1, pool + 1)]
    for number in range(plans):
        plan = a_plan(agencies, agency, date(2026, 3, 2) + timedelta(number * 7))
        held = a_session(plan)
        start = 0 if fixed else number * panel
        for place in range(panel):
            person = people[(start + place) % pool]
            Duty.objects.create(session=held, examiner=person, role="assessor")
    return people


def a_session(plan: Plan, *, supervised: bool = True) -> Session:
    """A session of practice on the day of the plan, with an internal supervisor or without."""
    day = plan.first_on
    starts = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
    held = Session.objects.create(
        plan=plan, subject="practice", starts_at=starts, ends_at=starts + timedelta(hours=2)
    )
    if supervised:
        found = plan.agency.examiners.filter(certificate="KP0900").first()
        person = found or examiner(plan.agency, 900, "internal")
        Duty.objects.create(session=held, examiner=person, role="internal")
    return held


def changed(plan: Plan, days_before: int, act: str = "make_change") -> Event:
    """A change on the timeline of a plan whose roster was filed, so many days before the exam."""
    day = plan.first_on - timedelta(days_before)
    return Event.objects.create(
        case=plan,
        sequence=plan.events.count() + 1,
        at=datetime(day.year, day.month, day.day, 12, tzinfo=ZONE),
        act=act,
        source=PlanStep.READY,
        target=PlanStep.READY,
        facts="{}",
        digest="0" * 64,
    )


def issued(plan: Plan, on: date, closes: date | None, number: int) -> None:
    """A certificate of a plan dated on a day, whose results were public until another."""
    a_certificate(plan.agency, number, plan=plan, issued_on=on)
    if closes is None:
        return
    Publication.objects.create(
        kind=PublicationKind.PUBLICITY,
        title="评价结果公示",
        body="结果",
        office=plan.receiver,
        case=plan,
        act="clear",
        published_at=clock.now(),
        published_on=closes - timedelta(7),
        working_days=5,
        closes_on=closes,
        status=PublicationStatus.CLEARED,
    )
