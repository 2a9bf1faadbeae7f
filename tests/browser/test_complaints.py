"""A stranger complains on a phone, an officer answers, the stranger reads it."""

import pytest
from playwright.sync_api import Page, expect

from supervision.models import Complaint
from tests.casework.files.pictures import jpg
from tests.supervision.complaints.conftest import *  # noqa: F403 - the same offices and agencies
from tests.supervision.complaints.world import CONTACT, NAME, TEXT, receipt_of, said


def complain(page: Page, name: str, axe, fits, page_problems) -> str:
    """Once with a name that several have, then wholly. Answers the code."""
    page.goto("/complaints/new/")
    axe(page)
    fits(page)
    page.get_by_label("评价机构", exact=True).check()
    page.get_by_label("单位名称").fill(name[:2])
    page.get_by_label("问题类别").select_option(label="考试舞弊、泄题")
    page.get_by_label("具体情况").fill(TEXT)
    page.get_by_label("实名").check()
    page.get_by_label("您的姓名").fill(NAME)
    page.get_by_label("联系方式").fill(CONTACT)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("名称相近的不止一家")
    page_problems.clear()  # the browser notes the 422
    axe(page)
    fits(page)
    page.get_by_label(name).check()
    page.get_by_label("证据材料").set_input_files(
        [{"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": jpg()}]
    )
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("投诉举报已收到")
    axe(page)
    fits(page)
    return page.locator(".complaint-code").inner_text()


def track(page: Page, code: str) -> None:
    page.goto("/complaints/track/")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("投诉举报进展")


def answer(desk: Page, number: str, axe, fits) -> None:
    """An officer takes it on, looks at the question to the agency, and answers."""
    desk.goto(f"/cases/{number}/")
    expect(desk.get_by_text(TEXT)).to_be_visible()
    axe(desk)
    fits(desk)
    desk.get_by_role("link", name="受理", exact=True).click()
    desk.get_by_role("button", name="受理", exact=True).click()
    desk.get_by_role("dialog").get_by_role("button", name="受理", exact=True).click()
    desk.get_by_role("link", name="请被投诉单位说明").click()
    axe(desk)
    fits(desk)
    desk.goto(f"/cases/{number}/acts/answer/")
    desk.get_by_label("属实", exact=True).check()
    desk.get_by_role("textbox", name="答复").fill("经核查属实，已责令整改。")
    desk.get_by_role("button", name="答复", exact=True).click()
    desk.get_by_role("dialog").get_by_role("button", name="答复", exact=True).click()
    expect(desk.get_by_text("已办理：答复。")).to_be_visible()
    axe(desk)
    fits(desk)


@pytest.mark.usefixtures("live_server")
def test_from_the_complaint_to_the_answer(
    any_screen: Page, open_screen, sign_in, axe, fits, agencies, officer, page_problems
):
    lc, other = agencies.agency["lc"], agencies.agency["sd"]
    for each, name in ((lc, "东风机械厂"), (other, "东风培训学校")):
        each.name = name
        each.save(update_fields=["name"])
    page = any_screen
    code = complain(page, "东风机械厂", axe, fits, page_problems)
    case = Complaint.objects.get()

    track(page, code)
    axe(page)
    fits(page)
    page.get_by_label("补充的情况").fill("还有两名考生可以作证。")
    page.get_by_role("button", name="提交补充").click()
    expect(page.get_by_text("补充的内容已收到")).to_be_visible()
    axe(page)

    desk = open_screen(page.viewport_size)
    sign_in(desk, officer)
    answer(desk, case.number, axe, fits)

    track(page, code)
    expect(page.get_by_text("经核查属实，已责令整改。")).to_be_visible()
    fits(page)


@pytest.mark.usefixtures("live_server")
def test_the_desk_of_complaints(any_screen: Page, sign_in, axe, fits, lc, officer):
    page = any_screen
    receipt_of(said(lc))
    sign_in(page, officer)
    page.goto("/complaints/")
    expect(page.get_by_role("heading", level=1)).to_have_text("投诉举报")
    axe(page)
    fits(page)
    page.get_by_role("link", name="登记电话、来信、媒体报道").click()
    axe(page)
    fits(page)
    page.get_by_label("媒体报道", exact=True).check()
    page.get_by_label("媒体名称和日期").fill("某晚报6月5日")
    page.get_by_label("评价机构", exact=True).check()
    page.get_by_label("单位名称").fill(lc.code)
    page.get_by_label("问题类别").select_option(label="违规收费")
    page.get_by_label("具体情况").fill("报道称该机构在公布标准之外收取考务费。")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator(".complaint-code")).to_be_visible()
    axe(page)
    fits(page)
    assert Complaint.objects.get(channel="media").entered_by == officer
