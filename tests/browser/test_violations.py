"""On a phone: a complaint becomes a violation, the agency speaks, another decides, it appeals."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from config import clock
from supervision.models import Complaint, Violation
from tests.browser import looking
from tests.browser.conftest import PATIENCE
from tests.supervision.complaints.conftest import *  # noqa: F403 - the same offices and agencies
from tests.supervision.complaints.world import ACCEPT, a_complaint, said
from tests.supervision.violations.world import BASIS, FACTS

GROUNDS = "超出备案范围开展评价"
PRINTING = 4 * PATIENCE  # an act that prints a letter takes its time on a shared machine


@pytest.fixture
def looked_at(axe, fits) -> Callable[[Page, str], None]:
    """The page is within the screen and accessible."""

    return lambda page, name: looking.looked_at(page, axe, fits, f"violation-{name}")


def confirmed(page: Page, label: str) -> None:
    page.set_default_timeout(PRINTING)
    page.get_by_role("button", name=label, exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name=label, exact=True).click()


def opened(page: Page, complaint: Complaint, look) -> Violation:
    page.goto(f"/cases/{complaint.number}/acts/lead/")
    look(page, "lead")
    page.get_by_label(str(complaint.agency), exact=True).check()
    page.get_by_label("查明的事实").fill(FACTS)
    confirmed(page, "立案")
    expect(page.get_by_text("由此立案")).to_be_visible()
    look(page, "complaint")
    return Violation.objects.get()


def notified(page: Page, case: Violation, look) -> None:
    today = clock.today()
    page.goto(f"/cases/{case.number}/acts/notify/")
    page.get_by_label("暂停评价").check()
    page.get_by_label("首日").fill(str(today))
    page.get_by_label("末日").fill(str(today + timedelta(30)))
    page.get_by_label("依据条款").fill(BASIS)
    page.get_by_label("事由").fill(GROUNDS)
    look(page, "notify")
    confirmed(page, "告知当事人")
    expect(page.get_by_role("heading", name="拟作处理")).to_be_visible()


@pytest.mark.usefixtures("live_server")
@pytest.mark.clause("LC-22")
def test_from_a_complaint_to_an_appeal(
    phone: Page, open_screen, sign_in, looked_at, world, agencies, lc, officer
):
    complaint = a_complaint(said(lc), officer, ACCEPT)
    sign_in(phone, officer)
    case = opened(phone, complaint, looked_at)
    phone.goto(f"/cases/{case.number}/")
    looked_at(phone, "opened")
    notified(phone, case, looked_at)

    party = open_screen(phone.viewport_size, has_touch=True, is_mobile=True)
    sign_in(party, agencies.clerk["lc"])
    party.goto(f"/cases/{case.number}/")
    expect(party.get_by_text(complaint.number)).to_have_count(0)
    party.get_by_role("link", name="陈述申辩", exact=True).click()
    party.get_by_label("内容").fill("现场临时调整，已经停止并整改。")
    looked_at(party, "defend")
    party.get_by_role("button", name="陈述申辩", exact=True).click()
    expect(party.get_by_text("现场临时调整，已经停止并整改。")).to_be_visible()

    second = open_screen(phone.viewport_size, has_touch=True, is_mobile=True)
    sign_in(second, world.second["lc"])
    second.goto(f"/cases/{case.number}/acts/decide/")
    expect(second.get_by_label("事由")).to_have_value(GROUNDS)
    looked_at(second, "decide")
    confirmed(second, "作出处理决定")
    expect(second.get_by_role("heading", name="处理决定", exact=True)).to_be_visible()

    party.goto(f"/cases/{case.number}/")
    expect(party.get_by_role("link", name="违规处理决定书", exact=True)).to_be_visible()
    looked_at(party, "decided")
    party.get_by_role("link", name="申诉", exact=True).click()
    party.get_by_label("内容").fill("处理过重，请重新审查。")
    party.get_by_role("button", name="申诉", exact=True).click()
    expect(party.get_by_text("处理过重，请重新审查。")).to_be_visible()
    looked_at(party, "appealed")
    assert Violation.objects.get().state == "appealed"
    second.goto("/sanctions/")
    expect(second.get_by_text(GROUNDS)).to_be_visible()
    looked_at(second, "public")
