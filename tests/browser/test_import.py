"""An import under an impatient hand: pressed twice, gone back."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from catalogue.models import Occupation
from catalogue.services.loading import load
from printing import sheets
from tests.catalogue.conftest import piece_folder  # noqa: F401

HEADERS = ["职业编码", "名称", "层级", "上级编码", "技能类", "版本", "发布年份", "来源"]
ROW = ["6-31-01-03", "电气工", "细类", "6-31-01", "是", "大典2022", "2022", "测试"]


@pytest.fixture
def uploaded(live_server, piece_folder, sign_in, desktop: Page, tmp_path) -> Page:  # noqa: F811
    """The preview of a file."""
    load(piece_folder)
    sign_in(desktop, get_user_model().objects.create_superuser("boss"))
    file = tmp_path / "职业.xlsx"
    file.write_bytes(sheets.write(HEADERS, [ROW]))
    desktop.goto("/admin/catalogue/occupation/import/")
    desktop.set_input_files("input[type=file]", file)
    desktop.get_by_role("button", name="上传并预览").click()
    expect(desktop.get_by_role("heading", name="预览")).to_be_visible()
    return desktop


def test_pressed_twice_it_is_done_once_and_told(uploaded: Page):
    uploaded.get_by_role("button", name="确认导入").dblclick()
    expect(uploaded.get_by_text("新增 0 条，更新 1 条").first).to_be_visible()
    row = Occupation.objects.get(code="6-31-01-03")
    assert (row.name, row.history.count()) == ("电气工", 2)


def test_the_button_rests_while_the_answer_is_awaited(uploaded: Page):
    uploaded.route("**/process_import/", lambda route: route.fulfill(status=204))
    button = uploaded.get_by_role("button", name="确认导入")
    button.click()
    expect(button).to_be_disabled()


def test_who_goes_back_finds_the_preview_again(uploaded: Page):
    uploaded.get_by_role("link", name="取消").click()
    uploaded.go_back()
    expect(uploaded.get_by_role("heading", name="预览")).to_be_visible()
    uploaded.reload()
    expect(uploaded.get_by_role("button", name="确认导入")).to_be_enabled()
    uploaded.get_by_role("button", name="确认导入").click()
    expect(uploaded.get_by_text("新增 0 条，更新 1 条")).to_be_visible()
    uploaded.go_back()
    expect(uploaded.get_by_text("新增 0 条，更新 1 条").first).to_be_visible()
