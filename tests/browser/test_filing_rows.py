"""An applicant fills in occupations with the keyboard, and people from a spreadsheet."""

import pytest
from playwright.sync_api import Page, expect

from catalogue.models import RegulatedOccupation
from filing.models import Filing
from filing.rows.people_sheet import COLUMNS
from printing import sheets
from tests.filing.conftest import *  # noqa: F403 - the same offices, people and applicants
from tests.filing.rows import ELECTRICIAN, WELDER, id_number, standard

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def draft(world) -> Filing:
    standard()
    RegulatedOccupation.objects.create(
        item=1,
        group="测试",
        qualification="焊接准入",
        occupation=world.occupations[WELDER],
        block="full",
        certainty="verified",
        source="国家职业资格目录",
    )
    return world.filing(regulation="jiangsu-enterprise", receiver="sz")


@pytest.fixture
def page(desktop: Page, sign_in, world, draft) -> Page:
    sign_in(desktop, world.hr)
    return desktop


def tab_to(page: Page, locator) -> None:
    """Step through the page until the control has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if locator.evaluate("node => node === document.activeElement"):
            return
    pytest.fail("没有能用 Tab 键到达的控件")


def at(draft: Filing, rest: str) -> str:
    return f"/filing/{draft.number}/{rest}/"


@pytest.mark.usefixtures("live_server")
def test_an_occupation_is_added_by_keyboard(page, draft, axe, fits, page_problems):
    page.goto(at(draft, "scope"))
    axe(page)
    fits(page)
    tab_to(page, page.get_by_role("link", name="添加职业（工种）"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("hangong")
    expect(page.get_by_text("不能申报：属准入类职业资格“焊接准入”")).to_be_visible()
    expect(page.get_by_role("link", name="选择焊工")).to_have_count(0)
    axe(page)
    page.keyboard.press("Control+A")
    page.keyboard.type("diangong")
    page.wait_for_url("**search=diangong")  # what is found of a part of the word passes
    expect(page.locator(".htmx-request")).to_have_count(0)
    choose = page.get_by_role("link", name="选择电工")
    expect(choose).to_be_visible()
    axe(page)
    fits(page)
    tab_to(page, choose)
    page.keyboard.press("Enter")
    fill_in(page, axe, fits, page_problems)
    expect(page.get_by_text("已保存职业（工种）。")).to_be_visible()
    row = draft.scope.get()
    assert (row.occupation.code, row.work_type, row.lowest, row.highest, row.methods) == (
        ELECTRICIAN,
        "维修电工",
        5,
        3,
        ["exam"],
    )
    axe(page)
    fits(page)


def fill_in(page: Page, axe, fits, page_problems) -> None:
    """Once with a field forgotten; what was typed is still there."""
    expect(page.get_by_role("heading", level=1)).to_have_text("申报电工")
    axe(page)
    fits(page)
    tab_to(page, page.get_by_label("工种（职业方向）"))
    page.keyboard.type("维修电工")
    tab_to(page, page.get_by_label("最高等级"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    tab_to(page, page.get_by_role("checkbox", name="考核鉴定"))
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    save = page.get_by_role("button", name="保存")
    tab_to(page, save)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("请填写技能人员数。")
    page_problems.clear()  # the browser notes the 422
    axe(page)
    fits(page)
    page.get_by_label("技能人员数").fill("40")
    page.keyboard.press("Enter")


@pytest.mark.usefixtures("live_server")
def test_people_come_in_by_spreadsheet(page, draft, axe, fits, page_problems):
    heads = list(COLUMNS)
    good = {"类别": "考评员", "姓名": "张三", "证件号码": id_number(1), "专职": "是"}
    bad = good | {"姓名": "李四", "证件号码": "123"}
    page.goto(at(draft, "people/sheet"))
    axe(page)
    fits(page)
    send(page, heads, good, bad)
    expect(page.get_by_role("alert").first).to_contain_text("第 3 行“证件号码”")
    page_problems.clear()  # the browser notes the 422
    axe(page)
    send(page, heads, good)
    expect(page.get_by_role("button", name="写入 1 人")).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_role("button", name="写入 1 人").click()
    expect(page.get_by_text("已写入 1 人。")).to_be_visible()
    assert draft.people.get().id_number == id_number(1)
    axe(page)
    fits(page)


def send(page: Page, heads: list[str], *lines: dict) -> None:
    rows = [[line.get(head, "") for head in heads] for line in lines]
    file = {"name": "people.xlsx", "mimeType": XLSX, "buffer": sheets.write(heads, rows)}
    page.get_by_label("人员名单").set_input_files(file)
    page.get_by_role("button", name="核对表格").click()


@pytest.mark.usefixtures("live_server")
@pytest.mark.parametrize(
    "rest",
    ["people", "people/add", "venue", "venue/add", "standards", "scope/levels/add"],
)
def test_the_pages_read_well(page, draft, axe, fits, rest):
    page.goto(at(draft, rest))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)
    fits(page)
