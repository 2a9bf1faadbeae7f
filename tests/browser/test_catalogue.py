"""The occupation catalogue and the admin's import, as people use them."""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from catalogue.models import Occupation
from catalogue.services.loading import load
from printing import sheets
from tests.catalogue.conftest import piece_folder  # noqa: F401


@pytest.fixture
def catalogue(live_server, piece_folder) -> None:  # noqa: F811
    load(piece_folder)


@pytest.mark.usefixtures("catalogue")
class TestPublic:
    def test_typing_finds_and_the_page_stays_shareable(self, desktop: Page, axe, fits):
        desktop.goto("/occupations/")
        axe(desktop)
        fits(desktop)
        desktop.get_by_label("查找职业或工种").press_sequentially("dg", delay=30)
        first = desktop.locator(".occupation-row a").first
        expect(first).to_have_text("电工")
        expect(desktop).to_have_url(re.compile("search=dg"))
        axe(desktop)
        fits(desktop)
        # An answer that is still on its way would take the focus with it.
        underway = desktop.locator(".htmx-request, .htmx-swapping, .htmx-settling")
        expect(underway).to_have_count(0)
        first.press("Enter")
        expect(desktop.get_by_role("heading", level=1)).to_have_text("电工")
        axe(desktop)
        fits(desktop)

    def test_without_a_match_the_way_on_is_shown(self, desktop: Page):
        desktop.goto("/occupations/")
        desktop.get_by_label("查找职业或工种").fill("没有的职业")
        expect(desktop.get_by_text("没有找到相符的职业")).to_be_visible()

    def test_a_refused_occupation(self, desktop: Page, axe, fits):
        desktop.goto("/occupations/4-07-05-01/")
        expect(desktop.get_by_text("企业不能评价这个职业")).to_be_visible()
        axe(desktop)
        fits(desktop)

    def test_classes(self, desktop: Page, axe, fits):
        desktop.goto("/occupations/6/")
        axe(desktop)
        fits(desktop)

    def test_the_pages_of_the_api_run_under_our_policy(self, desktop: Page, axe, fits):
        desktop.goto("/")
        desktop.get_by_role("link", name="接口文档").click()
        operation = desktop.locator(".opblock-summary-path").first
        expect(operation).to_be_visible()
        fits(desktop)
        axe(desktop)
        operation.click()
        expect(desktop.get_by_role("button", name="Try it out")).to_be_visible()
        desktop.get_by_role("link", name="技评通").first.click()
        expect(desktop).to_have_url(re.compile("/$"))


@pytest.mark.usefixtures("catalogue")
def test_a_sheet_is_corrected_and_imported(desktop: Page, sign_in, axe, fits, tmp_path):
    headers = ["职业编码", "名称", "层级", "上级编码", "版本", "发布年份", "来源"]
    good = ["6-31-01-77", "设备医生", "细类", "6-31-01", "测试版", "2026", "测试"]
    wrong = [good, ["6-31-01-78", "", "细类", "6-31-01", "测试版", "两千", "测试"]]
    (tmp_path / "wrong.xlsx").write_bytes(sheets.write(headers, wrong))
    (tmp_path / "good.xlsx").write_bytes(sheets.write(headers, [good]))
    sign_in(desktop, get_user_model().objects.create_superuser("boss"))

    desktop.goto("/admin/catalogue/occupation/")
    desktop.get_by_role("link", name="导入").click()
    axe(desktop)
    desktop.get_by_label("要导入的表格").set_input_files(tmp_path / "wrong.xlsx")
    desktop.get_by_role("button", name="上传并预览").click()
    cells = desktop.get_by_role("region", name="问题").get_by_role("cell")
    assert cells.all_inner_texts() == [
        "3", "发布年份", "“两千”不是整数", "填写不超过五位的整数，如 60",
        "3", "名称", "此字段不能为空", "请填写",
    ]  # fmt: skip
    axe(desktop)
    fits(desktop)
    assert not Occupation.objects.filter(code="6-31-01-77").exists()

    desktop.get_by_label("要导入的表格").set_input_files(tmp_path / "good.xlsx")
    desktop.get_by_role("button", name="上传并预览").click()
    axe(desktop)
    fits(desktop)
    desktop.get_by_role("button", name="确认导入").dblclick()
    expect(desktop.get_by_text("已导入“good.xlsx”：新增 1 条，更新 0 条。")).to_be_visible()
    assert Occupation.objects.get(code="6-31-01-77").history.count() == 1


@pytest.mark.usefixtures("catalogue")
def test_the_admin_runs_under_our_policy(desktop: Page, sign_in):
    sign_in(desktop, get_user_model().objects.create_superuser("boss"))
    row = Occupation.objects.get(code="6-31-01-03").pk
    for address in ("", "?q=dg", "add/", f"{row}/change/", f"{row}/history/", "export/"):
        desktop.goto(f"/admin/catalogue/occupation/{address}")
    desktop.goto("/admin/catalogue/occupation/add/")
    desktop.locator(".select2-selection").click()
    desktop.keyboard.type("jxsbxl")
    expect(desktop.locator(".select2-results__option").first).to_contain_text("机械设备修理人员")
