"""A roster is filed with its preparations, returned by the centre, filed again, agreed to."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from assessment.models import Plan
from casework.services import jobs
from config import clock
from tests.assessment.arranging.steps import enrolled, ready_to_file
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.assessment.entering import an_entry
from tests.browser.looking import looked_at


@pytest.fixture(autouse=True)
def stored_files(settings, tmp_path):
    """A folder of its own for the files of a test."""
    settings.MEDIA_ROOT = tmp_path


def test_a_roster_is_filed_returned_and_agreed_to(
    desktop: Page,
    sign_in,
    axe,
    fits,
    page_problems,
    agencies,  # noqa: F811
):
    page, first = desktop, clock.today() + timedelta(40)
    plan = ready_to_file(agencies, "hb", first=first)
    clerk, centre = agencies.clerk["hb"], agencies.world.staff["sjz_centre"]
    sign_in(page, clerk)
    page.goto(f"/cases/{plan.number}/")
    looked_at(page, axe, fits)
    prepare(page, axe, fits, page_problems)
    jobs.work_off()

    sign_in(page, centre)
    page.goto(f"/cases/{plan.number}/")
    expect(page.get_by_role("link", name="人员名册备案表").first).to_be_visible()
    looked_at(page, axe, fits)
    page.get_by_role("link", name="退回名册").click()
    page.get_by_label("理由").fill("考生2的工作年限与社保记录不一致，请核对后重新报备。")
    page.get_by_role("button", name="退回名册").click()

    sign_in(page, clerk)
    page.goto(f"/cases/{plan.number}/")
    expect(page.get_by_text("名册和考务安排被退回")).to_be_visible()
    looked_at(page, axe, fits)
    prepare(page, axe, fits, page_problems)
    jobs.work_off()

    sign_in(page, centre)
    page.goto(f"/cases/{plan.number}/")
    page.get_by_role("link", name="审核通过").click()
    page.get_by_role("button", name="审核通过").click()
    looked_at(page, axe, fits)
    assert Plan.objects.get(pk=plan.pk).state == "ready"


def test_the_end_of_enrolment_says_who_waits(desktop: Page, sign_in, axe, fits, agencies):  # noqa: F811
    page, plan = desktop, enrolled(agencies, "lc", first=clock.today() + timedelta(40))
    an_entry(plan, plan.items.get(), 9, status="applied")
    sign_in(page, agencies.clerk["lc"])
    page.goto(f"/cases/{plan.number}/")
    page.get_by_role("link", name="截止报名").click()
    expect(page.get_by_text("还有 1 人的报名没有办结")).to_be_visible()
    looked_at(page, axe, fits)


def prepare(page: Page, axe, fits, problems: list[str]) -> None:
    """The form of the filing, first sent empty."""
    page.get_by_role("link", name="报备名册与考务安排").first.click()
    page.get_by_role("button", name="报备名册与考务安排").click()
    looked_at(page, axe, fits)
    problems.clear()  # the empty form was refused with 422
    page.get_by_label("试题试卷").select_option("printed")
    page.get_by_label("印制单位").fill("第一印刷厂")
    page.get_by_label(re.compile("签订日期")).fill(clock.today().isoformat())
    page.get_by_label(re.compile("设施设备")).check()
    day = clock.today() + timedelta(39)
    page.get_by_label(re.compile("考前培训日期")).fill(day.isoformat())
    page.get_by_label(re.compile("监督举报电话")).check()
    page.get_by_role("button", name="报备名册与考务安排").click()
    expect(page.locator("h1")).to_contain_text("评价计划")
