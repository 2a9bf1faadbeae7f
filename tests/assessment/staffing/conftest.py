from datetime import date

import pytest

from assessment.models import Plan
from catalogue.regulations.terms import PlanStep
from tests.assessment.entering import a_plan


@pytest.fixture
def plan(agencies, client) -> Plan:
    """A plan of Liaocheng with its roster closed, whose clerk is signed in."""
    client.force_login(agencies.clerk["lc"])
    days = {"first_on": date(2026, 6, 3), "last_on": date(2026, 6, 4)}
    made = a_plan(agencies, "lc", ["own_staff"], PlanStep.ROSTER, **days)
    agencies.item(made)
    return made
