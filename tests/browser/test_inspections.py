"""A supervisor's visit from the task to the findings with photos, and the public record."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from config import clock
from supervision.models import CheckAnswer, Finding, Inspection
from supervision.selectors import inspections as reads
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.assessment.entering import portrait
from tests.browser.looking import looked_at
from tests.supervision.inspections import world as places
from tests.supervision.inspections.world import Desk, fresh, task


@pytest.fixture
def drawn(agencies, settings, tmp_path) -> tuple[Desk, Inspection]:  # noqa: F811
    """Every agency drawn; the visit may begin today, as the clock of the server has it."""
    settings.MEDIA_ROOT = tmp_path
    desk, today = places.build(agencies), clock.today()
    campaign = desk.drawn(
        amount=5,
        staff=False,
        begins_on=today,
        ends_on=today + timedelta(20),
        weighted=True,
        grounds="按上年检查结果加权。",
        weights={"Y000037100001": [3, "上年检查发现较重问题"]},
    )
    return desk, task(campaign)


def record_is_tapped(page: Page) -> None:
    """Every point, and the words while the network is away for a moment."""
    groups = page.locator(".inspect-point fieldset")
    for at in range(groups.count()):
        groups.nth(at).get_by_label("符合", exact=True).check()
        expect(page.locator(".inspect-saved")).to_have_count(at + 1)
    page.context.set_offline(True)
    page.get_by_label("检查情况").fill("9:00 到场，查看场地、制度和档案，询问工作人员。")
    expect(page.get_by_text("网络不通，已填内容保留在本页")).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".inspect-saved")).to_have_count(groups.count() + 1)


def problem_is_written(page: Page, picture: Path, look: Callable[[], None]) -> None:
    page.get_by_role("link", name="记录问题").click()
    page.get_by_label("检查要点").select_option("rules")
    page.get_by_label("较重").check()
    page.get_by_label("问题", exact=True).fill("考点没有公示收费标准。")
    page.get_by_label("整改要求").fill("在考点和本平台公示收费标准。")
    page.get_by_label("照片 1").set_input_files(picture)
    look()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("考点没有公示收费标准。")).to_be_visible()
    expect(page.get_by_alt_text("照片 1")).to_be_visible()


@pytest.mark.clause("LC-21", "LN-14")
def test_a_visit_on_a_phone(phone: Page, sign_in, axe, fits, page_problems, drawn, tmp_path):
    page, (_, case) = phone, drawn
    picture = tmp_path / "现场.png"
    picture.write_bytes(portrait())
    sign_in(page, fresh(reads.team_of(case).first().user))
    page.goto("/desk/inspections/mine/")
    looked_at(page, axe, fits, "inspect-mine")
    page.get_by_role("link", name=case.title).click()
    looked_at(page, axe, fits, "inspect-task")
    page.get_by_role("link", name="开始检查").click()
    page.get_by_role("button", name="开始检查").first.click()
    page.get_by_role("dialog").get_by_role("button", name="开始检查").click()
    page.get_by_role("link", name="填写检查记录").click()
    record_is_tapped(page)
    page_problems.clear()  # the browser notes that it was offline
    looked_at(page, axe, fits, "inspect-record")
    problem_is_written(page, picture, lambda: looked_at(page, axe, fits, "inspect-finding"))
    looked_at(page, axe, fits, "inspect-found")
    page.get_by_role("button", name="提交检查记录").first.click()
    page.get_by_role("dialog").get_by_role("button", name="提交检查记录").click()
    expect(page.get_by_text("检查记录已提交。")).to_be_visible()
    looked_at(page, axe, fits, "inspect-reported")
    row = Finding.objects.get()
    assert (row.point, row.severity, row.photos.count()) == ("rules", "serious", 1)
    assert CheckAnswer.objects.get(point="rules").value == "no"
    assert Inspection.objects.get(pk=case.pk).state == "reported"


def test_everybody_reads_a_draw(desktop: Page, axe, fits, drawn):
    desk, case = drawn
    now = datetime.now(places.ZONE)
    done = desk.done(case, "begin", now, actor=places.inspector(case))
    with clock.travel(now):
        places.fill(done)
    done = desk.done(done, "report", now, actor=places.inspector(done))
    done = desk.done(done, "conclude", now, result="clean", note="符合。")
    desk.done(done, "publish", now, summary="查看场地、制度和评价档案，没有发现问题。")
    page = desktop
    page.goto("/inspections/")
    looked_at(page, axe, fits, "inspect-public")
    page.get_by_role("link", name="2026年第二季度双随机抽查").first.click()
    expect(page.get_by_text("记录完整")).to_be_visible()
    expect(page.get_by_text("查看场地、制度和评价档案，没有发现问题。")).to_be_visible()
    looked_at(page, axe, fits, "inspect-campaign")
    page.goto("/inspections/results/")
    looked_at(page, axe, fits, "inspect-results")


def test_an_office_prepares_and_publishes(desktop: Page, sign_in, axe, fits, drawn):
    desk, _ = drawn
    page, today = desktop, clock.today()
    sign_in(page, desk.officer)
    page.goto("/desk/inspections/")
    looked_at(page, axe, fits, "inspect-desk")
    page.get_by_role("link", name="准备抽查").click()
    page.get_by_label("名称").fill("专项抽查")
    page.get_by_label("评价机构", exact=True).check()
    page.get_by_label("现场检查").check()
    page.get_by_label("检查开始").fill(str(today + timedelta(5)))
    page.get_by_label("检查截止").fill(str(today + timedelta(25)))
    page.get_by_label("公共值", exact=True).fill("双色球下一期红球号码，从小到大")
    page.get_by_label("公共值产生日期").fill(str(today + timedelta(2)))
    looked_at(page, axe, fits, "inspect-new")
    page.get_by_role("button", name="保存").click()
    looked_at(page, axe, fits, "inspect-draft")
    page.get_by_role("link", name="公布抽查范围").click()
    looked_at(page, axe, fits, "inspect-fix")
    page.get_by_role("button", name="公布抽查范围").first.click()
    page.get_by_role("dialog").get_by_role("button", name="公布抽查范围").click()
    page.get_by_role("link", name="公开的抽取记录").click()
    expect(page.get_by_text("已公布，等待抽取")).to_be_visible()
    looked_at(page, axe, fits, "inspect-fixed")
