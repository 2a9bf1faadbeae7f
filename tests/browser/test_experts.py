"""Experts and their panels in a browser: an opinion on a phone, a draw on any screen."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from filing.models import Filing, Opinion, Panel, PanelMember
from tests.filing import panels
from tests.filing.world import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    return build()


@pytest.fixture
def checked(axe, fits):
    """Opens a page and looks whether it fits and is accessible."""

    def open_(page: Page, address: str) -> None:
        page.goto(address)
        fits(page)
        axe(page)

    return open_


def test_an_expert_writes_an_opinion_on_a_phone(world, phone, sign_in, checked):
    filing = panels.convened(world)
    member = panels.seats(filing)[0]
    sign_in(phone, member.user)
    checked(phone, "/desk/")
    checked(phone, reverse("filing:my-panels"))
    checked(phone, reverse("filing:expert-record"))
    checked(phone, reverse("filing:opinion", args=[filing.number]))
    first = phone.get_by_role("group", name="意见").first
    first.get_by_label("不符合").check()
    expect(phone.locator("#saved")).to_contain_text("已保存")
    with phone.expect_response("**/opinion/save/"):
        phone.get_by_label("理由").first.fill("现场没有视频监控。")
    phone.reload()
    expect(phone.get_by_label("理由").first).to_have_value("现场没有视频监控。")
    row = Opinion.objects.get(member=member)
    assert (row.condition, row.verdict, row.text) == ("lawful", "fails", "现场没有视频监控。")


def test_an_opinion_is_confirmed_before_it_is_said(world, phone, sign_in, axe, fits, page_problems):
    filing = panels.convened(world)
    member = panels.seats(filing)[0]
    panels.fill_in(member)
    sign_in(phone, member.user)
    phone.goto(reverse("filing:opinion", args=[filing.number]))
    phone.get_by_label("总体意见的理由").fill("")
    phone.get_by_role("button", name="提交意见").click()
    phone.get_by_role("dialog").get_by_role("button", name="提交意见").click()
    expect(phone.get_by_text("意见还没有提交")).to_be_visible()
    page_problems.clear()  # 422 is an error in the console
    axe(phone)
    phone.get_by_label("总体意见的理由").fill("符合条件。")
    phone.get_by_role("button", name="提交意见").click()
    phone.get_by_role("dialog").get_by_role("button", name="提交意见").click()
    expect(phone).to_have_url(re.compile("/panel/$"))
    fits(phone)
    axe(phone)
    assert PanelMember.objects.get(pk=member.pk).spoken_at is not None


def test_an_officer_draws_and_concludes(world, any_screen, sign_in, checked, axe):
    filing = panels.accepted(world)
    for _ in range(5):
        panels.expert(world)
    page = any_screen
    sign_in(page, world.staff["dcf"])
    checked(page, reverse("casework:act", args=[filing.number, "evaluate"]))
    page.get_by_label("文件审核").check()
    page.get_by_label("现场考察", exact=True).check()
    page.get_by_role("button", name="组织技术评估").click()
    expect(page.get_by_role("heading", name="专家组")).to_be_visible()
    axe(page)
    assert Panel.objects.get().methods == ["文件审核", "现场考察"]
    panels.all_speak(Filing.objects.get(pk=filing.pk))
    checked(page, reverse("filing:panel", args=[filing.number]))
    checked(page, reverse("filing:lot", args=[filing.number, Panel.objects.get().lot_id]))
    checked(page, reverse("casework:act", args=[filing.number, "pass_evaluation"]))


def test_the_pool_is_kept_with_a_search_for_fields(world, any_screen, sign_in, checked):
    panels.expert(world)
    newcomer = world.member(world.offices["dcf"], "expert", name="新专家")
    page = any_screen
    sign_in(page, world.staff["dcf"])
    checked(page, reverse("filing:pool"))
    page.goto(reverse("filing:expert-appoint", args=[newcomer.pk]))
    page.get_by_label("职称或职业技能等级").fill("高级技师")
    page.get_by_label("查找职业或类别").fill("电工")
    page.get_by_role("button", name="查找").click()
    page.get_by_label("6-31-01-03").check()
    expect(page.get_by_label("职称或职业技能等级")).to_have_value("高级技师")
    checked(page, reverse("filing:expert", args=[panels.Expert.objects.get().pk]))
