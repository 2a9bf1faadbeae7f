"""An enterprise has its own standard approved; a subsidiary asks for its parent's filing."""

import pytest
from playwright.sync_api import Page, expect

from catalogue.models import ConditionSet
from filing.models import Recognition, StandardCase
from tests.casework.files import pdfs
from tests.filing import agencies
from tests.filing.conftest import *  # noqa: F403 - the same offices and people

TEXT = {"name": "规范.pdf", "mimeType": "application/pdf", "buffer": pdfs.plain()}


@pytest.fixture
def firm(world):
    """In Suzhou, with its manager."""
    ConditionSet.objects.create(code="2023", name="默认", source="测试", is_default=True)
    return world.applicant("320500", "city")


@pytest.mark.usefixtures("live_server")
def test_a_standard_is_proposed_and_approved(
    desktop: Page, open_screen, sign_in, axe, fits, world, firm
):
    page = desktop
    sign_in(page, firm[1])
    page.goto("/desk/")
    page.get_by_role("link", name="企业评价规范").click()
    page.get_by_label("规范名称").fill("铣工（五轴）评价规范")
    page.get_by_label("查找职业").fill("铣工")
    page.get_by_role("button", name="查找").click()
    page.get_by_label("6-18-01-02 铣工").check()
    expect(page.get_by_label("规范名称")).to_have_value("铣工（五轴）评价规范")
    page.get_by_label("版本").fill("2026年版")
    page.get_by_label("最低等级").select_option(label="五级/初级工")
    page.get_by_label("最高等级").select_option(label="三级/高级工")
    page.get_by_label("不低于国家职业标准").check()
    page.get_by_label("规范文本").set_input_files(TEXT)
    axe(page)
    fits(page)
    page.get_by_role("button", name="报审").click()
    expect(page.get_by_role("heading", name="评价规范", exact=True)).to_be_visible()
    expect(page.get_by_text("已报审，事项编号")).to_be_visible()
    axe(page)
    fits(page)
    case = StandardCase.objects.get()

    officer = open_screen(page.viewport_size)
    sign_in(officer, world.staff["sz_centre"])
    officer.goto(f"/cases/{case.number}/acts/approve/")
    officer.get_by_role("button", name="审定备案").first.click()
    officer.get_by_role("dialog").get_by_role("button", name="审定备案").click()
    expect(officer.get_by_text("已办理：审定备案")).to_be_visible()
    expect(officer.get_by_role("link", name="企业评价规范审定备案通知书")).to_be_visible()
    axe(officer)
    fits(officer)


@pytest.mark.usefixtures("live_server")
def test_a_subsidiary_asks_for_its_parents_filing(desktop: Page, sign_in, axe, fits, world, firm):
    agencies.agency(world, "样例集团有限公司")
    page = desktop
    sign_in(page, firm[1])
    page.goto("/recognitions/new/")
    page.get_by_label("查找母公司的备案").fill("样例集团")
    page.get_by_role("button", name="查找").click()
    page.get_by_label("样例集团有限公司").check()
    page.get_by_label("母子公司关系", exact=True).fill("母公司持有本单位 100% 股权。")
    page.get_by_label("关系证明材料").set_input_files(TEXT)
    axe(page)
    fits(page)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="申请认可的备案")).to_be_visible()
    axe(page)
    fits(page)
    assert Recognition.objects.get().agency.name == "样例集团有限公司"
