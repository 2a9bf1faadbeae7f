"""Two at once, on PostgreSQL."""

import pytest

from accounts.enums import Role
from assessment.models import Room, Session
from assessment.services import seating, sessions
from assessment.services.seating import Move, Wish
from tests.assessment.arrangement.world import (
    FIRST,
    a_plan_of,
    a_room,
    a_session,
    a_site,
    moment,
    people,
)
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(agencies):
    return a_plan_of(agencies, "lc")


def keeping(plan, item, room, actor):
    session = Session(
        plan=plan,
        subject="theory",
        starts_at=moment(FIRST, "09:00"),
        ends_at=moment(FIRST, "10:30"),
        form="机考",
    )
    return lambda: sessions.keep(session, [item], [room], actor=actor)


@pytest.fixture
def two_plans(agencies, plan):
    """What each of two plans of one agency does to have one room at one time."""
    room, actor = a_room(a_site(plan)), agencies.clerk["lc"]
    other = a_plan_of(agencies, "lc")
    return [keeping(each, agencies.item(each), room, actor) for each in (plan, other)]


def test_two_plans_want_one_room_and_one_has_it(two_plans):
    assert kinds_of(at_once(*two_plans)) == ["ValidationError", "int"]
    assert Session.objects.count() == 1


def test_without_the_lock_on_the_room_both_would_have_it(two_plans, monkeypatch):
    taken, meet = sessions.taken, meeting(2)

    def taken_and_meet(*args):
        found = list(taken(*args))
        meet()
        return found

    def unlocked(pks):
        return list(Room.objects.filter(pk__in=pks).select_related("site__division"))

    monkeypatch.setattr(sessions, "hold_rooms", unlocked)
    monkeypatch.setattr(sessions, "taken", taken_and_meet)
    assert kinds_of(at_once(*two_plans)) == ["int", "int"]


def test_two_clerks_give_out_the_seats_and_everybody_has_one(agencies, plan):
    item = agencies.item(plan)
    session = a_session(plan, [item], [a_room(a_site(plan))])
    people(plan, item, range(1, 21))
    colleague = agencies.world.member(plan.owner, Role.CLERK)
    outcomes = at_once(
        lambda: seating.allot(session, Wish(), actor=agencies.clerk["lc"]),
        lambda: seating.allot(session, Wish(), actor=colleague),
    )
    assert kinds_of(outcomes) == ["Given", "Given"]
    assert session.seats.count() == 20


def test_two_clerks_want_one_free_seat_for_two_people(agencies, plan):
    item, room = agencies.item(plan), a_room(a_site(plan), capacity=3)
    session = a_session(plan, [item], [room])
    one, two = people(plan, item, [1, 2])
    for number, entry in enumerate((one, two), 1):
        session.seats.create(room=room, number=number, entry=entry)

    def moving(entry, number):
        wish = Move(entry.pk, room.pk, 3, (room.pk, number), None)
        return lambda: seating.move(session, wish, actor=agencies.clerk["lc"])

    assert kinds_of(at_once(moving(one, 1), moving(two, 2))) == ["Event", "ValidationError"]
    assert session.seats.filter(number=3).count() == 1
