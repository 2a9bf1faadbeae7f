"""A clerk fills in an application: typed text is kept at once, a lost session loses nothing, and a
double click sends once."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from filing.models import Filing, Submission
from filing.services import answering
from tests.filing.conftest import *  # noqa: F403 - the same world
from tests.filing.filled import fill_in

pytestmark = pytest.mark.usefixtures("live_server")


@pytest.fixture
def at_work(desktop: Page, sign_in, world) -> Page:
    sign_in(desktop, world.hr)
    return desktop


def test_from_the_start_to_a_kept_field(at_work: Page, axe, fits, world):
    page = at_work
    page.goto("/filing/start/")
    axe(page)
    fits(page)
    page.get_by_role("button", name=re.compile("开始填报.*聊城市")).click()
    expect(page.get_by_text("已建立申请草稿")).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_role("link", name="组织信息", exact=True).click()
    page.get_by_label("单位地址").press_sequentially("样例路 1 号")
    expect(page.locator("#note-address").get_by_text("已保存")).to_be_visible()
    page.get_by_label("联系电话").fill("12345")
    expect(page.locator("#note-phone").get_by_text("联系电话应为手机号码")).to_be_visible()
    expect(page.get_by_label("联系电话")).to_have_attribute("aria-invalid", "true")
    axe(page)
    fits(page)
    page.reload()
    expect(page.get_by_label("联系电话")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("单位地址")).to_have_value("样例路 1 号")
    expect(page.get_by_label("联系电话")).to_have_value("12345")
    filing = Filing.objects.get()
    assert answering.typed(filing, "organisation") == {
        "address": "样例路 1 号",
        "phone": "12345",
    }


def scripts_held_back(page: Page, address: str) -> Route:
    """The page on a slow line: it can be filled in, and its scripts are still to come."""
    held = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/htmx.min.js", hold)
    with page.expect_request("**/htmx.min.js"):
        page.goto(address, wait_until="commit")
    expect(page.locator("h1")).to_be_visible()
    return held[0]


def test_what_is_typed_before_the_scripts_are_there_is_kept(at_work: Page, world):
    page, filing = at_work, world.filing()
    scripts = scripts_held_back(page, f"/filing/{filing.number}/organisation/")
    page.get_by_label("单位地址").fill("样例路 1 号")
    page.get_by_label("联系电话").focus()
    scripts.continue_()
    expect(page.locator("#note-address").get_by_text("已保存")).to_be_visible()
    assert answering.typed(filing, "organisation") == {"address": "样例路 1 号"}


def test_a_choice_before_the_scripts_are_there_is_kept(at_work: Page, world):
    page, filing = at_work, world.filing()
    scripts = scripts_held_back(page, f"/filing/{filing.number}/conditions/")
    page.get_by_role("radio", name="不符合").first.check()
    scripts.continue_()
    expect(page.locator("#note-lawful_meets").get_by_text("已保存")).to_be_visible()
    assert answering.typed(filing, "conditions") == {"lawful_meets": "no"}


def test_what_is_typed_after_the_session_ended_is_kept(at_work: Page, sign_in, world):
    page, filing = at_work, world.filing()
    page.goto(f"/filing/{filing.number}/organisation/")
    page.get_by_label("单位地址").fill("样例路 1 号")
    expect(page.locator("#note-address").get_by_text("已保存")).to_be_visible()
    Session.objects.all().delete()
    page.get_by_label("法定代表人").fill("王五")
    expect(page.get_by_text("请重新登录，已填内容保留在本页")).to_be_visible()
    expect(page.get_by_label("法定代表人")).to_have_value("王五")
    assert answering.typed(filing, "organisation") == {"address": "样例路 1 号"}
    sign_in(page, world.hr)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#note-legal_representative").get_by_text("已保存")).to_be_visible()
    expect(page.get_by_text("请重新登录，已填内容保留在本页")).to_be_hidden()
    assert answering.typed(filing, "organisation")["legal_representative"] == "王五"


def test_a_choice_and_a_tick_are_kept(at_work: Page, axe, fits, world):
    page, filing = at_work, world.filing()
    page.goto(f"/filing/{filing.number}/conditions/")
    page.get_by_role("radio", name="不符合").first.check()
    expect(page.locator("#note-lawful_meets").get_by_text("已保存")).to_be_visible()
    axe(page)
    fits(page)
    page.goto(f"/filing/{filing.number}/promise/")
    page.get_by_role("checkbox").first.check()
    expect(page.locator("#note-promise_1").get_by_text("已保存")).to_be_visible()
    with page.expect_response("**/save/promise/"):  # “已保存” stands there already
        page.get_by_role("checkbox").first.uncheck()
    page.goto(f"/filing/{filing.number}/")
    expect(page.get_by_text("条件1：请填写本单位的情况等 12 处")).to_be_visible()
    assert answering.typed(filing, "promise") == {"promise_1": ""}


def test_a_double_click_sends_once(at_work: Page, axe, fits, world):
    page, filing = at_work, fill_in(world, world.filing())
    page.goto(f"/filing/{filing.number}/review/")
    axe(page)
    fits(page)
    page.get_by_label("已逐项核对").check()
    page.get_by_role("button", name="提交申请").dblclick()
    expect(page).to_have_url(re.compile(f"/cases/{filing.number}/$"))
    expect(page.get_by_text("已提交，由东昌府区人社局办理")).to_be_visible()
    axe(page)
    fits(page)
    assert Submission.objects.count() == 1
    assert Filing.objects.get().state == "submitted"


def test_the_papers_of_a_draft(at_work: Page, axe, fits, world):
    page, filing = at_work, world.filing()
    page.goto(f"/filing/{filing.number}/papers/")
    axe(page)
    fits(page)
    page.get_by_role("link", name=re.compile("以告知承诺或网络核验代替.*完税证明")).click()
    axe(page)
    fits(page)
    page.get_by_role("radio", name="告知承诺").check()
    page.get_by_label("内容").fill("已按章纳税，可在电子税务局核验。")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已提交“完税证明”")).to_be_visible()
