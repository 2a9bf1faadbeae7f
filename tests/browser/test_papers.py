"""Papers are drawn, looked through, sealed by another and kept closed, on any screen."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from config import clock
from papers.models import Paper
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.browser.looking import looked_at
from tests.papers.papers.world import Bench, a_bench


@pytest.fixture
def bench(agencies, settings, tmp_path) -> Bench:  # noqa: F811
    """The sessions are still to come, as the clock of the server has it."""
    settings.MEDIA_ROOT = tmp_path
    made = a_bench(agencies)
    for at, session in enumerate((made.day.theory, made.day.practice), 7):
        session.starts_at = clock.now() + timedelta(days=at)
        session.ends_at = session.starts_at + timedelta(hours=1)
        session.save()
    return made


def test_papers_are_drawn_sealed_and_kept_closed(desktop: Page, sign_in, axe, fits, bench):
    page, address = desktop, f"/plan/{bench.plan.number}/papers/"
    sign_in(page, bench.writer)
    page.goto(address)
    looked_at(page, axe, fits, "papers-empty")
    page.get_by_role("link", name="理论知识考试组卷").click()
    looked_at(page, axe, fits, "papers-draw")
    page.get_by_role("button", name="组卷").click()
    expect(page.get_by_text("已组卷").first).to_be_visible()
    looked_at(page, axe, fits, "papers-drawn")
    page.goto(f"{address}{Paper.objects.order_by('form').first().pk}/")
    looked_at(page, axe, fits, "paper-drawn")

    sign_in(page, bench.manager)
    page.reload()
    page.get_by_label("已逐题核对试题、答案和分值").check()
    page.get_by_role("button", name="封存").first.click()
    expect(page.get_by_text("已封存").first).to_be_visible()
    looked_at(page, axe, fits, "paper-sealed")
    expect(page.get_by_text("正确的是")).to_have_count(0)
    page.goto(f"{address}printing/")
    looked_at(page, axe, fits, "papers-printing")
    page.goto(f"/banks/{bench.bank.pk}/blueprints/add/")
    looked_at(page, axe, fits, "blueprint")
    sealed, drawn = Paper.objects.order_by("form")
    assert (sealed.status, sealed.sealed_by, drawn.status) == ("sealed", bench.manager, "drawn")


def test_the_dialog_is_gone_once_the_file_has_come(desktop: Page, sign_in, bench):
    page = desktop
    sign_in(page, bench.writer)
    page.goto(f"/banks/{bench.bank.pk}/")
    page.get_by_role("button", name="导出题库").click()
    with page.expect_download() as taken:
        page.get_by_role("dialog").get_by_role("button", name="导出").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    expect(page.get_by_role("dialog")).to_have_count(0)
