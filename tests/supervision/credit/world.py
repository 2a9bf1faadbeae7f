"""Two agencies of Liaocheng and what was recorded of them in 2026; the rating comes in 2027."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.models import User
from casework.enums import Progress
from casework.models import Deadline
from casework.services import door, publications
from catalogue.regulations.terms import Actor, Bound, Unit
from config import clock
from filing.models import Agency
from supervision.models import Complaint, CreditContest, CreditItem, CreditRating, CreditRound
from supervision.services.credit import contests, rounds
from tests.supervision.complaints.world import ACCEPT, ANSWER, a_complaint, said
from tests.supervision.violations.world import NOW, decided, suspension

ZONE = ZoneInfo("Asia/Shanghai")
RATED = datetime(2027, 1, 11, 10, tzinfo=ZONE)  # a Monday
OVER = datetime(2027, 1, 20, 0, 20, tzinfo=ZONE)  # five working days and more
REASON = "该决定已被撤销，附撤销文件。"


@dataclass
class Office:
    """`bad` was suspended, complained about and late; `good` did nothing of note."""

    agencies: object
    bad: Agency
    good: Agency
    complaint: Complaint

    @property
    def world(self):
        return self.agencies.world

    @property
    def officer(self) -> User:
        return fresh(self.world.staff["lc"])

    @property
    def second(self) -> User:
        return fresh(self.world.second["lc"])

    @property
    def clerk(self) -> User:
        return fresh(self.agencies.clerk["lc"])

    def begun(self, period: str = "2026") -> CreditRound:
        with clock.travel(RATED):
            return rounds.begin(self.world.offices["lc"], period, actor=self.officer)

    def publicised(self) -> CreditRound:
        return self.act(self.begun(), "publicise", self.officer)

    def final(self) -> CreditRound:
        case = self.publicised()
        with clock.travel(OVER):
            publications.close_due()
        return CreditRound.objects.get(pk=case.pk)

    def act(self, case, name: str, actor: User, at: datetime = RATED, **data):
        with clock.travel(at):
            door.perform(case, name, actor=actor, **data)
        return type(case).objects.get(pk=case.pk)

    def contested(self, case: CreditRound, rule: str, at: datetime = RATED) -> CreditContest:
        item = CreditItem.objects.get(round=case, agency=self.bad, rule=rule)
        with clock.travel(at):
            return contests.contest(item, text=REASON, actor=self.clerk)


def fresh(user: User) -> User:
    """The person without what was kept for an earlier request."""
    return User.objects.get(pk=user.pk)


def build(agencies) -> Office:
    """What was recorded in July 2026."""
    bad, good = agencies.agency["lc"], agencies.agency["sd"]
    world = agencies.world
    with clock.travel(NOW):
        decided(world, bad, suspension())
        complaint = a_complaint(said(bad), world.staff["lc"], ACCEPT, ANSWER)
        late(agencies, "lc")
    return Office(agencies, bad, good, complaint)


def late(agencies, key: str, by: int = 3) -> Deadline:
    """A plan that was filed so many working days late."""
    plan = agencies.plan(key, "plan_filed")
    return Deadline.objects.create(
        case=plan,
        key="plan",
        name="评价计划报备",
        holder=Actor.AGENCY,
        amount=5,
        unit=Unit.WORKING_DAYS,
        bound=Bound.BEFORE,
        warn_at=3,
        basis="办法",
        started_on=date(2026, 5, 1),
        due_on=date(2026, 5, 20),
        progress=Progress.DONE,
        ended_on=date(2026, 5, 25),
        late_by=by,
    )


def standing(case: CreditRound, agency: Agency) -> tuple[int, str, int]:
    """Points, class and revision that count now."""
    row = CreditRating.objects.get(round=case, agency=agency, superseded_at=None)
    return row.points, row.grade, row.revision
