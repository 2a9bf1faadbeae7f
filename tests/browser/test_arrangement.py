"""An agency registers rooms, sets up sessions and gives out seats, on a desk and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment.models import Seat
from tests.assessment.arrangement.world import a_plan_of, a_room, a_session, a_site, people, url
from tests.assessment.conftest import *  # noqa: F403 - the agencies and their people
from tests.browser.looking import looked_at

LONG = "聊城第一机械制造有限责任公司东昌分公司职工技能实训中心"


@pytest.fixture
def plan(agencies):
    """A plan with forty people for two occupations and a workshop at a site with a long name."""
    plan = a_plan_of(agencies, "lc")
    items = [agencies.item(plan), agencies.item(plan, "6-18-01-01", 3)]
    for number in range(1, 41):
        name = "阿依古丽·买买提吐尔逊" if number == 7 else f"考生{number}"
        people(plan, items[number % 2], [number], name=name, ticket=f"2026{number:08}")
    site = a_site(plan, LONG, contact="办公室 0635-8200000")
    workshop = a_room(site, "维修电工和车工综合实训车间", "practice", 24)
    a_session(plan, items, [workshop], "14:00", "16:00", "practice")
    return plan


@pytest.mark.usefixtures("live_server")
def test_rooms_sessions_and_seats(desktop: Page, sign_in, axe, fits, agencies, plan):
    page = desktop
    sign_in(page, agencies.clerk["lc"])
    page.goto(reverse("assessment:sites"))
    looked_at(page, axe, fits)
    page.get_by_role("link", name=LONG).click()
    looked_at(page, axe, fits)
    page.get_by_role("link", name="添加考场").click()
    page.get_by_label("考场名称").fill("第一考场")
    page.get_by_label("类别").select_option(label="理论考场")
    page.get_by_label("座位（工位）数").fill("45")
    looked_at(page, axe, fits)
    page.get_by_role("button", name="保存").click()

    page.goto(url(plan, "sessions"))
    looked_at(page, axe, fits)
    page.get_by_role("link", name="理论知识考试场次").click()
    looked_at(page, axe, fits)
    page.get_by_label("开始时间").fill("09:00")
    page.get_by_label("结束时间").fill("10:30")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存场次。")).to_be_visible()
    looked_at(page, axe, fits)
    page.get_by_role("link", name="返回考务安排").click()
    page.get_by_label("随机抽取").check()
    page.get_by_role("button", name="编排座位").click()
    expect(page.get_by_text("已编排 64 个座位。")).to_be_visible()
    expect(page.get_by_text("还有 16 人次没有座位")).to_be_visible()
    looked_at(page, axe, fits)
    seats_of(page, axe, fits, plan)


def seats_of(page: Page, axe, fits, plan) -> None:
    """The seats of theory: looked at, one moved to a free seat, the lot read."""
    theory = plan.sessions.get(subject="theory")
    page.goto(url(plan, "seats", theory.pk))
    looked_at(page, axe, fits)
    first = Seat.objects.filter(session=theory).order_by("number").first().entry
    page.get_by_role("link", name=f"调整{first.name}的座位", exact=True).click()
    page.get_by_label("座位号").fill("44")
    looked_at(page, axe, fits)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text(f"已调整{first.name}的座位。")).to_be_visible()
    page.get_by_role("link", name="返回场次").click()
    page.get_by_role("link", name="抽取记录").click()
    expect(page.get_by_text("记录完整")).to_be_visible()
    looked_at(page, axe, fits)
