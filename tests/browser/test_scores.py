"""Two clerks type marks down the grid; an assessor marks on a phone; the results are read."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from casework.services import door
from config import clock
from papers.models import Opening
from results.models import Marking, Score, ScoreRound
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.browser.looking import looked_at
from tests.papers.papers.world import DRAWN, a_bench
from tests.results.scores.world import address, both, entered, held, panel


@pytest.fixture
def day(agencies):  # noqa: F811
    """Twelve people, the holding is over."""
    return held(agencies, people=12)


def test_marks_are_typed_by_keyboard_alone(desktop: Page, sign_in, axe, fits, page_problems, day):
    page = desktop
    sign_in(page, day.clerks[0])
    page.goto(address(day))
    looked_at(page, axe, fits, "sheet")
    page.get_by_role("button", name="开始一录").click()
    first = page.get_by_label(day.entries[0].ticket, exact=True)
    first.focus()
    for text in ("80.5", "q", "101", "60"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    expect(page.get_by_text("80.5 已保存")).to_be_visible()
    expect(page.get_by_text("缺考 已保存")).to_be_visible()
    expect(page.locator(".score-note .field-error")).to_contain_text("超过满分 100")
    expect(page.get_by_text("60 已保存")).to_be_visible()
    page_problems.clear()  # the browser notes the 422
    expect(page.get_by_label(day.entries[4].ticket, exact=True)).to_be_focused()
    page.get_by_role("button", name=f"{day.entries[4].ticket} 缺考").click()
    expect(page.get_by_text("缺考 已保存")).to_have_count(2)
    looked_at(page, axe, fits, "grid")
    assert Score.objects.count() == 4
    page.goto(address(day, tail="round/hand-in/"))
    looked_at(page, axe, fits, "hand-in")
    assert ScoreRound.objects.get().frozen_at is None


def test_a_difference_is_decided_and_results_are_read(desktop: Page, sign_in, axe, fits, day):
    page = desktop
    entered(day, [80] * 12)
    entered(day, [80] * 11 + [70], 2)
    sign_in(page, day.arbiter)
    page.goto(address(day))
    looked_at(page, axe, fits, "differences")
    page.get_by_role("link", name=f"裁定 {day.entries[11].ticket}").click()
    page.get_by_label("裁定成绩").fill("70")
    page.get_by_label("裁定理由").fill("一录看错一行")
    looked_at(page, axe, fits, "decide")
    page.get_by_role("button", name="裁定").click()
    expect(page.get_by_text("一录看错一行")).to_be_visible()
    both(day, [80] * 11 + [59.5], subject="practice")
    door.perform(day.plan, "score", actor=day.arbiter)
    page.goto(f"/plan/{day.plan.number}/results/")
    expect(page.get_by_text("合格率 91.7%")).to_be_visible()
    looked_at(page, axe, fits, "results")


def test_an_assessor_says_the_form_and_marks_on_a_phone(
    phone: Page,
    sign_in,
    axe,
    fits,
    agencies,  # noqa: F811
):
    with clock.travel(DRAWN):
        bench = a_bench(agencies)
        bench.sealed("practice")
    page, day, member = phone, bench.day, bench.day.assessors[0]
    panel(day)
    day.practice.starts_at = clock.now() - timedelta(minutes=10)
    day.practice.ends_at = clock.now() + timedelta(minutes=50)
    day.practice.save()
    sign_in(page, member.examiner.user)
    page.goto("/marking/")
    looked_at(page, axe, fits, "marking-own")
    page.goto(f"/marking/{member.pk}/")
    looked_at(page, axe, fits, "marking-unsaid")
    page.get_by_role("link", name="登记发卷").click()
    page.get_by_label(str(day.item)).select_option("B卷")
    looked_at(page, axe, fits, "papers-given")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("已登记发卷情况")).to_be_visible()
    page.goto(f"/marking/{member.pk}/")
    looked_at(page, axe, fits, "marking-room")
    page.get_by_role("link", name=day.entries[0].ticket).click()
    for at, mark in enumerate(("20", "15.5", "25", "10")):
        page.locator(f"[name=line-{at}]").fill(mark)
    expect(page.get_by_text("合计 70.5 分")).to_be_visible()
    looked_at(page, axe, fits, "marking-sheet")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("link", name=day.entries[0].ticket)).to_contain_text("70.5")
    assert Marking.objects.get().submitted_at <= clock.now()
    assert Opening.objects.get().paper.form == "B"
