"""An officer reads an application, collects what is missing, and asks for it once."""

import pytest
from playwright.sync_api import Page, expect

from casework.models import Letter
from casework.services import door
from filing.enums import WordingUse
from filing.models import Filing, SupplementItem, Wording
from tests.filing.conftest import *  # noqa: F403 - the same places, offices and people
from tests.filing.filled import fill_in

TEXT = "缺考评员聘书，请补充。"


@pytest.fixture
def submitted(live_server, world) -> Filing:
    filing = fill_in(world, world.filing())
    door.perform(filing, "submit", actor=world.hr)
    Wording.objects.create(
        office=world.offices["dcf"], act=WordingUse.SUPPLEMENT, title="缺聘书", text=TEXT
    )
    return Filing.objects.get(pk=filing.pk)


def test_an_officer_reads_and_asks_once(
    desktop: Page, sign_in, axe, fits, world, submitted, page_problems
):
    page = desktop
    sign_in(page, world.staff["dcf"])
    page.goto(f"/cases/{submitted.number}/")
    page.get_by_role("link", name="阅卷", exact=True).click()
    expect(page.get_by_role("heading", name="机构与人员")).to_be_visible()
    axe(page)
    fits(page)

    page.locator("#papers summary", has_text="预览").first.click()
    picture = page.locator("#papers img").first
    expect(picture).to_be_visible()
    page.wait_for_function("() => document.querySelector('#papers img').naturalWidth > 0")

    people = page.locator("#people")
    people.get_by_text("增加补正事项").click()
    people.get_by_label("需补正的内容：常用语").select_option(label="缺聘书")
    expect(people.get_by_label("需补正的内容", exact=True)).to_have_value(TEXT)
    people.get_by_role("button", name="列入补正清单").click()
    expect(page.locator("#people .reading-items")).to_contain_text(TEXT)
    axe(page)
    fits(page)

    page.get_by_role("link", name="补正清单（1）").click()
    expect(page.get_by_text(TEXT)).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_role("button", name="一次性告知补正").first.click()
    page.locator("dialog[open]").get_by_role("button", name="一次性告知补正").click()
    expect(page.get_by_text("已办理：一次性告知补正。")).to_be_visible()
    fits(page)
    assert SupplementItem.objects.get().round == 1
    assert Letter.objects.get().title == "一次性补正告知书"


def test_an_officer_keeps_a_view_of_the_queue(desktop: Page, sign_in, axe, fits, world):
    world.filing("submitted")
    page = desktop
    sign_in(page, world.staff["dcf"])
    page.goto("/cases/")
    page.get_by_label("承办人").select_option(label="待接办的")
    expect(page.locator("#case-views")).to_contain_text("存为常用视图")
    page.get_by_text("存为常用视图").click()
    page.get_by_label("视图名称").fill("待接办")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name="待接办", exact=True)).to_have_attribute(
        "aria-current", "page"
    )
    axe(page)
    fits(page)
