"""Two at once, on PostgreSQL."""

import pytest

from assessment.models import Duty
from assessment.services import duties
from assessment.services.duties import Given
from catalogue.regulations.terms import PlanStep
from tests.assessment.entering import a_plan
from tests.assessment.staffing.world import examiner, rooms, session
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def acts(agencies):
    """The same person, given a duty by two agencies at the same time."""

    def of(key: str):
        plan = a_plan(agencies, key, ["own_staff"], PlanStep.ROSTER)
        agencies.item(plan)
        made = session(plan, rooms(agencies.agency[key], 9))
        given = Given(examiner(agencies.agency[key], 1), "chief")
        return lambda: duties.assign(made, given, actor=agencies.clerk[key])

    return [of("lc"), of("js")]


def test_one_person_asked_by_two_agencies_at_once_goes_to_one(acts):
    assert kinds_of(at_once(*acts)) == ["Duty", "ValidationError"]
    assert Duty.objects.count() == 1


def test_without_the_lock_on_the_person_both_would_have_him(acts, monkeypatch):
    refuse, meet = duties.refuse_clashes, meeting(2)

    def refuse_and_meet(duty):
        refuse(duty)
        meet()

    monkeypatch.setattr(duties, "hold_people", lambda duties: None)
    monkeypatch.setattr(duties, "refuse_clashes", refuse_and_meet)
    assert kinds_of(at_once(*acts)) == ["Duty", "Duty"]


def test_two_who_arrange_one_session_with_one_click_arrange_it_once(agencies):
    plan = a_plan(agencies, "lc", ["own_staff"], PlanStep.ROSTER)
    agencies.item(plan)
    made = session(plan, rooms(agencies.agency["lc"], 9))
    for number in (1, 2):
        examiner(agencies.agency["lc"], number, "chief")

    def fill():
        return duties.fill(made, actor=agencies.clerk["lc"])

    assert sorted(at_once(fill, fill)) == [0, 1]


def test_two_agencies_that_share_their_people_do_not_wait_for_each_other(agencies):
    def fill(key: str):
        plan = a_plan(agencies, key, ["own_staff"], PlanStep.ROSTER)
        agencies.item(plan)
        made = session(plan, rooms(agencies.agency[key], 9))
        order = (1, 2) if key == "lc" else (2, 1)
        for number, role in zip(order, ("chief", "internal"), strict=True):
            examiner(agencies.agency[key], number, role)
        return lambda: duties.fill(made, actor=agencies.clerk[key])

    assert sorted(at_once(fill("lc"), fill("js"))) == [0, 2]
