"""Check-in, an incident and a supervisor's note, on any screen."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.enums import Role
from assessment import tickets
from assessment.models import Duty
from casework.services import files
from config import clock
from results.models import Attendance, Incident, VisitNote
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.assessment.entering import portrait
from tests.browser.looking import looked_at
from tests.results.world import Day, a_day


@pytest.fixture
def day(agencies, settings, tmp_path) -> Day:  # noqa: F811
    """Five minutes into theory, as the clock of the server has it."""
    settings.MEDIA_ROOT = tmp_path
    made = a_day(agencies, "lc", people=4)
    made.theory.starts_at = clock.now() - timedelta(minutes=5)
    made.theory.ends_at = clock.now() + timedelta(minutes=85)
    made.theory.save()
    first = made.entries[0]
    first.photo = files.keep(portrait(), case=made.plan, name="照片.png", kind="png", by=None)
    first.name = "阿依古丽·买买提明江·吐尔逊"
    first.save()
    return made


def test_candidates_are_noted(any_screen: Page, sign_in, axe, fits, page_problems, day):
    page, counts = any_screen, any_screen.locator("#held-counts")
    sign_in(page, day.watch.examiner.user)
    page.goto("/duties/")
    page.get_by_role("link", name="签到").click()
    looked_at(page, axe, fits, "check-in-before")
    page.get_by_role("button", name="阿依古丽·买买提明江·吐尔逊到考").dblclick()
    expect(counts).to_contain_text("未登记 3")
    page.get_by_role("button", name="考生2缺考").click()
    expect(counts).to_contain_text("未登记 2")
    expect(page.get_by_role("button", name="考生2缺考")).to_be_focused()
    page.get_by_role("button", name="撤销考生2的登记").click()
    expect(counts).to_contain_text("未登记 3")
    page.context.set_offline(True)
    page.get_by_role("button", name="考生3到考").click()
    expect(page.get_by_text("没有连上，这一次可能没有保存")).to_be_visible()
    page.context.set_offline(False)
    page_problems.clear()  # the browser notes that it was offline
    page.get_by_role("button", name="考生3到考").click()
    expect(counts).to_contain_text("未登记 2")
    page.get_by_label("只看未登记").check()
    expect(page.locator(".held-row")).to_have_count(2)
    looked_at(page, axe, fits, "check-in-missing")
    page.get_by_role("button", name="其余全部缺考").first.click()
    page.get_by_role("dialog").get_by_role("button", name="其余全部缺考").click()
    expect(counts).to_contain_text("未登记 0")
    looked_at(page, axe, fits, "check-in-after")
    assert Attendance.objects.filter(presence="absent").count() == 2


def test_a_ticket_is_scanned_and_a_breach_written_down(any_screen: Page, sign_in, axe, fits, day):
    page = any_screen
    sign_in(page, day.watch.examiner.user)
    page.goto(tickets.address("", day.entries[0].ticket))
    looked_at(page, axe, fits, "check-in-person")
    page.get_by_role("button", name="到考").click()
    expect(page.get_by_text("（扫码）")).to_be_visible()
    page.get_by_role("link", name="记录考场情况").click()
    page.get_by_label("违纪情形").select_option("phone")
    page.get_by_label("经过").fill("9:20 使用手机，现场制止。")
    looked_at(page, axe, fits, "incident-form")
    page.get_by_role("button", name="提交记录").click()
    expect(page.get_by_text("全部科目成绩无效").first).to_be_visible()
    looked_at(page, axe, fits, "incidents")
    assert (Incident.objects.get().consequence, Incident.objects.get().entry) == (
        "all",
        day.entries[0],
    )


def test_a_supervisor_writes_the_note(
    any_screen: Page,
    sign_in,
    axe,
    fits,
    page_problems,
    agencies,  # noqa: F811
    day,
):
    page = any_screen
    sent = agencies.world.member(
        agencies.world.offices["lc_centre"], Role.SUPERVISOR, name="外督员"
    )
    Duty.objects.create(session=day.theory, user=sent, role="external")
    sign_in(page, sent)
    page.goto("/duties/")
    page.get_by_role("link", name="督导记录").click()
    page.get_by_role("link", name="填写督导记录").click()
    page.get_by_role("button", name="提交").click()
    looked_at(page, axe, fits, "visit-wrong")
    page_problems.clear()  # the browser notes the 422
    for choice in page.get_by_role("radio", name="符合", exact=True).all():
        choice.check()
    page.get_by_label("督导情况").fill("9:05 到场，巡查一考场，秩序良好。")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("秩序良好。", exact=False).first).to_be_visible()
    looked_at(page, axe, fits, "visits")
    assert VisitNote.objects.get().written_by == sent
    sign_in(page, day.arbiter)
    page.goto(f"/cases/{day.plan.number}/")
    page.get_by_role("link", name="的督导记录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("督导记录")
