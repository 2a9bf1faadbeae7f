"""An agency asks for another time, room or person or for other days; the centre answers."""

from datetime import timedelta

from django.db.models import F
from playwright.sync_api import Page, expect

from assessment.models import Plan, PlanChange, Session
from config import clock
from tests.assessment.changes.world import announced, arranged
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.browser.looking import looked_at

AHEAD = 30


def test_a_session_is_postponed(desktop: Page, sign_in, axe, fits, agencies):  # noqa: F811
    page, plan = desktop, to_come(agencies)
    sign_in(page, agencies.clerk["lc"])
    page.goto(f"/cases/{plan.number}/")
    page.get_by_role("link", name="办理变更").click()
    looked_at(page, axe, fits)
    page.get_by_role("link", name="场次改期").click()
    looked_at(page, axe, fits)
    page.get_by_label("场次").select_option(index=1)
    page.get_by_label("新的日期").fill((clock.today() + timedelta(AHEAD + 9)).isoformat())
    page.get_by_label("开始时间").fill("14:00")
    page.get_by_label("结束时间").fill("16:00")
    page.get_by_label("变更原因").fill("考场所在楼宇停电检修，无法按时开考。")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_have_text("场次改期")
    looked_at(page, axe, fits)

    sign_in(page, agencies.world.staff["lc_centre"])
    page.goto(f"/cases/{plan.number}/")
    looked_at(page, axe, fits)
    page.get_by_role("link", name="同意变更").click()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="同意变更").click()
    expect(page.get_by_text("已生效").first).to_be_visible()
    assert PlanChange.objects.get().status == "in_force"

    sign_in(page, agencies.clerk["lc"])
    page.goto(f"/plan/{plan.number}/changes/")
    looked_at(page, axe, fits)
    page.get_by_role("link", name="场次改期").last.click()
    looked_at(page, axe, fits)
    page.get_by_role("link", name="下载通知名单").click()
    looked_at(page, axe, fits)


def test_a_room_is_refused_and_a_person_replaced(desktop: Page, sign_in, axe, fits, agencies):  # noqa: F811
    page, plan = desktop, to_come(agencies)
    clerk, centre = agencies.clerk["lc"], agencies.world.staff["lc_centre"]
    chosen = {"不能使用的考场": "一考场（", "换成的考场": "二考场（"}
    propose(page, sign_in, clerk, plan, "更换考场", chosen)
    looked_at(page, axe, fits)

    sign_in(page, centre)
    page.reload()
    page.get_by_role("link", name="不同意").click()
    expect(page.get_by_text("理论知识考试")).to_be_visible()
    page.get_by_label("理由").fill("二考场没有视频监控，请另选考场。")
    looked_at(page, axe, fits)
    page.get_by_role("button", name="不同意变更").click()
    expect(page.get_by_text("未同意").first).to_be_visible()
    looked_at(page, axe, fits)

    propose(
        page, sign_in, clerk, plan, "更换人员", {"不能到场的人员": "考务3", "接替人员": "考务6"}
    )
    looked_at(page, axe, fits)
    sign_in(page, centre)
    page.reload()
    page.get_by_role("link", name="同意变更").click()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="同意变更").click()
    expect(page.get_by_text("已生效").first).to_be_visible()
    sign_in(page, clerk)
    page.reload()
    expect(page.get_by_text("这项变更不涉及考生")).to_be_visible()
    looked_at(page, axe, fits)
    ended = PlanChange.objects.order_by("pk").values_list("kind", "status")
    assert list(ended) == [("room", "refused"), ("staff", "in_force")]


def test_the_days_of_a_plan_are_moved(
    desktop: Page,
    sign_in,
    axe,
    fits,
    page_problems,
    agencies,  # noqa: F811
):
    page, first = desktop, clock.today() + timedelta(AHEAD)
    days = {"first_on": first, "last_on": first + timedelta(1)}
    plan = announced(agencies, "lc", **days)
    sign_in(page, agencies.clerk["lc"])
    page.goto(f"/plan/{plan.number}/changes/propose/days/")
    looked_at(page, axe, fits)
    page.get_by_label("首场日期").fill((first + timedelta(7)).isoformat())
    page.get_by_label("末场日期").fill((first + timedelta(6)).isoformat())
    page.get_by_label("变更原因").fill("考场停电检修。")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("末场日期不能早于首场日期").first).to_be_visible()
    looked_at(page, axe, fits)
    page_problems.clear()
    page.get_by_label("末场日期").fill((first + timedelta(8)).isoformat())
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_have_text("评价日期改期")
    looked_at(page, axe, fits)
    assert PlanChange.objects.get().kind == "days"


def propose(page: Page, sign_in, clerk, plan: Plan, kind: str, chosen: dict[str, str]) -> None:
    """Fill in the form of a kind of change; what to choose by a part of what it is called."""
    sign_in(page, clerk)
    page.goto(f"/plan/{plan.number}/changes/")
    page.locator("dt").get_by_role("link", name=kind).click()
    for label, part in chosen.items():
        field = page.get_by_label(label)
        value = field.locator("option", has_text=part).first.get_attribute("value")
        field.select_option(value)
    page.get_by_label("变更原因").fill("考场漏水、考务人员突发疾病，不能按原安排进行。")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_have_text(kind)
    expect(page.get_by_text("待同意").first).to_be_visible()


def to_come(agencies) -> Plan:  # noqa: F811
    """A plan that is ready, a month ahead of the day on which the browser is."""
    plan = arranged(agencies, "lc", "ready").plan
    moved = clock.today() + timedelta(AHEAD) - plan.first_on
    Session.objects.update(starts_at=F("starts_at") + moved, ends_at=F("ends_at") + moved)
    first, last = plan.first_on + moved, plan.last_on + moved
    Plan.objects.update(first_on=first, last_on=last)
    return plan
