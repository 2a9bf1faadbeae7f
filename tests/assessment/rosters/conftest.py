from collections.abc import Callable

import pytest

from assessment.models import Plan, RosterDraft
from assessment.services import rosters
from casework.services import jobs
from tests.assessment.entering import a_plan, conditions


@pytest.fixture
def plan(agencies) -> Plan:
    """A plan of the agency in Liaocheng that takes its own staff for 电工 四级."""
    conditions()
    made = a_plan(agencies, "lc", ["own_staff"])
    agencies.item(made)
    return made


@pytest.fixture
def checked(agencies, plan) -> Callable[..., RosterDraft]:
    """Uploads a file for the plan and has it checked."""

    def check(data: bytes, name: str = "名册.xlsx", of: Plan = plan, actor=None) -> RosterDraft:
        draft = rosters.upload(of, data, name, actor=actor or agencies.clerk["lc"])
        jobs.work_off()
        return RosterDraft.objects.get(pk=draft.pk)

    return check


@pytest.fixture
def taken(agencies, checked) -> Callable[..., RosterDraft]:
    """Uploads a file, has it checked, confirms it and has it imported."""

    def take(data: bytes, actor=None, **options) -> RosterDraft:
        draft = checked(data, actor=actor, **options)
        rosters.confirm(draft, actor=actor or agencies.clerk["lc"])
        jobs.work_off()
        return RosterDraft.objects.select_related("job").get(pk=draft.pk)

    return take
