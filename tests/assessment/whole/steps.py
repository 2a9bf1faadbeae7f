"""The steps of an assessment, each taken through the pages by whoever takes it."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from assessment.models import Entry, Plan
from casework.services import jobs
from catalogue.regulations.terms import Audience
from tests.assessment.planning.steps import TEXTS
from tests.assessment.whole.rosters import EACH, ITEMS
from tests.assessment.world import Agencies
from tests.filing.granting import on
from tests.filing.whole.pages import Page, People

MONDAY = date(2026, 3, 2)
ENROLLED = date(2026, 3, 13)  # the day after the last of enrolment
FIRST, LAST = date(2026, 3, 25), date(2026, 3, 27)  # Wednesday to Friday
LAST_DAY, TOO_LATE = date(2026, 3, 18), date(2026, 3, 19)  # five and four working days before
DATES = {
    "enrol_from": "2026-03-04",
    "enrol_until": "2026-03-12",
    "first_on": f"{FIRST}",
    "last_on": f"{LAST}",
}


class Days:
    """The one clock of a way; it goes on by whole days, to nine in the morning."""

    def __init__(self, stack: ExitStack):
        self._stack = stack

    def turn_to(self, day: date) -> None:
        self._stack.close()
        self._stack.enter_context(on(day))


@dataclass
class Way:
    """One plan on its way; `key` names the agency in `agencies`."""

    people: People
    agencies: Agencies
    days: Days
    key: str
    number: str = ""

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

    def officer(self, key: str) -> User:
        """Who does everything at an office of the world."""
        return self.agencies.world.staff[key]

    def turn_to(self, day: date) -> None:
        """Another day; whoever sat at the browser has to sign in again."""
        self.days.turn_to(day)
        self.people.sign_in(None)

    # --- Pages -----------------------------------------------------------------------------------

    def address(self, name: str, *args) -> str:
        """Of a page of the plan, by the name of its URL."""
        return reverse(f"assessment:{name}", args=[self.number, *args])

    def open(self, user: User | None, address: str) -> Page:
        page = self.people.open(user, address)
        assert page.status == 200, (address, page.status, page.text[:300])
        return page

    def send(self, user: User, address: str, /, **typed) -> Page:
        """Fill in the form of a page and send it; it is taken."""
        answer = self.open(user, address).send(**typed)
        assert answer.status == 302, (address, answer.status, said(answer))
        return answer

    def act(self, user: User, act: str, /, **typed) -> str:
        """Open the page of an act, fill it in and send it; the step that it brought."""
        answer = self.try_to(user, act, **typed)
        assert answer.status == 302, (act, said(answer))
        return self.state

    def try_to(self, user: User, act: str, /, **typed) -> Page:
        return self.open(user, self.page_of(act)).send(**typed)

    def page_of(self, act: str) -> str:
        return reverse("casework:act", args=[self.number, act])

    def case_page(self, user: User) -> Page:
        """The page of the plan, as somebody finds it."""
        return self.open(user, reverse("casework:case", args=[self.number]))

    # --- The plan --------------------------------------------------------------------------------

    def start(self, **typed) -> None:
        """A new draft, in the agency's own place unless `division` names another."""
        answer = self.send(self.clerk, reverse("assessment:plan-start"), **typed)
        self.number = answer.response.url.rstrip("/").rpartition("/")[2]

    def start_commissioned(self, case) -> None:
        """A draft from the page of a commission, with what was commissioned."""
        page = self.open(self.clerk, reverse("casework:case", args=[case.number]))
        answer = self.send(self.clerk, page.link("?commission="))
        self.number = answer.response.url.rstrip("/").rpartition("/")[2]

    def fill_in(self, audiences: list[Audience], *, items=ITEMS, **basics) -> None:
        """Every section, and fifty people each for two occupations at three levels."""
        basics = {"method": "exam", **DATES, **basics}
        chosen = [audience.value for audience in audiences]
        self.send(self.clerk, self.address("plan-basics"), audiences=chosen, **basics)
        self.send(self.clerk, self.address("plan-texts"), **TEXTS)
        self.send(self.clerk, self.address("plan-quality"), quality="质量督导员一名")
        for code, level in items:
            self.add_item(code, level)

    def add_item(self, code: str, level: int, expected: int = EACH) -> None:
        key = f"{self.agencies.world.occupations[code].pk}/{level}/"
        self.send(self.clerk, self.address("plan-items"), scope=key, expected=str(expected))

    def announce(self) -> None:
        """Announced, and enrolment opened."""
        assert self.act(self.clerk, "announce") == "announced"
        assert self.act(self.clerk, "open_enrolment") == "enrolment"

    def announcement(self) -> str:
        """What the public reads."""
        page = self.open(None, reverse("casework:public-notice", args=[self.plan.announcement_id]))
        return page.text

    # --- The roster ------------------------------------------------------------------------------

    def upload(self, user: User, data: bytes, name: str = "名册.xlsx") -> Page:
        """Hand a roster in and have it checked: the page that says what would become of it."""
        file = SimpleUploadedFile(name, data)
        answer = self.send(user, self.address("rosters"), file=file)
        jobs.work_off()
        return self.open(user, answer.response.url)

    def take_in(self, user: User, data: bytes) -> str:
        """Hand it in, confirm it and have it imported: what the page says then."""
        checked = self.upload(user, data)
        address = checked.response.request["PATH_INFO"]
        answer = checked.send(to="/confirm/")
        assert answer.status == 302, said(answer)
        jobs.work_off()
        return self.open(user, address).text

    def decide(self, user: User, press: str, **typed) -> Page:
        """Press a button of the list of registrations for all that wait."""
        page = self.open(user, self.address("entries"))
        return page.send(to="/decide/", press=press, all="1", **typed)

    def counts(self) -> dict[str, int]:
        """How many registrations stand where."""
        found: dict[str, int] = {}
        for status in Entry.objects.filter(plan=self.plan).values_list("status", flat=True):
            found[status] = found.get(status, 0) + 1
        return found

    # --- What came of it -------------------------------------------------------------------------

    def timeline(self) -> list[tuple[str, str]]:
        """(act, the step it brought) of what moved the plan from its draft on."""
        rows = self.plan.events.order_by("sequence").values_list("act", "source", "target")
        return [(act, target) for act, source, target in rows if source and source != target]


def said(page: Page) -> object:
    """What a page says is wrong, else what stands on it."""
    context = page.response.context
    if context and "form" in context:
        return page.errors or page.text[:500]
    return page.text[:500] if page.response.content else page.status
