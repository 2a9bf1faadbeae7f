"""The corps of the city of Liaocheng: four supervisors appointed, an assessment on 3 and 4 June."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from accounts.enums import Role
from accounts.models import Organisation, User
from casework.services import door
from config import clock
from supervision.models import CorpsAppointment, Sending, Visit
from supervision.selectors import visits as reads
from supervision.services.corps import appointing, noting, sending
from supervision.services.corps.appointing import Given
from supervision.services.on_site import Found
from tests.results.world import ZONE, Day, a_day

APPOINTED = datetime(2026, 5, 6, 10, tzinfo=ZONE)
SENT = datetime(2026, 6, 1, 10, tzinfo=ZONE)  # a Monday, two days before the session
BEFORE = datetime(2026, 6, 3, 8, 30, tzinfo=ZONE)
DONE = datetime(2026, 6, 3, 11, tzinfo=ZONE)  # half an hour after theory


def term(**other) -> Given:
    given = {
        "since": date(2026, 5, 6),
        "until": date(2029, 5, 5),
        "training": "2026年4月全市督导员培训，16学时",
        "examined_on": date(2026, 4, 28),
        "result": "合格",
    }
    return Given(**{**given, **other})


@dataclass
class Corps:
    """The bureau with an officer, the supervisors with their appointments, and the day."""

    world: object
    office: Organisation
    officer: User
    people: list[User]
    appointments: list[CorpsAppointment]
    day: Day

    def send(self, session=None) -> Sending:
        with clock.travel(SENT):
            return sending.send(session or self.day.theory, self.office, actor=self.officer)

    def visits(self, session=None) -> list[Visit]:
        """Those of a session that stand, in the order in which they were opened."""
        rows = Visit.objects.filter(session=session or self.day.theory)
        return list(rows.exclude(state__in=reads.GONE).order_by("pk"))

    def done(self, case, act: str, at: datetime, *, actor: User | None = None, **data):
        with clock.travel(at):
            door.perform(case, act, actor=fresh(actor or self.officer), **data)
        return type(case).objects.get(pk=case.pk)

    def reported(self, case: Visit, *, no: str = "", at: datetime = DONE) -> Visit:
        fill(case, no=no, at=at)
        return self.done(case, "report", at, actor=case.person)


def fresh(user: User) -> User:
    """The person without what was kept for an earlier request."""
    return User.objects.get(pk=user.pk)


def fill(case: Visit, *, no: str = "", at: datetime = DONE) -> None:
    """The whole note; `no` is the point that is not met, with its finding."""
    with clock.travel(at):
        for point in reads.points_of(case):
            noting.save(case, point.key, "yes", actor=case.person)
        noting.save(case, "words", "8:30 到场，巡查一考场，秩序良好。", actor=case.person)
        if no:
            found = Found("考场没有张贴座位标签。", "minor", no, "补贴座位标签。")
            noting.find(case, found, actor=case.person, token=uuid4())


def build(agencies) -> Corps:
    world = agencies.world
    office, officer = world.offices["lc"], world.staff["lc"]
    people = [world.member(office, Role.SUPERVISOR, name=f"督导{letter}") for letter in "甲乙丙丁"]
    with clock.travel(APPOINTED):
        made = [appointing.appoint(office, each, term(), actor=officer) for each in people]
    with clock.travel(SENT):
        day = a_day(agencies, "lc")
    return Corps(world, office, officer, people, made, day)
