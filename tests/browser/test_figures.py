"""The dashboards are drawn, read and taken away: on a desk and on a phone."""

import io

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from printing import sheets
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.filing.granting import on
from tests.portal.figures.world import TODAY, build


@pytest.fixture
def busy(agencies, settings, tmp_path):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path
    with on(TODAY):
        return build(agencies)


def painted(page: Page) -> list[bool]:
    """Of each chart, whether anything was painted on its canvas."""
    return page.evaluate(
        """() => [...document.querySelectorAll("[data-chart]:not([hidden])")].map((place) => {
            const canvas = place.querySelector("canvas"), { width, height } = canvas;
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            return data.some((value) => value > 0);
        })"""
    )


def narrowed_by_keyboard(page: Page, region) -> None:
    """Into the table, to one level, sent; what is shown then goes into a workbook."""
    region.focus()
    expect(region).to_be_focused()
    level = page.locator("#id_level")
    level.select_option(label="三级/高级工")
    level.press("Tab")
    button = page.get_by_role("button", name="统计")
    expect(button).to_be_focused()
    button.press("Enter")
    expect(page.get_by_role("heading", name="聊城市人社局，三级/高级工")).to_be_visible()
    expect(page.get_by_role("region", name="按等级").get_by_role("rowheader")).to_have_count(1)
    with page.expect_download() as taken:
        page.get_by_role("button", name="导出 xlsx").click()
    content = io.BytesIO(taken.value.path().read_bytes())
    assert sheets.read(content).rows[0].cells[0] == "核发"
    page.get_by_role("link", name="清除").click()


def test_an_officer_reads_the_figures(desktop: Page, sign_in, axe, fits, busy):
    page = desktop
    sign_in(page, busy.world.staff["lc"])
    page.goto(reverse("portal:figures"))
    axe(page)
    fits(page)
    page.get_by_role("link", name="看证书").click()
    expect(page.locator("[data-drawn]")).to_have_count(4)
    assert painted(page) == [True] * 4
    axe(page)
    fits(page)
    # The table says it for whoever does not see; the chart is not read out.
    region = page.get_by_role("region", name="按地区")
    assert [cell.inner_text() for cell in region.get_by_role("rowheader").all()] == [
        "聊城市（本级）",
        "东昌府区",
        "阳谷县",
    ]
    expect(page.locator("[data-chart][aria-hidden=true]")).to_have_count(4)
    narrowed_by_keyboard(page, region)
    for name in ("合格率", "持证人员", "备案", "时限", "投诉举报"):
        page.get_by_role("navigation", name="数据看板").get_by_role("link", name=name).click()
        expect(page.locator("[data-drawn]").first).to_be_visible()
        assert all(painted(page))
        axe(page)
        fits(page)
