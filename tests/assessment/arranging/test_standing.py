"""An agency whose filing ends or is taken away while a plan is under way."""

from datetime import date

import pytest

from filing.enums import AgencyStatus
from filing.models import AgencyPeriod
from tests.assessment.arranging.steps import PREPARED, act, enrolled, fresh, ready_to_file
from tests.assessment.planning.steps import refused

pytestmark = pytest.mark.django_db
LAST = date(2026, 6, 4)  # of the sessions


def out_of_force(agency, status: AgencyStatus) -> None:
    AgencyPeriod.objects.filter(agency=agency).update(status=status)


def test_a_filing_that_ends_on_the_day_of_the_last_session_covers_it(client, agencies):
    plan = ready_to_file(agencies, "hb")
    plan.agency.valid_until = LAST
    plan.agency.save()
    clerk = agencies.clerk["hb"]
    assert act(client, clerk, plan, "file_roster", **PREPARED).status_code == 302


@pytest.mark.parametrize("status", [AgencyStatus.SUSPENDED, AgencyStatus.STRUCK_OFF])
@pytest.mark.parametrize(
    ("key", "name", "sent"),
    [("hb", "file_roster", PREPARED), ("lc", "make_ready", PREPARED), ("sd", "file_roster", {})],
)
def test_what_is_out_of_force_goes_no_further(client, agencies, status, key, name, sent):
    plan = ready_to_file(agencies, key)
    out_of_force(plan.agency, status)
    said = refused(act(client, agencies.clerk[key], plan, name, **sent))
    assert [text for text in said if f"的状态是“{status.label}”，不能开展评价。" not in text] == []
    assert (fresh(plan).state, bool(said)) == ("roster", True)


@pytest.mark.parametrize(
    ("state", "name"),
    [("plan_approved", "announce"), ("announced", "open_enrolment")],
)
def test_nobody_is_invited_by_one_out_of_force(client, agencies, state, name):
    plan = enrolled(agencies, "lc", 1, state)
    out_of_force(plan.agency, AgencyStatus.SUSPENDED)
    page = act(client, agencies.clerk["lc"], plan, name)
    assert (page.status_code, fresh(plan).state) == (422, state)
