"""The face in a real browser: no grave finding of axe, no sideways scrolling, all by keyboard."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["/", "/ui/", "/ui/desk/", "/ui/print/", "/admin/login/"]
PROBLEMS = {
    "/nowhere/": 404,
    "/ui/problems/409/": 409,
    "/ui/problems/429/": 429,
    "/ui/problems/500/": 500,
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_and_fits(desktop, axe, fits, address):
    assert desktop.goto(address).status == 200
    axe(desktop)
    fits(desktop)


@pytest.mark.parametrize("address", PROBLEMS)
def test_an_error_page_is_accessible_and_fits(desktop, axe, fits, address, page_problems):
    assert desktop.goto(address).status == PROBLEMS[address]
    axe(desktop)
    fits(desktop)
    # The browser notes the status of the page itself in the console; nothing else may stand there.
    noted = [problem for problem in page_problems if "Failed to load resource" not in problem]
    assert noted == []
    page_problems.clear()


def focused(page) -> str:
    return page.evaluate("document.activeElement.innerText.trim()")


def test_the_keyboard_goes_through_the_head_in_order(desktop):
    desktop.goto("/")
    seen = []
    for _ in range(5):
        desktop.keyboard.press("Tab")
        seen.append(focused(desktop))
    assert seen == ["跳到正文", "技评通", "首页", "办事指南", "职业目录"]


def test_the_skip_link_is_seen_and_leads_to_the_text(desktop):
    desktop.goto("/")
    desktop.keyboard.press("Tab")
    assert desktop.locator(".skip-link").bounding_box()["y"] >= 0
    desktop.keyboard.press("Enter")
    desktop.keyboard.press("Tab")
    assert desktop.evaluate("document.activeElement.closest('main') !== null")


def test_what_has_the_focus_is_ringed(desktop):
    desktop.goto("/")
    desktop.keyboard.press("Tab")
    desktop.keyboard.press("Tab")
    outline = desktop.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_targets_are_large_enough(desktop):
    desktop.goto("/ui/")
    small = desktop.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, textarea')]
            .filter(e => e.offsetParent && !e.closest('p, label, .skip-link, li > a, td'))
            .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    inside_labels = [html for html in small if "radio" not in html and "checkbox" not in html]
    assert inside_labels == []


def test_the_first_error_has_the_focus_and_leads_to_its_field(desktop):
    desktop.goto("/ui/")
    assert "请改正以下内容后重新提交" in focused(desktop)
    desktop.get_by_role("link", name="请选择隶属关系。").click()
    assert desktop.evaluate("location.hash") == "#id_affiliation_0"


def test_the_dialog_holds_the_focus_and_gives_it_back(desktop):
    desktop.goto("/ui/")
    desktop.get_by_role("button", name="撤回申请").focus()
    desktop.keyboard.press("Enter")
    dialog = desktop.get_by_role("dialog", name="撤回这份备案申请？")
    assert dialog.is_visible()
    assert focused(desktop) == "取消"
    desktop.keyboard.press("Escape")
    assert dialog.is_hidden()
    assert focused(desktop) == "撤回申请"


def test_the_dialogs_button_submits_the_form(desktop):
    desktop.goto("/ui/")
    desktop.get_by_role("button", name="撤回申请").click()
    desktop.get_by_role("button", name="确认撤回").click()
    desktop.get_by_text("已收到。样式页不保存任何内容。").wait_for()


def test_without_scripts_the_button_still_submits(open_screen):
    page = open_screen({"width": 1280, "height": 800}, java_script_enabled=False)
    page.goto("/ui/")
    page.get_by_role("button", name="撤回申请").click()
    page.wait_for_url("**/ui/")
    assert page.get_by_role("heading", name="样式页").is_visible()


def test_an_upload_shows_its_way_and_arrives(desktop):
    desktop.goto("/ui/")
    desktop.set_input_files(
        "#id_roster", {"name": "名册.csv", "mimeType": "text/csv", "buffer": b"a,b"}
    )
    desktop.locator("#upload button[type=submit]").click()
    desktop.get_by_text("已收到。样式页不保存任何内容。").wait_for()


def test_a_refused_upload_comes_back_with_the_reason_in_focus(desktop):
    desktop.goto("/ui/")
    desktop.set_input_files(
        "#id_roster", {"name": "名册.pdf", "mimeType": "application/pdf", "buffer": b"x"}
    )
    desktop.locator("#upload button[type=submit]").click()
    desktop.get_by_role("link", name="人员名册：请上传 .xlsx 或 .csv 文件。").wait_for()
    # A second try works from the page that came back.
    desktop.set_input_files(
        "#id_roster", {"name": "名册.csv", "mimeType": "text/csv", "buffer": b"a,b"}
    )
    desktop.locator("#upload button[type=submit]").click()
    desktop.get_by_text("已收到。样式页不保存任何内容。").wait_for()


def test_a_file_beyond_the_limit_is_not_sent(desktop):
    desktop.goto("/ui/")
    big = {"name": "大.csv", "mimeType": "text/csv", "buffer": b"x" * (10 * 1024 * 1024 + 1)}
    desktop.set_input_files("#id_roster", big)
    desktop.locator("#upload button[type=submit]").click()
    message = desktop.locator(".upload-message")
    assert message.inner_text() == "“大.csv”超过 10 MB，请缩小后再上传。"


def test_a_list_is_sorted_and_turned_in_place(desktop):
    desktop.goto("/ui/?search=x")
    with desktop.expect_response("**/ui/?search=x&sort=holders"):
        desktop.locator("#occupations-sort-holders").click()
    desktop.wait_for_url("**/ui/?search=x&sort=holders")
    desktop.locator("th[aria-sort=ascending]").wait_for()
    desktop.locator("#occupations-list").get_by_role("link", name="下一页").click()
    desktop.wait_for_url("**/ui/?search=x&sort=holders&page=2")
    expect(desktop.locator("#live")).to_have_text("共 70 个职业")


def test_going_back_shows_the_list_as_it_was(desktop):
    desktop.goto("/ui/")
    desktop.locator("#occupations-sort-holders").click()
    desktop.wait_for_url("**/ui/?sort=holders")
    desktop.locator("#occupations-list th[aria-sort=ascending]").wait_for()
    desktop.go_back()
    desktop.wait_for_url("**/ui/")
    desktop.locator("#occupations-list th[aria-sort=ascending]").wait_for(state="detached")


def test_on_a_phone_a_row_is_a_card_that_names_its_cells(phone):
    phone.goto("/ui/desk/")
    row = phone.locator("#occupations-list tbody tr").first
    heads = row.locator("td").evaluate_all("cells => cells.map(cell => cell.dataset.head)")
    assert heads == ["职业编码", "职业名称", "状态", "持证人数"]
    assert row.evaluate("row => getComputedStyle(row).display") == "flex"


def test_the_workbench_menu_opens_and_closes_on_a_phone(phone):
    phone.goto("/ui/desk/")
    menu = phone.get_by_role("navigation", name="工作台导航")
    assert menu.is_hidden()
    phone.get_by_role("button", name="打开菜单").click()
    assert menu.is_visible()
    phone.keyboard.press("Escape")
    assert menu.is_hidden()


def test_nothing_moves_for_those_who_ask_so(open_screen):
    page = open_screen({"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto("/ui/")
    assert page.evaluate("getComputedStyle(document.querySelector('.btn')).transitionDuration") in (
        "0s",
        "1e-05s",
    )


def test_the_home_page_with_its_certificate_search(desktop, axe, fits, settings):
    settings.ROOT_URLCONF = "tests.portal.later_urls"
    desktop.goto("/")
    assert desktop.get_by_label("证书编号或身份证号").is_visible()
    axe(desktop)
    fits(desktop)
