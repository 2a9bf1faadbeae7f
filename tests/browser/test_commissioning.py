"""An enterprise commissions an agency, and the agency answers."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from assessment.models import Commission
from config import clock
from tests.assessment.commissioning.steps import a_commission
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.browser.looking import looked_at
from tests.casework.files import pdfs
from tests.filing.conftest import stored_files  # noqa: F401 - fixture


def test_an_enterprise_fills_in_a_commission_and_asks(
    desktop: Page,
    sign_in,
    axe,
    fits,
    agencies,  # noqa: F811
    page_problems,
):
    page, agency = desktop, agencies.agency["hb"]
    sign_in(page, agencies.client_hr)
    page.goto("/commissions/start/")
    looked_at(page, axe, fits)
    page.get_by_role("link", name=f"委托{agency.name}").click()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="开始填写").click()
    expect(page.locator("h1")).to_contain_text("委托")
    looked_at(page, axe, fits)

    page.get_by_role("link", name="需求和承诺").click()
    looked_at(page, axe, fits)
    page.get_by_label("评价需求").fill("车间电工 30 人。")
    day = clock.today() + timedelta(40)
    page.get_by_label("希望评价时间").fill(day.isoformat())
    page.get_by_label("待遇兑现承诺").fill("合格者每月增发技能津贴。")
    page.get_by_role("button", name="保存").click()

    needed(page, axe, fits, page_problems)
    page.get_by_role("link", name="到事项页办理").click()
    looked_at(page, axe, fits)
    page.get_by_role("link", name="向评价机构提交需求").click()
    page.get_by_role("button", name="向评价机构提交需求").first.click()
    page.get_by_role("dialog").get_by_role("button", name="向评价机构提交需求").click()
    expect(page.get_by_text("已办理：向评价机构提交需求。")).to_be_visible()
    assert Commission.objects.get().state == "requested"


def needed(page: Page, axe, fits, page_problems) -> None:
    """An occupation and level for 30 people; first for none, which is refused."""
    page.get_by_role("link", name="职业等级和人数").click()
    page.get_by_label("职业和等级").select_option(label="6-31-01-03 电工 四级/中级工")
    page.get_by_label("人数").fill("0")
    page.get_by_role("button", name="添加").click()
    looked_at(page, axe, fits)
    page_problems.clear()  # the browser reports the 422
    page.get_by_label("人数").fill("30")
    page.get_by_role("button", name="添加").click()
    looked_at(page, axe, fits)
    page.get_by_role("link", name="返回委托").click()


def test_the_agency_agrees_with_the_signed_agreement(
    desktop: Page,
    sign_in,
    axe,
    fits,
    agencies,  # noqa: F811
    page_problems,
):
    page, case = desktop, a_commission(agencies, "hb", "requested", signed_on=None)
    Commission.objects.filter(pk=case.pk).update(proposed_on=clock.today() + timedelta(40))
    sign_in(page, agencies.clerk["hb"])
    page.goto(f"/cases/{case.number}/")
    looked_at(page, axe, fits)
    page.get_by_role("link", name="接受委托", exact=True).click()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="接受委托").click()
    expect(page.get_by_text("请勾选“协议已由双方签字盖章”。").first).to_be_visible()
    looked_at(page, axe, fits)
    page_problems.clear()  # the browser reports the 422
    file = {"name": "协议.pdf", "mimeType": "application/pdf", "buffer": pdfs.plain()}
    page.get_by_label("委托评价协议").set_input_files(file)
    page.get_by_label("签订日期").fill(clock.today().isoformat())
    page.get_by_label("协议已由双方签字盖章").check()
    page.get_by_role("button", name="接受委托").click()
    expect(page.get_by_text("已办理：接受委托。")).to_be_visible()
    assert Commission.objects.get().state == "agreed"


@pytest.mark.parametrize("key", ["hb", "lc"])
def test_a_granted_commission_leads_to_the_plan(
    desktop: Page,
    sign_in,
    axe,
    fits,
    agencies,  # noqa: F811
    key,
):
    case = a_commission(agencies, key, "granted")
    sign_in(desktop, agencies.clerk[key])
    desktop.goto(f"/cases/{case.number}/")
    looked_at(desktop, axe, fits)
    desktop.get_by_role("link", name="按委托制定评价计划").click()
    desktop.get_by_role("button", name="开始填写").click()
    expect(desktop.locator("h1")).to_contain_text("委托评价计划")
