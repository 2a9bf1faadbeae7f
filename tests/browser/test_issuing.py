"""An agency checks, issues, mends and finishes; its list, one certificate, the register of gaps: on
a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from casework.models import Case
from casework.services import jobs
from certificates.models import Certificate
from config import clock
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.browser.looking import looked_at
from tests.certificates.issuing.world import at, reserved


@pytest.fixture(autouse=True)
def stored_files(settings, tmp_path):
    """A folder of its own for the files of a test."""
    settings.MEDIA_ROOT = tmp_path


def begun(page: Page, axe, fits, plan) -> None:
    page.goto(f"/cases/{plan.number}/")
    expect(page.get_by_text("已预留编号、待核发 3 本")).to_be_visible()
    page.get_by_role("link", name="核对并核发").click()
    expect(page.get_by_text("· 没有照片。")).to_be_visible()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="开始核发").click()
    page.get_by_role("dialog").get_by_role("button", name="开始核发").click()
    expect(page.get_by_text("0 / 3 本")).to_be_visible()
    looked_at(page, axe, fits)
    jobs.work_off(seconds=60)
    expect(page.get_by_text("2 / 3 本")).to_be_visible()
    looked_at(page, axe, fits)


def given_up(page: Page, axe, fits, name: str) -> None:
    page.get_by_role("link", name=f"登记{name}不能制证").click()
    looked_at(page, axe, fits)
    page.get_by_label("不能制证的原因").fill("本人离职，无法取得照片。")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("2 / 2 本")).to_be_visible()
    looked_at(page, axe, fits)


def numbers_chosen(page: Page, axe, fits, plan) -> None:
    page.goto(at("numbers", plan))
    page.get_by_label("由上级系统下发").check()
    looked_at(page, axe, fits)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("还没有导入编号")).to_be_visible()
    looked_at(page, axe, fits)
    page.get_by_label("由本系统按编码规则编号").check()
    page.get_by_role("button", name="保存").click()


def registers_read(page: Page, axe, fits) -> None:
    found = Certificate.objects.order_by("number").first()
    page.goto("/certificates/")
    expect(page.get_by_text("共 2 本")).to_be_visible()
    looked_at(page, axe, fits)
    page.get_by_role("link", name=found.number).click()
    expect(page.get_by_text("第 1 版")).to_be_visible()
    looked_at(page, axe, fits)
    page.goto("/certificates/gaps/")
    expect(page.get_by_text("不能制证").last).to_be_visible()
    looked_at(page, axe, fits)


def test_certificates_are_issued(desktop: Page, sign_in, axe, fits, agencies):  # noqa: F811
    page, day = desktop, reserved(agencies, "js", 3, clock.today())
    Case.objects.filter(pk=day.plan.pk).update(opened_at=clock.now())
    odd = day.entries[1]
    odd.photo = None
    odd.save(update_fields=["photo"])
    sign_in(page, day.arbiter)
    numbers_chosen(page, axe, fits, day.plan)
    begun(page, axe, fits, day.plan)
    given_up(page, axe, fits, odd.name)
    registers_read(page, axe, fits)
