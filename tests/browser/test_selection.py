"""A centre calls for applicants, compares them, selects one for a part, declines another."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from config import clock
from filing.models import Facility, Filing, Person, SelectionWindow
from tests.filing import selecting
from tests.filing.conftest import *  # noqa: F403 - the same offices and people
from tests.filing.selecting import items, state


@pytest.mark.usefixtures("live_server")
def test_from_the_call_to_the_publicity(desktop: Page, sign_in, axe, fits, world, page_problems):
    page = desktop
    centre = world.staff["lc_centre"]
    sign_in(page, centre)
    window = call(page, axe, fits)
    first, second = (selecting.passed(world, window) for _ in range(2))
    for filing in (first, second):
        Person.objects.create(filing=filing, role="assessor", name="某人")
        Facility.objects.create(filing=filing, kind="practice", name="实训车间")

    page.goto(f"/desk/windows/{window.pk}/")
    expect(page.get_by_text("考评员 1 人")).to_have_count(2)
    axe(page)
    fits(page)
    select(page, first, axe, fits)
    decline(page, window, second, axe, fits)
    publicise(page, first, axe, fits)
    # The browser reports the two answers 422 that were provoked.
    assert ["422" in each for each in page_problems] == [True, True]
    page_problems.clear()


def call(page: Page, axe, fits) -> SelectionWindow:
    page.goto("/desk/windows/")
    page.get_by_role("link", name="发布征集").click()
    page.get_by_label("名称").fill("第一批评价机构征集公告")
    closes = clock.today() + timedelta(days=20)
    page.get_by_label("截止日期").fill(closes.isoformat())
    page.get_by_label("至多选定").fill("12")
    page.get_by_role("button", name="发布征集").click()
    expect(page.get_by_text("应在 2 至 8 家之间").first).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_label("至多选定").fill("4")
    page.get_by_role("button", name="发布征集").click()
    expect(page.get_by_text("征集已发布")).to_be_visible()
    window = SelectionWindow.objects.get()
    for address in ("/windows/", f"/windows/{window.pk}/"):
        page.goto(address)
        expect(page.get_by_text("正在征集").first).to_be_visible()
        axe(page)
        fits(page)
    return window


def select(page: Page, filing: Filing, axe, fits) -> None:
    page.get_by_role("link", name=f"遴选{filing.owner}", exact=True).click()
    axe(page)
    fits(page)
    rows = items(filing)
    page.get_by_label("确定焊工", exact=True).uncheck()
    page.get_by_role("button", name="择优遴选").click()
    expect(page.get_by_text("请写明焊工未入选的理由").first).to_be_visible()
    page.get_by_label("焊工：未入选的理由").fill("焊接场地不足。")
    page.get_by_label("电工：确定的最高等级").select_option(label="四级/中级工")
    page.get_by_role("button", name="择优遴选").click()
    expect(page.get_by_text("电工五级至四级").first).to_be_visible()
    axe(page)
    fits(page)
    rows["焊工"].refresh_from_db()
    assert (state(filing), rows["焊工"].not_granted) == ("selected", "焊接场地不足。")


def decline(page: Page, window: SelectionWindow, filing: Filing, axe, fits) -> None:
    page.goto(f"/desk/windows/{window.pk}/")
    page.get_by_role("link", name=f"不予遴选{filing.owner}").click()
    page.get_by_label("未入选的理由").fill("技术评估排名靠后，场地不足。")
    axe(page)
    fits(page)
    page.get_by_role("button", name="不予遴选").first.click()
    page.get_by_role("dialog").get_by_role("button", name="不予遴选").click()
    expect(page.get_by_role("link", name="未入选告知书")).to_be_visible()
    assert state(filing) == "unselected"


def publicise(page: Page, filing: Filing, axe, fits) -> None:
    page.goto(f"/cases/{filing.number}/acts/publicise/")
    expect(page.get_by_text("将要公示的内容")).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_role("button", name="公示评估结果").click()
    expect(page.get_by_role("link", name="公示和异议")).to_be_visible()
    axe(page)
    fits(page)
    assert state(filing) == "publicity"
