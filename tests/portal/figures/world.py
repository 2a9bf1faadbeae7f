"""A busy region: two agencies of Liaocheng, one of Anshan, with work in several counties."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from assessment.models import Plan
from casework.enums import Progress
from casework.models import Case, Deadline
from casework.services import door
from catalogue.regulations.terms import PlanStep
from certificates.enums import CertificateStatus, Origin
from certificates.models import Certificate
from certificates.services import standing
from filing.models import Agency
from results.enums import Outcome
from results.models import Result
from tests.assessment.entering import a_plan, an_entry, id_number
from tests.assessment.world import Agencies
from tests.certificates.world import a_certificate
from tests.filing.granting import ask_for
from tests.results.world import AFTER
from tests.supervision.complaints.world import ACCEPT, a_complaint, said

TODAY = date(2026, 7, 10)
FIRST = date(2026, 1, 5)
TRADES = (("6-31-01-03", "电工"), ("6-18-02-04", "焊工"), ("6-18-01-01", "车工"))
PLACES = ("371500", "371502", "371521")


@dataclass
class Busy:
    """`plans` by what became of them: `public`, `hidden` (scored, not published), `far`."""

    agencies: Agencies
    plans: dict[str, Plan]

    @property
    def world(self):
        return self.agencies.world


def build(agencies: Agencies) -> Busy:
    some_certificates(agencies, 40)
    plans = {
        "public": assessed(agencies, "lc", PlanStep.CONFIRMED, good=3, bad=1),
        "hidden": assessed(agencies, "lc", PlanStep.SCORED, good=2, bad=2),
        "far": assessed(agencies, "ln", PlanStep.PUBLICITY, good=1, bad=1),
    }
    some_filings(agencies)
    some_complaints(agencies)
    return Busy(agencies, plans)


def some_certificates(agencies: Agencies, count: int, first: int = 1, seed: int = 7) -> None:
    """Certificates of all three agencies, in every place, month and level, some over already; one
    person in three has another one before."""
    dice = random.Random(seed)  # noqa: S311
    for number in range(first, first + count):
        key = dice.choice(("lc", "lc", "sd", "ln"))
        agency = agencies.agency[key]
        code, name = dice.choice(TRADES)
        made = a_certificate(
            agency,
            number,
            id_number=id_number(dice.randrange(1, 2 + number * 2 // 3)),
            occupation_code=code,
            occupation=name,
            level=dice.choice((5, 4, 3, 3, 2)),
            division=agencies.world.places[dice.choice(PLACES) if key != "ln" else "210300"],
            issued_on=FIRST + timedelta(days=dice.randrange(170)),
        )
        if dice.random() < 0.2:
            standing.revoke(made, actor=door.SYSTEM, reason="违规发放")


def imported(agency: Agency, count: int, first: int) -> list[Certificate]:
    """Certificates of an earlier system, written many at once; two of no agency here."""
    return Certificate.objects.bulk_create(
        Certificate(
            number=f"LEGACY{number:016}",
            origin=Origin.LEGACY,
            status=CertificateStatus.VALID,
            standing_since=date(2019, 5, 6),
            name="某人",
            id_number=id_number(number),
            id_hash=f"{number:064}",
            occupation="铸造工",
            level=4,
            agency=agency if number > first + 1 else None,
            agency_name=agency.name,
            division=agency.division,
            issued_on=date(2019, 5, 6),
        )
        for number in range(first, first + count)
    )


def assessed(agencies: Agencies, key: str, state: str, *, good: int, bad: int) -> Plan:
    """A plan with so many people who qualified and who did not."""
    plan = a_plan(agencies, key, ["own_staff"], state, first_on=FIRST, last_on=date(2026, 6, 4))
    item = agencies.item(plan)
    for number in range(1, good + bad + 1):
        entry = an_entry(plan, item, number)
        outcome = Outcome.QUALIFIED if number <= good else Outcome.UNQUALIFIED
        Result.objects.create(plan=plan, entry=entry, outcome=outcome, computed_at=AFTER)
    return plan


def some_filings(agencies: Agencies) -> None:
    """Filings of Dongchangfu and Yanggu, with deadlines that were kept, missed, and run."""
    world = agencies.world
    filings = [world.filing(state) for state in ("submitted", "accepted", "registered", "draft")]
    other, clerk = world.applicant("371521", "county")
    filings.append(world.filing("refused", owner=other, actor=clerk, receiver="yg"))
    ask_for(world, filings[0], ("6-31-01-03", "", 5, 3))
    deadline(filings[1], done=1)
    deadline(filings[2], done=1, late=2)
    deadline(filings[2], holder="city_centre", done=1)
    deadline(filings[0], due=TODAY - timedelta(days=3))
    deadline(filings[4], due=TODAY + timedelta(days=3))
    deadline(filings[1], holder="applicant", due=TODAY - timedelta(days=9))


def deadline(
    case: Case, *, holder: str = "receiver", done: int = 0, late: int = 0, due: date = TODAY
) -> Deadline:
    """A clock in place of those that the opening started."""
    count = Deadline.objects.filter(case=case).count()
    return Deadline.objects.create(
        case=case,
        key=f"test{count}",
        name="通知是否受理",
        holder=holder,
        amount=10,
        unit="working_days",
        bound="within",
        warn_at=2,
        basis="测试",
        started_on=date(2026, 6, 20),
        due_on=due,
        progress=Progress.DONE if done else Progress.RUNNING,
        ended_on=TODAY if done else None,
        late_by=late,
    )


def some_complaints(agencies: Agencies) -> None:
    agency, officer = agencies.agency["lc"], agencies.world.staff["lc"]
    a_complaint(said(agency))
    a_complaint(said(agency, category="fees"), officer, ACCEPT)
    a_complaint(said(agencies.agency["ln"]))
