"""From the commitment to one's own agency, on a desk and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from filing.models import Filing
from tests.filing.granting import ELECTRICIAN, WELDER, ask_for
from tests.filing.world import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return build()


@pytest.fixture
def filing(world) -> Filing:
    """Evaluated in Anshan."""
    owner, manager = world.applicant("210300", "city")
    filing = world.filing(
        "passed", regulation="liaoning-enterprise", owner=owner, actor=manager, receiver="as"
    )
    return ask_for(world, filing, (ELECTRICIAN, "", 5, 3), (WELDER, "电焊工", 4, 2))


def page_of(filing: Filing, act: str) -> str:
    return reverse("casework:act", args=[filing.number, act])


def state(filing: Filing) -> str:
    return Filing.objects.get(pk=filing.pk).state


def test_commitment_report_receipt_and_own_agency(
    desktop: Page, world, filing, sign_in, axe, fits, page_problems
):
    page = desktop

    def opened(user, address: str) -> None:
        sign_in(page, user)
        page.goto(address)
        fits(page)
        axe(page)

    manager = filing.created_by
    opened(manager, page_of(filing, "commit"))
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("签署人姓名").fill("别人")
    page.get_by_role("button", name="签署承诺书").click()
    expect(page.get_by_text("请填写您本人的姓名").first).to_be_visible()
    page_problems.clear()  # the browser counts the 422 as a failure
    page.get_by_label("签署人姓名").fill(manager.name)
    page.get_by_role("button", name="签署承诺书").click()
    expect(page.get_by_role("link", name="承诺书", exact=True)).to_be_visible()
    assert state(filing) == "committed"

    opened(world.staff["as"], page_of(filing, "report"))
    page.get_by_label("报送说明").fill("材料齐全")
    page.get_by_role("button", name="上报").click()
    opened(world.staff["ln_centre"], page_of(filing, "recheck"))
    page.get_by_role("button", name="复核通过").click()

    opened(world.staff["ln"], page_of(filing, "issue_receipt"))
    page.get_by_role("button", name="出具备案回执").click()
    page.get_by_role("dialog").get_by_role("button", name="出具备案回执").click()
    expect(page.get_by_text("Y000021000001").first).to_be_visible()
    assert state(filing) == "receipted"
    fits(page)
    axe(page)

    opened(manager, reverse("filing:my-agencies"))
    expect(page.get_by_text("正常")).to_be_visible()
