"""A candidate without an account, on a desk and on a phone."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests.assessment.conftest import *  # noqa: F403 - the agencies and their people
from tests.assessment.entering import id_number
from tests.browser.looking import snap
from tests.results.candidates.world import ENTRANCE, OWN, results_in_public
from tests.results.world import a_day


@pytest.fixture
def day(agencies, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    return a_day(agencies, "lc")


def fill_in(page: Page, day, number: int, place: int) -> None:
    page.get_by_label("姓名").fill(day.entries[place - 1].name)
    page.get_by_label("证件号码").fill(id_number(number))
    page.get_by_label("报名编号或准考证号").fill(day.entries[place - 1].number)
    page.get_by_role("button", name="查询").click()


@pytest.mark.usefixtures("live_server")
def test_a_candidate_comes_in_takes_the_ticket_and_leaves(
    any_screen, axe, fits, day, page_problems
):
    page = any_screen
    page.goto(ENTRANCE)
    axe(page)
    fits(page)
    snap(page, "entrance")
    fill_in(page, day, number=2, place=1)
    expect(page.get_by_text("没有查到报名").first).to_be_visible()
    expect(page.get_by_label("证件号码")).to_have_value(id_number(2))
    axe(page)
    fits(page)
    snap(page, "wrong")
    page_problems.clear()  # 422
    fill_in(page, day, number=1, place=1)
    expect(page.get_by_text("6月3日 09:00–10:30")).to_be_visible()
    axe(page)
    fits(page)
    snap(page, "ready")
    with page.expect_download() as ticket:
        page.get_by_role("link", name="下载准考证").click()
    assert ticket.value.suggested_filename.endswith(f"{day.entries[0].name}.pdf")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_text("已退出。")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="查询")).to_be_visible()
    expect(page.get_by_text("6月3日 09:00–10:30")).to_have_count(0)


@pytest.mark.usefixtures("live_server")
def test_a_candidate_asks_and_the_agency_answers(any_screen, open_screen, sign_in, axe, fits, day):
    page = any_screen
    results_in_public(day, at=lambda moment: None)
    page.goto(ENTRANCE)
    fill_in(page, day, number=2, place=2)
    expect(page.get_by_text("怎样补考")).to_be_visible()
    axe(page)
    fits(page)
    snap(page, "failed")
    page.get_by_role("link", name="申请成绩复核").click()
    axe(page)
    fits(page)
    page.get_by_label("技能考核").check()
    page.get_by_label("理由").fill("第三题得分偏低，请重新核对评分表。")
    snap(page, "recheck")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("核实中")).to_be_visible()
    desk = open_screen(page.viewport_size)
    sign_in(desk, day.arbiter)
    desk.goto(f"/cases/{day.plan.number}/")
    desk.get_by_role("link", name="查看复核申请（1）").click()
    axe(desk)
    fits(desk)
    snap(desk, "list")
    desk.get_by_role("link", name=day.entries[1].name).click()
    axe(desk)
    fits(desk)
    desk.get_by_label("成绩有误，将办理更正").check()
    desk.get_by_label("答复", exact=True).fill("第三题漏加 25 分，将办理更正。")
    snap(desk, "answer")
    desk.get_by_role("button", name="提交答复").click()
    desk.get_by_role("link", name="提出更正").click()
    expect(desk.get_by_role("heading", name="提出更正")).to_be_visible()
    page.goto(OWN)
    expect(page.get_by_text("第三题漏加 25 分，将办理更正。")).to_be_visible()
    fits(page)
    snap(page, "answered")
