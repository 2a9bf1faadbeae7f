"""What is filed for review carries numbers and the day of issue (HB-07, HB-09), from the page."""

from datetime import date

import pytest

from casework.services import jobs
from certificates.models import IssueTerms, ReservedNumber
from certificates.selectors import issuing
from filing.models import Agency
from tests.filing.granting import on
from tests.results.publishing.steps import (
    OVER,
    act,
    cleared,
    errors,
    fresh,
    submitted,
)
from tests.results.publishing.test_reviews import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.clause("HB-07", "HB-09")
def test_both_forms_carry_numbers_and_day(agencies, client):
    day = cleared(agencies, client, "hb")
    with on(OVER):
        answer = act(
            client, agencies.clerk["hb"], day.plan, "submit_results", issue_on="2026-07-08"
        )
        assert answer.status_code == 302, errors(answer)
    jobs.work_off(seconds=120)
    number = ReservedNumber.objects.get(plan=day.plan).number
    assert number == f"{day.plan.agency.prefix}26{day.item.level}000001"
    listed, summary = (text_of(day.plan, key) for key in ("result_list", "result_summary"))
    assert (number in listed, "2026年7月8日" in listed, number in summary) == (True, True, True)
    assert issuing.day_of(day.plan) == date(2026, 7, 8)


@pytest.mark.clause("HB-07")
def test_without_a_day_the_reviews_are_reckoned(agencies, client):
    day = submitted(agencies, client, "sd")
    terms = IssueTerms.objects.get(plan=day.plan)
    assert terms.issue_on > OVER
    assert terms.said_by == agencies.clerk["sd"]


def test_a_day_that_is_past_is_refused_at_its_field(agencies, client):
    day = cleared(agencies, client, "sd")
    with on(OVER):
        answer = act(
            client, agencies.clerk["sd"], day.plan, "submit_results", issue_on="2026-06-01"
        )
    assert (answer.status_code, errors(answer)) == (422, ["计划发证日期不能早于今天。"])
    assert not ReservedNumber.objects.exists()


def test_without_a_prefix_nothing_is_filed_and_the_person_is_told(agencies, client):
    day = cleared(agencies, client, "sd")
    Agency.objects.filter(pk=day.plan.agency_id).update(prefix=None)
    with on(OVER):
        answer = act(client, agencies.clerk["sd"], day.plan, "submit_results")
    assert answer.status_code == 422
    assert "还没有登记证书编号前段" in errors(answer)[0]
    assert fresh(day.plan).state == "publicised"


@pytest.mark.clause("JS-14")
def test_where_nobody_reviews_numbers_come_with_the_confirmation(agencies, client):
    day = cleared(agencies, client, "js")
    with on(OVER):
        assert act(client, agencies.clerk["js"], day.plan, "confirm").status_code == 302
    assert ReservedNumber.objects.filter(plan=day.plan).count() == 1
    assert issuing.day_of(day.plan) is None
