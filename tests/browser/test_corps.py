"""A supervisor on a phone, from the assignment to the note that was handed in."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assessment.models import Session
from config import clock
from supervision.models import CorpsAppointment, Visit
from supervision.services.corps import sending
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures
from tests.assessment.entering import portrait
from tests.browser.looking import looked_at
from tests.supervision.corps.world import Corps, build, fresh


@pytest.fixture
def corps(agencies, settings, tmp_path) -> Corps:  # noqa: F811
    """A session in two hours, to which two were sent."""
    settings.MEDIA_ROOT = tmp_path
    made, now = build(agencies), clock.now()
    term = {"since": clock.today() - timedelta(9), "until": clock.today() + timedelta(300)}
    CorpsAppointment.objects.update(**term)
    held(made, now + timedelta(hours=2))
    sending.send(made.day.theory, made.office, actor=fresh(made.officer))
    return made


def held(corps: Corps, starts) -> None:
    """Theory is at that time."""
    times = {"starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    Session.objects.filter(pk=corps.day.theory.pk).update(**times)
    corps.day.theory.refresh_from_db()


def problem_is_written(page: Page, picture: Path, look: Callable[[], None]) -> None:
    """A problem with its photo, and a photo of the visit."""
    page.get_by_role("link", name="记录问题").click()
    page.get_by_label("督导要点").select_option("site")
    page.get_by_label("一般").check()
    page.get_by_label("问题", exact=True).fill("一考场没有张贴座位标签。")
    page.get_by_label("照片 1").set_input_files(picture)
    look()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_alt_text("照片 1")).to_be_visible()
    page.get_by_role("link", name="添加照片").click()
    page.get_by_label("现场照片").set_input_files(picture)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_alt_text("现场照片 1")).to_be_visible()


def note_is_tapped(page: Page) -> None:
    """Every point, and the words; each is kept as it is given."""
    points, saved = page.locator(".inspect-point fieldset"), page.locator(".inspect-saved")
    count = 0
    for at in range(points.count()):
        # The point with the problem was answered by it.
        if not points.nth(at).get_by_label("不符合", exact=True).is_checked():
            points.nth(at).get_by_label("符合", exact=True).check()
            count += 1
            expect(saved).to_have_count(count)
    page.get_by_label("督导情况").fill("8:30 到场，巡查一考场，秩序良好。")
    expect(saved).to_have_count(count + 1)


@pytest.mark.clause("LC-21", "LN-14")
def test_a_visit_on_a_phone(phone: Page, sign_in, axe, fits, corps, tmp_path):
    page, (visit, _) = phone, corps.visits()
    picture = tmp_path / "现场.png"
    picture.write_bytes(portrait())
    sign_in(page, fresh(visit.person))
    page.goto("/desk/visits/mine/")
    looked_at(page, axe, fits, "corps-mine")
    page.get_by_role("link", name=visit.title).click()
    expect(page.get_by_role("link", name="辞派")).to_be_visible()
    looked_at(page, axe, fits, "corps-task")
    held(corps, clock.now() - timedelta(hours=2))
    page.goto(f"/visit/{visit.number}/record/")
    problem_is_written(page, picture, lambda: looked_at(page, axe, fits, "corps-finding"))
    note_is_tapped(page)
    looked_at(page, axe, fits, "corps-record")
    page.get_by_role("button", name="提交督导记录").first.click()
    page.get_by_role("dialog").get_by_role("button", name="提交督导记录").click()
    expect(page.get_by_text("督导记录已提交。")).to_be_visible()
    looked_at(page, axe, fits, "corps-reported")
    row = Visit.objects.get(pk=visit.pk)
    assert (row.state, row.findings.get().photos.count(), row.photos.count()) == (
        "reported",
        1,
        2,
    )
