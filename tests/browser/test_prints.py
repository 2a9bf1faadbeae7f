"""Tickets are asked for, awaited, downloaded, out of date after a change, and taken away."""

import pytest
from playwright.sync_api import Page, expect

from assessment.models import PrintRun, Session
from casework.services import jobs
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.assessment.entering import a_plan
from tests.assessment.prints.world import arranged
from tests.browser.looking import looked_at


@pytest.fixture(autouse=True)
def stored_files(settings, tmp_path):
    """A folder of its own for the files of a test."""
    settings.MEDIA_ROOT = tmp_path


def test_tickets_are_printed(desktop: Page, sign_in, axe, fits, agencies):  # noqa: F811
    page, plan = desktop, a_plan(agencies, "lc", ["own_staff"], "ready")
    arranged(plan, agencies.item(plan))
    sign_in(page, agencies.clerk["lc"])
    page.goto(f"/cases/{plan.number}/")
    page.get_by_role("link", name="打印准考证和考场用表").click()
    looked_at(page, axe, fits)
    page.get_by_label("准考证（合并为一份）").check()
    page.get_by_role("button", name="生成").click()
    expect(page.get_by_role("heading", name="正在生成")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    looked_at(page, axe, fits)

    jobs.work_off()
    expect(page.get_by_text("已生成")).to_be_visible()
    looked_at(page, axe, fits)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载准考证").click()
    assert download.value.suggested_filename == f"准考证_{plan.number}.pdf"

    is_out_of_date(page, axe, fits)
    is_taken_away(page)


def is_out_of_date(page: Page, axe, fits) -> None:
    """A seat has become another: the page says so, without being asked."""
    session = Session.objects.get(subject="theory")
    session.seats.filter(number=3).update(number=9)
    page.reload()
    expect(page.get_by_text("须重新打印")).to_be_visible()
    looked_at(page, axe, fits)


def is_taken_away(page: Page) -> None:
    """Asked about first; Escape keeps it, and the focus is where it was."""
    remove = page.get_by_role("button", name="删除")
    remove.first.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(remove.first).to_be_focused()
    remove.first.click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(page.get_by_text("还没有打印过")).to_be_visible()
    assert PrintRun.objects.count() == 0
