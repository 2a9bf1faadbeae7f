"""Two at once, on PostgreSQL."""

import uuid

import pytest
from django.db import IntegrityError

from casework.models import Event
from casework.services import door
from config import clock
from results.models import Attendance, Incident
from results.services import attendance, incidents
from results.services.incidents import Given
from tests.races import at_once, kinds_of, meeting
from tests.results.held.doing import noted
from tests.results.held.test_incidents import an_incident
from tests.results.world import AFTER, EXAM, a_day, all_present

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def day(agencies):
    return a_day(agencies, "lc")


def then(moment, act):
    """Each thread has a clock of its own."""

    def run():
        with clock.travel(moment):
            return act()

    return run


def test_two_who_tap_one_person_note_him_once(day):
    def act(user):
        return then(EXAM, lambda: noted(day.theory, day.entries[0], "present", user).presence)

    assert at_once(act(day.arbiter), act(day.clerks[1])) == ["present", "present"]
    assert Attendance.objects.count() == 1
    assert Event.objects.filter(case=day.plan, act="amend_attendance").count() == 0


def test_of_two_who_tap_otherwise_the_second_is_told(day):
    def act(user, presence):
        return then(EXAM, lambda: noted(day.theory, day.entries[0], presence, user))

    outcomes = at_once(act(day.arbiter, "present"), act(day.clerks[1], "absent"))
    assert kinds_of(outcomes) == ["Attendance", "ValidationError"]


def test_without_the_lock_the_second_tap_would_break(day, monkeypatch):
    meet, write = meeting(2), attendance._write

    def write_and_meet(*args):
        meet()
        return write(*args)

    monkeypatch.setattr(door, "lock", lambda pks: [type(day.plan).objects.get(pk=pks[0])])
    monkeypatch.setattr(attendance, "_write", write_and_meet)

    def act(user):
        return then(EXAM, lambda: noted(day.theory, day.entries[0], "present", user))

    outcomes = at_once(act(day.arbiter), act(day.clerks[1]))
    assert kinds_of(outcomes) == [IntegrityError.__name__, "Attendance"] or kinds_of(outcomes) == [
        "Attendance",
        IntegrityError.__name__,
    ]


def test_the_rest_noted_by_two_at_once_is_noted_once(day):
    def act(user, presence):
        return then(
            EXAM,
            lambda: attendance.note_rest(
                day.theory, attendance.Presence(presence), room=None, actor=user
            ),
        )

    outcomes = at_once(act(day.arbiter, "present"), act(day.clerks[1], "absent"))
    assert sorted(outcomes) == [0, 3]
    assert Attendance.objects.values_list("presence").distinct().count() == 1


def test_a_form_sent_twice_at_once_is_one_incident(day):
    token = uuid.uuid4()
    told = Given("经过", day.entries[0].pk, conduct="phone")
    act = then(EXAM, lambda: incidents.record(day.theory, told, actor=day.arbiter, token=token).pk)
    first, second = at_once(act, act)
    assert first == second
    assert Incident.objects.count() == 1


def test_an_incident_is_taken_back_by_one(day):
    with clock.travel(EXAM):
        row = an_incident(day, day.entries[0], "all")
    act = then(EXAM, lambda: incidents.revoke(row, "查无实据", actor=day.arbiter))
    assert kinds_of(at_once(act, act)) == ["Event", "ValidationError"]
    assert Event.objects.filter(case=day.plan, act="revoke_incident").count() == 1


def test_no_tap_slips_in_behind_the_holding(day):
    with clock.travel(EXAM):
        all_present(day)

    def tap():
        return noted(day.theory, day.entries[0], "absent", day.clerks[1], seen="present")

    def hold():
        return door.perform(day.plan, "hold", actor=day.arbiter)

    outcomes = at_once(then(AFTER, tap), then(AFTER, hold))
    kept = Attendance.objects.get(session=day.theory, entry=day.entries[0]).presence
    told = next(each for each in outcomes if type(each).__name__ == "Event")
    counted = '"absent": 1' in told.facts or '"absent":1' in told.facts
    assert (kept == "absent") == counted
