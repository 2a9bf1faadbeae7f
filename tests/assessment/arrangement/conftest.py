import pytest

from assessment.models import Plan
from tests.assessment.arrangement.world import a_plan_of


@pytest.fixture
def plan(agencies, client) -> Plan:
    """A plan of Liaocheng in the roster step, whose clerk is signed in."""
    client.force_login(agencies.clerk["lc"])
    return a_plan_of(agencies, "lc")
