"""Whoever sits at a screen, and the one clock by which the live server goes as well.

Every page that is reached is looked at once on a desk and once on a phone: that it can be used by
everybody (axe) and is no wider than the screen.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.urls import resolve, reverse
from playwright.sync_api import Download, Locator, Page, expect

from accounts.models import User
from casework.kinds import kind_of
from casework.models import Case
from casework.services import jobs
from tests.browser import looking
from tests.browser.conftest import DESKTOP, PHONE, settled
from tests.filing.world import World

ZONE = ZoneInfo("Asia/Shanghai")
NAMED = re.compile(r"[a-z][\w-]*$")


def meant(words: str) -> re.Pattern:
    """The whole of a label or name; with “…” at its end what begins with the words."""
    whole = "" if words.endswith("…") else r"(（选填）)?\s*$"
    return re.compile(rf"^\s*{re.escape(words.removesuffix('…'))}{whole}")


def put(place: Locator, value: object) -> None:
    """Into one field."""
    kind = place.evaluate("node => node.type || node.tagName")
    if value is True:
        place.check()
    elif isinstance(value, tuple):
        name, data = value
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        place.set_input_files(file)
    elif kind.startswith("select"):
        place.select_option(str(value))
    else:
        place.fill(str(value))


def put_named(fields: Locator, value: object) -> None:
    """Into the field, or the boxes and buttons, that share a name."""
    if value is True or fields.first.get_attribute("type") not in ("radio", "checkbox"):
        put(fields.first, value)
        return
    for each in value if isinstance(value, list) else [value]:
        fields.and_(fields.page.locator(f"[value='{each}']")).check()


def page_kind(path: str) -> str:
    """What pages with the same template have in common: the route, of cases their kind, the act."""
    found = resolve(path)
    case = re.match("[A-Z]+", str(found.kwargs.get("number", "")))
    act = found.kwargs.get("name", "") if found.route.startswith("cases/") else ""
    return " ".join(filter(None, (found.route, case and case[0], act)))


class OneClock:
    """In the place of the clock's context: a server answers in threads of its own, which know
    nothing of a clock that was moved in this one."""

    moment: datetime | None = None

    def get(self) -> datetime | None:
        return self.moment


@dataclass
class Stage:
    """The screens, the world and the day. `check` looks at a page as it stands."""

    desk_page: Page
    phone_page: Page
    sign_in: Callable[[Page, User], None]
    check: Callable[[Page], None]
    clock: OneClock
    problems: list[str]
    world: World | None = None
    seen: set[str] = field(default_factory=set)

    def turn_to(self, moment: datetime | date) -> None:
        """Another moment, of a day nine in the morning. What is kept of those signed in has run
        out by then: each signs in again."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(9), ZONE)
        self.clock.moment = moment

    def desk(self, user: User | None = None) -> "Screen":
        """Somebody at a desk; nobody in particular: the public."""
        return self._taken(self.desk_page, user)

    def phone(self, user: User | None = None) -> "Screen":
        """Somebody with a phone."""
        return self._taken(self.phone_page, user)

    def _taken(self, page: Page, user: User | None) -> "Screen":
        page.context.clear_cookies()
        if user:
            self.sign_in(page, user)
        return Screen(self, page)

    def admin(self) -> User:
        """Who keeps the reference data."""
        return User.objects.get(username="admin")

    def work_off(self) -> None:
        """What the workers do meanwhile."""
        while jobs.work_off(seconds=120):
            continue


@dataclass
class Screen:
    """A page, and what a person does on it. Words are whole labels, or end in “…”."""

    stage: Stage
    page: Page

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    # --- Ways ------------------------------------------------------------------------------------

    def go(self, address: str) -> "Screen":
        self.page.goto(address)
        return self.look()

    def follow(self, name: str, *, within: Locator | None = None) -> "Screen":
        """Click a link."""
        self.one(within or self.page, "link", name).click()
        return self.look()

    def press(self, name: str, *, within: Locator | None = None) -> "Screen":
        """Click a button; a dialog that asks again is answered with the same word."""
        self.one(within or self.main, "button", name).click()
        return self._answered()

    def send(self, values: dict[str, object], *, within: Locator | None = None) -> "Screen":
        """Fill in a form and click its first button, whatever that is called."""
        self.fill(values, within=within)
        (within or self.main).locator("form[method=post] button.btn-primary").first.click()
        return self._answered()

    def act(self, case: Case, name: str, values: dict[str, object] | None = None) -> "Screen":
        """From the page of a case to an act that it offers, and through its form."""
        label = kind_of(case).by_name[name].label
        self.go(reverse("casework:case", args=[case.number])).follow(label)
        return self.fill(values or {}).press(label)

    def _answered(self) -> "Screen":
        asked = self.page.locator("dialog[open] button[type=submit]")
        if asked.count():
            asked.first.click()
        return self.look()

    def opens(self, button: str) -> None:
        """Click a button that shows a PDF beside this page, and wait until it has come."""
        context = self.page.context
        with context.expect_page() as beside, context.expect_event("response") as answer:
            self.one(self.main, "button", button).click()
        assert answer.value.headers["content-type"] == "application/pdf"
        beside.value.close()

    def download(self) -> tuple[str, bytes]:
        """Click the first button of the form; the name and the bytes of the file that it brings."""
        with self.page.expect_download() as taken:
            self.main.locator("form[method=post] button.btn-primary").first.click()
        file: Download = taken.value
        return file.suggested_filename, Path(file.path()).read_bytes()

    # --- Forms -----------------------------------------------------------------------------------

    def fill(self, values: dict[str, object], *, within: Locator | None = None) -> "Screen":
        """By label, or by the name that a field has in the form: text, the words or the value of a
        choice, True for a tick, a list of ticks by their values, (name, bytes) for a file."""
        where = within or self.main
        for label, value in values.items():
            if NAMED.match(label):
                put_named(where.locator(f"[name='{label}']"), value)
            else:
                put(where.get_by_label(meant(label)).first, value)
        return self

    # --- Reading ---------------------------------------------------------------------------------

    def says(self, *texts: str) -> "Screen":
        for text in texts:
            expect(self.main.get_by_text(text).first).to_be_visible()
        return self

    def refuses(self, *texts: str) -> "Screen":
        """What was sent is not taken; the browser notes the answer 4xx, which is none of ours."""
        self.says(*texts)
        self.stage.problems[:] = [each for each in self.stage.problems if "422" not in each]
        return self.look("refused")

    def one(self, where: Page | Locator, role: str, name: str) -> Locator:
        return where.get_by_role(role, name=meant(name)).first

    def look(self, state: str = "") -> "Screen":
        """Once for every kind of page, and for each named state of it."""
        settled(self.page)
        kind = f"{page_kind(urlsplit(self.page.url).path)} {state}".strip()
        if kind in self.stage.seen:
            return self
        self.stage.seen.add(kind)
        own = self.page.viewport_size
        for size in (DESKTOP, PHONE) if own == PHONE else (PHONE, DESKTOP):
            self.page.set_viewport_size(size)
            self.shoot(kind)
            self.stage.check(self.page)
        return self

    def picture(self, name: str) -> "Screen":
        """One of the pictures of `docs/screens`, where `scripts/screens` asks for them."""
        if folder := os.environ.get("SCREENS"):
            looking.keep(self.page, Path(folder) / f"{name}.png")
        return self

    def shoot(self, kind: str) -> None:
        """A picture for whoever asked for them by SHOTS."""
        name = re.sub(r"\W+", "-", kind).strip("-") or "home"
        looking.snap(self.page, f"{len(self.stage.seen):03}-{name}")
