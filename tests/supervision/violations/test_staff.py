"""What a decision on staff does: nobody may send the person for a time."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from assessment.checks import staffing
from assessment.frames.arrangement import Frame
from assessment.models import Duty
from assessment.selectors.suggestions import Choices
from assessment.services import duties
from catalogue.regulations.terms import PlanStep
from tests.assessment.entering import id_number
from tests.assessment.staffing.world import examiner, rooms, session
from tests.filing.granting import on
from tests.supervision.violations.world import TODAY, ZONE, a_wish, act, appealed, decided

pytestmark = pytest.mark.django_db
LAST = date(2026, 7, 31)
WISH = a_wish("staff_bar", TODAY, LAST)


@pytest.fixture
def someone(agencies):
    return examiner(agencies.agency["lc"], 1, "invigilator")


def a_session(agencies, day: date, key: str = "lc"):
    plan = agencies.plan(key, PlanStep.ROSTER)
    agencies.item(plan)
    begins = datetime.combine(day, time(9), ZONE)
    return session(
        plan,
        rooms(plan.agency, 30),
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
    )


def put(of, person) -> Duty:
    return duties.put(of, duties.Given(person, "invigilator", of.rooms.get()))


@pytest.mark.clause("LC-22")
def test_a_barred_examiner_serves_again_on_the_day_after(world, agencies, someone):
    decided(world, someone, WISH)
    with pytest.raises(ValidationError, match="2026年7月31日之前（含当日）不得承担考务"):
        put(a_session(agencies, LAST), someone)
    assert put(a_session(agencies, LAST + timedelta(1)), someone).pk


@pytest.mark.clause("LC-22")
def test_nor_does_another_agency_send_the_same_person(world, agencies, someone):
    decided(world, someone, WISH)
    same = examiner(agencies.agency["sd"], 1, "invigilator")
    other = examiner(agencies.agency["sd"], 2, "invigilator")
    assert same.id_number == someone.id_number == id_number(501)
    held = a_session(agencies, LAST, "sd")
    with pytest.raises(ValidationError, match="不得承担考务"):
        put(held, same)
    assert put(held, other).pk


def test_without_a_number_only_the_very_person_is_barred(world, agencies):
    nameless = examiner(agencies.agency["lc"], 1, "invigilator", id_number="")
    another = examiner(agencies.agency["lc"], 2, "invigilator", id_number="")
    decided(world, nameless, WISH)
    held = a_session(agencies, LAST)
    with pytest.raises(ValidationError, match="不得承担考务"):
        put(held, nameless)
    assert put(held, another).pk


@pytest.mark.clause("LC-22")
def test_a_duty_that_was_there_before_keeps_the_arrangement_from_being_filed(
    world, agencies, someone
):
    held = a_session(agencies, LAST)
    duty = put(held, someone)
    decided(world, someone, WISH)
    found = [i for i in staffing.check(Frame.of(held.plan)) if i.code == "staff-barred"]
    assert [issue.refuses for issue in found] == [True]
    assert found[0].remedy == "请换人，禁止期满后再安排。"
    duty.delete()
    choices = Choices(Frame.of(held.plan), held).of("invigilator", held.rooms.get().pk)
    assert [choice.fits for choice in choices if choice.examiner == someone] == [False]


def test_an_appeal_ends_the_bar(world, agencies, someone):
    case = appealed(world, someone, WISH)
    with on(date(2026, 7, 3)):
        case = act(case, "revoke", world.staff["sd"], note="证据不足。")
        assert put(a_session(agencies, LAST), someone).pk
    measure = case.decisions.get(stage="decided").measures.get()
    assert measure.remains == "2026-07-01至2026-07-03已经执行，不能恢复。"
