import pytest

from assessment.models import Plan
from catalogue.regulations.terms import PlanStep
from tests.assessment.entering import a_plan


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Files of each test lie apart."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def plan(agencies) -> Plan:
    """A plan of the agency in Liaocheng for which everything is ready."""
    return a_plan(agencies, "lc", ["own_staff"], state=PlanStep.READY, contact="0635-8200000")


@pytest.fixture
def item(agencies, plan):
    return agencies.item(plan)
