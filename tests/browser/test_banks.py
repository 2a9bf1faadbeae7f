"""A writer fills a bank by hand and by spreadsheet, another approves; on any screen."""

import pytest
from playwright.sync_api import Page, expect

from papers.models import Question
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.browser.looking import looked_at
from tests.papers.banks.books import MARKING, TASK, book, row
from tests.papers.banks.test_pages import picture
from tests.papers.banks.world import build


@pytest.fixture
def kept(agencies):  # noqa: F811
    """A bank with two points."""
    return build(agencies)


def test_a_question_is_written_and_approved(desktop: Page, sign_in, axe, fits, page_problems, kept):
    page = desktop
    sign_in(page, kept.writer)
    page.goto("/banks/")
    looked_at(page, axe, fits, "banks")
    page.get_by_role("link", name="电工").click()
    looked_at(page, axe, fits, "bank")
    page.get_by_role("link", name="录入单项选择题").click()
    page.get_by_role("button", name="保存", exact=True).click()
    looked_at(page, axe, fits, "question-wrong")
    page_problems.clear()  # the browser notes the 422
    page.get_by_label("知识点").select_option(index=1)
    page.get_by_label("难度").select_option("easy")
    page.get_by_label("题干").fill("下列符号中，表示接地的是（ ）。")
    for letter in "ABC":
        page.get_by_label(f"选项 {letter}").fill(f"图 {letter}")
    page.get_by_role("radio", name="B").check()
    page.get_by_label("图片").set_input_files(
        {"name": "图.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第 1 题")
    expect(page.get_by_text("等待另一人审定")).to_be_visible()
    looked_at(page, axe, fits, "question")
    page.goto(f"/banks/{kept.bank.pk}/questions/add/task/")
    looked_at(page, axe, fits, "task")
    sign_in(page, kept.second)
    page.goto(f"/banks/{kept.bank.pk}/questions/")
    all_are_ticked(page)
    looked_at(page, axe, fits, "questions")
    page.get_by_role("button", name="审定").click()
    expect(page.get_by_text("已审定 1 题。")).to_be_visible()
    assert Question.objects.get().status == "in_use"


def all_are_ticked(page: Page) -> None:
    """One box ticks all of the page, and follows each of them."""
    every, one = page.get_by_label("全选本页"), page.get_by_label("选择第 1 题")
    every.check()
    expect(one).to_be_checked()
    expect(page.get_by_text("已选 1 题")).to_be_visible()
    one.uncheck()
    expect(every).not_to_be_checked()
    one.check()
    expect(every).to_be_checked()


def test_questions_come_by_spreadsheet(desktop: Page, sign_in, axe, fits, kept):
    page = desktop
    sign_in(page, kept.writer)
    page.goto(f"/banks/{kept.bank.pk}/import/")
    looked_at(page, axe, fits, "import")

    def send(data: bytes) -> None:
        file = {"name": "试题.xlsx", "mimeType": "application/zip", "buffer": data}
        page.get_by_label("文件").set_input_files(file)
        page.get_by_role("button", name="上传并核对").click()

    send(book(row(), row(题干="第二题", 答案="C"), row(**TASK, 题干="操作"), marking=MARKING))
    expect(page.get_by_text("有 1 行不能导入")).to_be_visible()
    looked_at(page, axe, fits, "review-wrong")
    page.get_by_role("link", name="改好了，重新上传").click()
    send(book(row(), row(**TASK, 题干="操作"), marking=MARKING))
    expect(page.get_by_text("确认后导入 2 题")).to_be_visible()
    looked_at(page, axe, fits, "review")
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入 2 题")).to_be_visible()
    assert Question.objects.count() == 2
