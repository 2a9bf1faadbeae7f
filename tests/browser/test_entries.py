"""Workers enter by link and by clerk, and the agency approves, on a desk and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment.models import Entry
from tests.assessment import entering
from tests.assessment.conftest import *  # noqa: F403 - the agencies and their people
from tests.assessment.entering import a_plan, an_entry, id_number, phone, six_years


@pytest.fixture
def plan(agencies):
    entering.conditions()
    plan = a_plan(agencies, "lc", ["own_staff", "dispatched"])
    item = agencies.item(plan)
    for number in range(2, 36):
        six_years(an_entry(plan, item, number, status="applied"))
    an_entry(
        plan, item, 40, name="阿依古丽·买买提", employer="聊城第一机械制造有限责任公司东昌分公司"
    )
    return plan


def fill_in(page: Page) -> None:
    page.get_by_label("姓名", exact=True).fill("张三丰")
    page.get_by_label("证件号码").fill(id_number(1))
    page.get_by_label("联系电话").fill(phone(1))
    page.get_by_label("申报职业（工种）和等级").select_option(index=1)
    page.get_by_label("人员类别").select_option(index=0)
    page.locator("#id_work-0-since").fill("2019-01-01")
    page.locator("#id_work-0-employer").fill("第一机械厂")
    page.locator("#id_work-0-occupation").fill("电工")


@pytest.mark.usefixtures("live_server")
def test_a_clerk_enters_and_approves(any_screen, sign_in, axe, fits, agencies, plan):
    page = any_screen
    sign_in(page, agencies.clerk["lc"])
    page.goto(reverse("assessment:entries", args=[plan.number]))
    axe(page)
    fits(page)
    page.get_by_role("link", name="添加报名").click()
    axe(page)
    fits(page)
    fill_in(page)
    page.get_by_role("button", name="保存并提交").click()
    expect(page.get_by_text("已提交。")).to_be_visible()
    expect(page.get_by_text("累计工作满5年：")).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_role("button", name="核准").click()
    expect(page.get_by_text("已办理 1 份报名。")).to_be_visible()
    page.get_by_label("不逐个勾选").check()
    page.get_by_role("button", name="核准").click()
    expect(page.get_by_text("已办理 34 份报名。")).to_be_visible()


@pytest.mark.usefixtures("live_server")
def test_a_worker_applies_by_link(any_screen, open_screen, sign_in, axe, fits, agencies, plan):
    page = any_screen
    desk = open_screen({"width": 1280, "height": 800})
    sign_in(desk, agencies.clerk["lc"])
    desk.goto(reverse("assessment:entry-links", args=[plan.number]))
    desk.get_by_label("用途").fill("一车间")
    desk.get_by_role("button", name="生成链接").click()
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.get_by_role("button", name="复制链接").click()
    expect(desk.get_by_text("已复制。")).to_be_visible()
    address = desk.evaluate("navigator.clipboard.readText()")
    assert address == desk.locator(".entry-address a").inner_text()
    axe(desk)
    page.goto(address)
    axe(page)
    fits(page)
    fill_in(page)
    page.get_by_label("本人自愿参加").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("没有照片。")).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_role("link", name="上传照片").click()
    picture = {"name": "照片.png", "mimeType": "image/png", "buffer": entering.portrait()}
    page.locator("input[type=file]").set_input_files(picture)
    page.get_by_role("button", name="上传").click()
    page.get_by_role("button", name="提交申报表").click()
    number = Entry.objects.get(name="张三丰").number
    expect(page.get_by_text(f"受理编号 {number}")).to_be_visible()
    axe(page)
    fits(page)
