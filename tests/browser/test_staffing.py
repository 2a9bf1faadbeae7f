"""An agency enters its staff and arranges a session; a bureau sends a supervisor; on any screen."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.enums import Role
from assessment.models import Duty, Session, Tie
from catalogue.regulations.terms import PlanStep
from config import clock
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.assessment.entering import a_plan, id_number
from tests.assessment.staffing.world import duty, examiner, rooms, seat, session
from tests.browser.looking import looked_at


@pytest.fixture
def held(agencies):  # noqa: F811
    """A session of theory in two rooms, with some people to choose from."""
    plan = a_plan(agencies, "lc", ["own_staff"], PlanStep.ROSTER)
    agencies.item(plan)
    agency = agencies.agency["lc"]
    made = session(plan, rooms(agency, 40, 20))
    first, second = made.rooms.order_by("order")
    seat(made, first, *range(1, 31))
    seat(made, second, *range(31, 46))
    for number in range(1, 7):
        examiner(agency, number, "invigilator", "support", team="动力分厂维修二车间")
    examiner(agency, 7, "chief", "internal", name="阿依古丽·买买提明江·吐尔逊")
    examiner(agency, 8, "internal", certificate="", employer="聊城市某某装备制造集团有限责任公司")
    near = examiner(agency, 9, "invigilator", name="须回避")
    Tie.objects.create(
        examiner=near, id_hash=made.seats.first().entry.id_hash, name="考生1", cause="师徒"
    )
    duty(made, near, "support")
    return made


def test_staff_are_entered(
    desktop: Page,
    sign_in,
    axe,
    fits,
    page_problems,
    agencies,  # noqa: F811
):
    page = desktop
    sign_in(page, agencies.clerk["lc"])
    page.goto("/staff/")
    looked_at(page, axe, fits, "staff-empty")
    page.get_by_role("link", name="登记人员").click()
    page.get_by_role("button", name="保存").click()
    looked_at(page, axe, fits, "staff-wrong")
    page_problems.clear()  # the browser notes the 422
    page.get_by_label("姓名").fill("李四")
    page.get_by_label("证件号码").fill(id_number(501))
    page.get_by_role("checkbox", name="考评员", exact=True).check()
    page.get_by_label("资质证书编号").fill("KP0001")
    page.get_by_label("6-31-01-03 电工").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("李四")
    page.get_by_role("link", name="登记回避事项").click()
    looked_at(page, axe, fits, "staff-tie")
    page.get_by_label("考生姓名").fill("王五")
    page.get_by_label("证件号码").fill(id_number(7))
    page.get_by_label("事由").fill("师徒")
    page.get_by_role("button", name="登记").click()
    looked_at(page, axe, fits, "staff-person")
    page.locator("#content").get_by_role("link", name="考务人员", exact=True).click()
    looked_at(page, axe, fits, "staff-list")


def test_a_session_is_arranged(
    desktop: Page,
    sign_in,
    axe,
    fits,
    page_problems,
    agencies,  # noqa: F811
    held,
):
    page = desktop
    sign_in(page, agencies.clerk["lc"])
    page.goto(f"/plan/{held.plan.number}/sessions/{held.pk}/staff/")
    looked_at(page, axe, fits, "session-before")
    page.get_by_role("button", name="安排主考", exact=True).click()
    looked_at(page, axe, fits, "session-wrong")
    page_problems.clear()  # the browser notes the 422
    page.get_by_role("combobox", name="安排主考").select_option(label="阿依古丽·买买提明江·吐尔逊")
    page.get_by_role("button", name="安排主考", exact=True).click()
    expect(page.get_by_role("button", name="撤下阿依古丽·买买提明江·吐尔逊")).to_be_visible()
    page.get_by_role("button", name="按建议安排").click()
    looked_at(page, axe, fits, "session-after")
    assert Duty.objects.filter(role="invigilator").count() == 4


def test_a_supervisor_is_sent_and_sees_it(
    desktop: Page,
    sign_in,
    axe,
    fits,
    agencies,  # noqa: F811
    held,
):
    page, starts = desktop, clock.now() + timedelta(30)
    Session.objects.update(starts_at=starts, ends_at=starts + timedelta(hours=2))
    sent = agencies.world.member(
        agencies.world.offices["lc_centre"], Role.SUPERVISOR, name="外督员"
    )
    sign_in(page, agencies.world.staff["lc_centre"])
    page.goto(f"/cases/{held.plan.number}/")
    looked_at(page, axe, fits, "office-case")
    page.get_by_role("link", name="理论知识考试").click()
    page.get_by_label("外部质量督导员").select_option(label="外督员")
    page.get_by_role("button", name="委派").click()
    expect(page.get_by_role("button", name="撤回外督员")).to_be_visible()
    looked_at(page, axe, fits, "supervisors")
    sign_in(page, sent)
    page.goto("/duties/")
    looked_at(page, axe, fits, "own")
    page.goto("/duties/?show=past")
    looked_at(page, axe, fits, "own-empty")
    page.goto("/desk/")
    looked_at(page, axe, fits, "desk")
