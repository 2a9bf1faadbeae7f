"""The page of a plan from its draft to the morning of the exam."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from config import clock
from tests.assessment.arranging.steps import arrange, enrolled
from tests.assessment.conftest import agencies, world  # noqa: F401 - fixtures


@pytest.mark.parametrize("state", ["draft", "enrolment", "roster", "ready"])
def test_the_page_of_a_plan_is_right_at_every_step(
    desktop: Page,
    sign_in,
    axe,
    fits,
    agencies,  # noqa: F811
    state,
):
    today = clock.today()
    plan = enrolled(agencies, "hb", 0 if state == "draft" else 2, state, today + timedelta(40))
    plan.enrol_from, plan.enrol_until = today - timedelta(2), today + timedelta(10)
    plan.save(update_fields=["enrol_from", "enrol_until"])
    if state in ("roster", "ready"):
        arrange(plan)
    sign_in(desktop, agencies.clerk["hb"])
    desktop.goto(f"/cases/{plan.number}/")
    axe(desktop)
    fits(desktop)
    desktop.locator("summary", has_text="以后还有").click()
    axe(desktop)
    fits(desktop)
