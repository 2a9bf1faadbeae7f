"""A plan from the morning of the exam on, and whoever sits at the pages."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.urls import reverse

from accounts.models import User
from assessment.models import Entry, Plan, Session
from config import clock
from tests.assessment.whole.steps import said
from tests.assessment.world import Agencies
from tests.filing.whole.pages import Page, People

ZONE = ZoneInfo("Asia/Shanghai")


class Clock:
    """The one clock of a walk."""

    def __init__(self, stack: ExitStack):
        self._stack = stack

    def set(self, moment: datetime) -> None:
        self._stack.close()
        self._stack.enter_context(clock.travel(moment))


@dataclass
class Walk:
    """One plan on its way. `entries` by the number of the person, from 1; `clerk` does the acts,
    `scorers` enter marks, `manager` decides; `watch` is the account of an invigilator; `spared`
    are those whom the plan itself spares theory."""

    people: People
    agencies: Agencies
    clock: Clock
    key: str
    number: str
    entries: dict[int, Entry]
    writer: User
    second: User
    scorers: list[User]
    manager: User
    watch: User
    judges: list[User] = field(default_factory=list)
    spared: frozenset[int] = frozenset()

    @property
    def clerk(self) -> User:
        return self.agencies.clerk[self.key]

    @property
    def plan(self) -> Plan:
        """As it lies in the database now."""
        return Plan.objects.get(number=self.number)

    @property
    def state(self) -> str:
        return self.plan.state

    def sessions(self, subject: str) -> list[Session]:
        return list(self.plan.sessions.filter(subject=subject).order_by("starts_at"))

    def officer(self, key: str) -> User:
        """Who does everything at an office of the world."""
        return self.agencies.world.staff[key]

    def turn_to(self, moment: datetime | date) -> None:
        """Another moment, of a day ten in the morning; whoever sat at the browser signs in anew."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(10), ZONE)
        self.clock.set(moment)
        self.people.sign_in(None)

    # --- Pages -----------------------------------------------------------------------------------

    def at(self, name: str, *args) -> str:
        """The address of a page of the plan by its name, `results:scores`."""
        return reverse(name, args=[self.number, *args])

    def open(self, user: User | None, address: str) -> Page:
        page = self.people.open(user, address)
        assert page.status == 200, (address, page.status, page.text[:300])
        return page

    def send(self, user: User | None, address: str, /, **typed) -> Page:
        """Fill in the form of a page and send it; it is taken."""
        answer = self.open(user, address).send(**typed)
        assert answer.status == 302, (address, answer.status, said(answer))
        return answer

    def page_of(self, act: str) -> str:
        return reverse("casework:act", args=[self.number, act])

    def try_to(self, user: User, act: str, /, **typed) -> Page:
        return self.open(user, self.page_of(act)).send(**typed)

    def act(self, user: User, act: str, /, **typed) -> str:
        """Open the page of an act, fill it in and send it; the step that it brought."""
        answer = self.try_to(user, act, **typed)
        assert answer.status == 302, (act, said(answer))
        return self.state

    def status_of(self, user: User, act: str) -> int:
        """What somebody gets who asks for the page of an act."""
        return self.people.open(user, self.page_of(act)).status

    def case_page(self, user: User) -> Page:
        """The page of the plan, as somebody finds it."""
        return self.open(user, reverse("casework:case", args=[self.number]))

    def refresh(self) -> None:
        """Read the people again."""
        for entry in self.entries.values():
            entry.refresh_from_db()
