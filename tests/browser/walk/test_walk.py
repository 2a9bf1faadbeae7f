"""One world, walked by every role: from the first page a newcomer sees to the certificate that a
stranger checks, and on to those who supervise it all."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from config import clock
from tests.browser.walk import (
    exam,
    filing,
    issuing,
    outcome,
    papers,
    planning,
    registering,
    supervising,
    world,
)
from tests.browser.walk.stage import OneClock, Stage

CHAPTERS: list[Callable[[Stage], None]] = [
    registering.an_enterprise_opens_its_account,
    filing.it_fills_in_a_filing,
    filing.it_hands_in_its_papers,
    filing.more_is_asked_for_once,
    filing.experts_look_at_it,
    filing.it_gets_the_receipt,
    planning.it_plans_an_assessment,
    planning.sixty_people_are_enrolled,
    planning.they_are_seated,
    papers.papers_are_drawn_and_sealed,
    exam.they_sit_the_exam,
    exam.marks_are_entered_twice,
    outcome.results_are_published,
    outcome.an_objection_is_answered,
    outcome.results_are_reviewed,
    issuing.certificates_are_issued,
    issuing.a_stranger_looks_one_up,
    supervising.agencies_are_drawn,
    supervising.one_is_inspected,
    supervising.it_is_sanctioned,
    supervising.the_admin_adds_an_occupation,
]


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Files, keys and limits of its own."""
    settings.MEDIA_ROOT, settings.SIGNING_KEY_DIR = tmp_path, tmp_path / "keys"
    cache.clear()


@pytest.fixture
def one_clock(monkeypatch) -> OneClock:
    """The clock of this thread and of those of the server."""
    moved = OneClock()
    monkeypatch.setattr(clock, "_moved_to", moved)
    return moved


@pytest.fixture
def check(axe, fits) -> Callable[[Page], None]:
    """The page is within the screen and accessible."""

    def look(page: Page) -> None:
        fits(page)
        axe(page)

    return look


@pytest.fixture
def stage(live_server, desktop, phone, sign_in, check, one_clock, page_problems) -> Stage:
    """The world at nine on a Monday."""
    made = Stage(desktop, phone, sign_in, check, one_clock, page_problems)
    made.turn_to(world.MONDAY)
    made.world = world.build()
    return made


@pytest.mark.long
def test_one_world(stage: Stage):
    for chapter in CHAPTERS:
        chapter(stage)
