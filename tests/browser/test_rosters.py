"""A roster in a real browser: sent, watched, read, imported."""

import pytest
from playwright.sync_api import Page, expect

from assessment.models import Entry
from casework.services import jobs
from tests.assessment.entering import a_plan, conditions
from tests.assessment.rosters.files import book, row
from tests.assessment.world import build
from tests.filing.world import build as build_world


@pytest.fixture
def world(settings, tmp_path, transactional_db):
    settings.MEDIA_ROOT = tmp_path
    agencies = build(build_world())
    conditions()
    plan = a_plan(agencies, "lc", ["own_staff"])
    agencies.item(plan)
    return agencies, plan


def send(page: Page, plan, folder, data: bytes) -> None:
    file = folder / "名册.xlsx"
    file.write_bytes(data)
    page.goto(f"/plan/{plan.number}/rosters/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_text("正在读取文件")).to_be_visible()


def work_off_and_return(page: Page) -> None:
    """Let the job run while nobody asks: SQLite in memory knows no two at a time."""
    there = page.url
    page.goto("about:blank")
    jobs.work_off()
    page.goto(there)


def test_a_roster_is_watched_read_and_imported(
    live_server, world, sign_in, desktop: Page, tmp_path, axe, fits
):
    agencies, plan = world
    page = desktop
    sign_in(page, agencies.clerk["lc"])
    page.goto(f"/plan/{plan.number}/rosters/")
    axe(page)
    fits(page)
    send(page, plan, tmp_path, book(row(1), row(2, 从业开始1="2026-06")))
    fits(page)
    work_off_and_return(page)
    expect(page.get_by_text("核对完毕，确认后导入 2 人")).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("正在写入报名")).to_be_visible()
    work_off_and_return(page)
    expect(page.get_by_text("已导入：新增 2 人，变更 0 人")).to_be_visible()
    assert Entry.objects.filter(plan=plan).count() == 2


def test_faults_are_read_and_narrowed_to(
    live_server, world, sign_in, desktop: Page, tmp_path, axe, fits
):
    agencies, plan = world
    page = desktop
    sign_in(page, agencies.clerk["lc"])
    send(
        page,
        plan,
        tmp_path,
        book(row(1, 等级="九级", 联系电话="无"), row(2), row(2, 姓名="李样例")),
    )
    work_off_and_return(page)
    expect(page.get_by_text("有 2 行不能导入，没有导入任何内容")).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_label("显示").select_option("new")
    expect(page.locator("#rows-list").get_by_text("共 1 行")).to_be_visible()
