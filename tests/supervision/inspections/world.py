"""A campaign of the city of Liaocheng over the agencies of its territory, at any step."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from accounts.enums import Role
from accounts.models import Organisation, User
from casework.services import door
from config import clock
from filing.enums import AgencyStatus
from filing.models import Agency, AgencyPeriod, AgencyScope
from supervision.models import Campaign, Inspection
from supervision.selectors import inspections as reads
from supervision.services import campaigns, records
from supervision.services.campaigns import Plan
from supervision.services.on_site import Found
from tests.assessment.world import FILED

ZONE = ZoneInfo("Asia/Shanghai")
PREPARED = datetime(2026, 6, 1, 10, tzinfo=ZONE)  # a Monday
DRAWN = datetime(2026, 6, 3, 10, tzinfo=ZONE)
VISIT = datetime(2026, 6, 8, 9, tzinfo=ZONE)
VALUE, SOURCE = "03 08 15 22 27 31", "中国福利彩票官方网站"


def plan(**other) -> Plan:
    given = {
        "title": "2026年第二季度双随机抽查",
        "subject": "agencies",
        "methods": ["on_site", "papers"],
        "team": 2,
        "begins_on": date(2026, 6, 8),
        "ends_on": date(2026, 6, 30),
        "public_value": "双色球第2026065期红球号码，从小到大，两位数字，空格分隔",
        "value_on": date(2026, 6, 3),
        "amount": 2,
    }
    return Plan(**{**given, **other})


@dataclass
class Desk:
    """The bureau of the city with an officer and a colleague, five supervisors, and the agencies of
    the territory: two of the world's and three more, one of which has no account here."""

    world: object
    office: Organisation
    officer: User
    colleague: User
    supervisors: list[User]
    agencies: list[Agency] = field(default_factory=list)

    def prepared(self, **other) -> Campaign:
        with clock.travel(PREPARED):
            return campaigns.prepare(plan(**other), office=self.office, actor=self.officer)

    def fixed(self, **other) -> Campaign:
        return self.done(self.prepared(**other), "fix", PREPARED)

    def drawn(self, **other) -> Campaign:
        given = {"value": VALUE, "source": SOURCE}
        return self.done(self.fixed(**other), "draw", DRAWN, **given)

    def done(self, case, act: str, at: datetime, *, actor: User | None = None, **data):
        with clock.travel(at):
            door.perform(case, act, actor=fresh(actor or self.officer), **data)
        return type(case).objects.get(pk=case.pk)


def fresh(user: User) -> User:
    """The person without what was kept for an earlier request."""
    return User.objects.get(pk=user.pk)


def build(agencies) -> Desk:
    world = agencies.world
    office = world.offices["lc"]
    supervisors = [
        world.member(office, Role.SUPERVISOR, name=f"督导{letter}") for letter in "甲乙丙丁戊"
    ]
    made = Desk(world, office, world.staff["lc"], world.second["lc"], supervisors)
    made.agencies = [agencies.agency["lc"], agencies.agency["sd"]]
    made.agencies += [an_agency(world, number) for number in (1, 2, 3)]
    return made


def an_agency(world, number: int) -> Agency:
    """Another agency in force of the city; the third is without an account."""
    organisation, _ = world.applicant("371500", "city")
    agency = Agency.objects.create(
        code=f"Y000037100{number:03}",
        name=organisation.name,
        credit_code=organisation.code,
        kind=organisation.kind,
        organisation=None if number == 3 else organisation,
        division=world.places["371500"],
        regulation_id="liaocheng-enterprise",
        issuer_name="聊城市人社局",
        origin="receipt",
        filed_on=FILED,
        published_on=FILED,
    )
    AgencyPeriod.objects.create(agency=agency, status=AgencyStatus.IN_FORCE, since=FILED)
    AgencyScope.objects.create(
        agency=agency, occupation=world.occupations["6-18-02-04"], level=4, since=FILED
    )
    return agency


def task(campaign: Campaign, *, account: bool = True) -> Inspection:
    """One of the inspections of a drawn campaign, of an agency with an account here or without."""
    rows = Inspection.objects.filter(for_campaign=campaign).exclude(state="cancelled")
    return rows.filter(agency__organisation__isnull=not account).first()


def begun(desk: Desk, case: Inspection) -> Inspection:
    actor = inspector(case)
    return desk.done(case, "begin", VISIT, actor=actor)


def inspector(case: Inspection) -> User:
    return fresh(case.inspectors.filter(left_at=None).first().user)


def fill(case: Inspection, *, no: str = "") -> None:
    """The whole record; `no` is the point that is not met, with its finding."""
    actor = inspector(case)
    with clock.travel(VISIT):
        for point in reads.points_of(case):
            records.save(case, point.key, "yes", actor=actor)
        records.save(case, "words", "9:00 到场，查看场地和制度。", actor=actor)
        if no:
            found = Found("收费标准没有公示。", "serious", no, "公示收费标准。")
            records.find(case, found, actor=actor, token=uuid4())


def reported(desk: Desk, case: Inspection, *, no: str = "") -> Inspection:
    case = begun(desk, case)
    fill(case, no=no)
    return desk.done(case, "report", VISIT, actor=inspector(case))
