"""A plan is over when it is archived, not when its results are confirmed."""

import pytest

from assessment.models import Plan
from catalogue.regulations.terms import PlanStep
from tests.filing.granting import on
from tests.results.archive.world import a_final_day, complete
from tests.results.publishing.steps import OVER, act, cleared, fresh

pytestmark = pytest.mark.django_db


def test_confirmed_results_wait_for_their_certificates(agencies, client):
    day = cleared(agencies, client, "lc")
    with on(OVER):
        assert act(client, agencies.clerk["lc"], day.plan, "confirm").status_code == 302
    plan = fresh(day.plan)
    assert (plan.state, plan.closed_at) == ("confirmed", None)


def test_what_is_archived_is_over(agencies, client):
    day, clerk = a_final_day(agencies, "lc"), agencies.clerk["lc"]
    complete(day.plan, actor=clerk)
    assert act(client, clerk, day.plan, "archive").status_code == 302
    plan = Plan.objects.get(pk=day.plan.pk)
    assert (plan.state, plan.closed_at is None) == (PlanStep.ARCHIVED, False)
