"""An agency fills in a plan and files it."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from assessment.models import Plan
from config import clock
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.browser.looking import looked_at


def test_a_plan_is_filled_in_and_filed(desktop: Page, sign_in, axe, fits, agencies):  # noqa: F811
    page, plan = desktop, agencies.plan("lc")
    sign_in(page, agencies.clerk["lc"])
    page.goto(f"/plan/{plan.number}/")
    looked_at(page, axe, fits)

    page.get_by_role("link", name="基本安排").click()
    looked_at(page, axe, fits)
    page.get_by_label("考核鉴定").check()
    page.get_by_label("本单位在岗职工").check()
    for label, days in (("报名开始", 1), ("报名截止", 20), ("首场日期", 40), ("末场日期", 41)):
        day = clock.today() + timedelta(days)
        page.get_by_label(label).fill(day.isoformat())
    page.get_by_role("button", name="保存").click()

    page.get_by_role("link", name="职业等级").click()
    page.get_by_label("职业和等级").select_option(label="6-31-01-03 电工  四级/中级工")
    page.get_by_label("预计人数").fill("30")
    page.get_by_role("button", name="添加").click()
    looked_at(page, axe, fits)
    page.get_by_role("link", name=re.compile("修改.*人数和科目")).click()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="增加综合评审").click()
    page.get_by_role("link", name="返回职业等级").click()
    page.get_by_role("link", name="返回计划").click()

    announcement(page)
    looked_at(page, axe, fits)
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="预览评价公告").click()
    looked_at(page, axe, fits)

    page.goto(f"/cases/{plan.number}/")
    looked_at(page, axe, fits)
    page.get_by_role("link", name="报备计划").click()
    page.get_by_role("button", name="报备计划").click()
    expect(page.locator("h1")).to_contain_text("评价计划")
    assert Plan.objects.get().state == "plan_filed"


def announcement(page: Page) -> None:
    """The texts of the public announcement, typed."""
    page.get_by_role("link", name="公告内容").click()
    page.get_by_label("联系人和办公电话").fill("培训中心 0635-8200000")
    page.get_by_label("监督举报电话").fill("0635-8200001")
    page.get_by_label("评价安排").fill("分两批进行。")
    page.get_by_label("评价内容").fill("按国家职业标准考核。")
