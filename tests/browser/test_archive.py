"""An agency registers what it keeps, archives the plan and takes its dossier; the centre holds it;
the ledger says who did what: on a desk and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment.models import Plan
from casework.services import jobs
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.browser.looking import looked_at
from tests.results.archive.world import BY_HAND, a_final_day, given, registered


@pytest.fixture(autouse=True)
def stored_files(settings, tmp_path):
    """A folder of its own for the files of a test."""
    settings.MEDIA_ROOT = tmp_path


def registered_by_hand(page: Page, axe, fits, plan) -> None:
    page.goto(f"/cases/{plan.number}/")
    expect(page.get_by_text("缺少考场视频")).to_be_visible()
    page.get_by_role("link", name="登记归档材料").click()
    expect(page.get_by_text("还缺 3 项，齐全后才能归档。")).to_be_visible()
    looked_at(page, axe, fits)
    page.get_by_role("link", name="登记考场视频").click()
    looked_at(page, axe, fits)
    page.get_by_label("名称").fill("理论考试第一考场全程录像，聊城第一机械制造有限责任公司实训中心")
    page.get_by_label("数量").fill("2")
    page.get_by_label("存放位置").fill("6月3日理论第一考场，2小时，硬盘录像机1号")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("登记错的，当天可以注销")).to_be_visible()
    expect(page.get_by_text("还缺 2 项")).to_be_visible()


def dossier_taken(page: Page, axe, fits, plan) -> None:
    page.get_by_role("button", name="生成档案包").click()
    expect(page.get_by_text("正在生成，已完成")).to_be_visible()
    looked_at(page, axe, fits)
    jobs.work_off()
    page.reload()
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载档案包").click()
    assert taken.value.suggested_filename == f"档案_{plan.number}.zip"
    looked_at(page, axe, fits)


def held(page: Page, axe, fits) -> None:
    page.get_by_role("link", name="暂停销毁").click()
    looked_at(page, axe, fits)
    page.get_by_label("事由").fill("群众投诉，核查期间留存。")
    page.get_by_role("button", name="暂停销毁").click()
    expect(page.get_by_text("群众投诉，核查期间留存。").first).to_be_visible()
    looked_at(page, axe, fits)


def archived(page: Page, axe, fits) -> None:
    page.get_by_role("link", name="归档", exact=True).click()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="归档").first.click()
    page.get_by_role("dialog").get_by_role("button", name="归档").click()
    expect(page.get_by_text("整理归档").first).to_be_visible()
    looked_at(page, axe, fits)


def test_a_plan_is_archived_and_traced(desktop: Page, sign_in, axe, fits, agencies):  # noqa: F811
    page, day = desktop, a_final_day(agencies, "lc")
    plan, clerk = day.plan, agencies.clerk["lc"]
    url = reverse("results:archive", args=[plan.number])
    sign_in(page, clerk)
    registered_by_hand(page, axe, fits, plan)
    dossier_taken(page, axe, fits, plan)

    sign_in(page, agencies.world.staff["lc_centre"])
    page.goto(url)
    held(page, axe, fits)

    for keeping in BY_HAND:
        registered(plan, given(keeping), actor=clerk)
    sign_in(page, clerk)
    page.goto(url)
    archived(page, axe, fits)
    assert Plan.objects.get(pk=plan.pk).state == "archived"

    page.goto(reverse("results:ledger"))
    page.locator("summary", has_text="查看").click()
    expect(page.get_by_text(day.clerks[0].display_name)).to_be_visible()
    looked_at(page, axe, fits)
