"""Seats: given out in order or by lot, for the rest, moved, exchanged, freed."""

import json

import pytest
from lxml import html

from assessment.models import Seat
from assessment.services import seating
from casework.models import Lot
from casework.services import lots
from catalogue.regulations.terms import PlanStep
from tests.assessment.arrangement.world import (
    a_plan_of,
    a_room,
    a_session,
    a_site,
    people,
    seated,
    url,
)
from tests.assessment.entering import id_number
from tests.casework.test_views import count_queries

pytestmark = pytest.mark.django_db
MOST = 23


@pytest.fixture
def full(agencies, plan):
    """A session of 电工 and 车工 in two rooms of three and two, for five people."""
    items = [agencies.item(plan), agencies.item(plan, "6-18-01-01")]
    site = a_site(plan)
    rooms = [a_room(site, "一", capacity=3), a_room(site, "二", capacity=2)]
    people(plan, items[0], [1, 2, 3])
    people(plan, items[1], [4, 5])
    return a_session(plan, items, rooms)


def facts_of(plan, act: str) -> list[dict]:
    events = plan.events.filter(act=act).order_by("sequence")
    return [json.loads(event.facts) for event in events]


def allot(client, session, **values):
    sent = {"order": "sequence", **values}
    return client.post(url(session.plan, "seats", session.pk), sent)


def test_seats_follow_the_rooms_and_neighbours_differ(client, plan, full):
    answer = allot(client, full)
    assert answer["Location"] == url(plan, "seats", full.pk)
    assert seated(full) == [
        ("一", 1, "考生1"),
        ("一", 2, "考生4"),
        ("一", 3, "考生2"),
        ("二", 1, "考生3"),
        ("二", 2, "考生5"),
    ]
    [facts] = facts_of(plan, "allot_seats")
    assert facts == {
        "sessions": [
            {
                "session": full.pk,
                "subject": "theory",
                "order": "sequence",
                "lot": None,
                "seated": 5,
            }
        ],
        "left": 0,
    }


def test_a_lot_can_be_repeated_and_is_drawn_again_with_a_reason_only(client, plan, full):
    allot(client, full, order="lot")
    first = Lot.objects.get()
    assert [t.label for t in lots.tickets(first)] == [
        each.number for each in plan.entries.order_by("number")
    ]
    was = seated(full)
    page = client.get(url(plan, "session-lot", full.pk))
    assert (page.context["whole"], first.result.secret in page.content.decode()) == (True, True)
    order = html.fromstring(page.content.decode()).xpath("//ol[@id='drawn']/li/text()")
    assert order == [ticket.label for ticket in lots.drawn(first.result)[0]]
    wrong = allot(client, full, order="lot")
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["reason"])
    assert seated(full) == was
    people(plan, full.items.order_by("pk").first(), [6])
    full.rooms.last().seats.all().delete()
    assert allot(client, full, order="lot", reason="漏了一人").status_code == 302
    again = Lot.objects.get(replaces=first)
    assert (again.reason, len(lots.tickets(again))) == ("漏了一人", 6)
    assert [facts["sessions"][0]["lot"] for facts in facts_of(plan, "allot_seats")] == [
        first.pk,
        again.pk,
    ]
    assert full.seats.count() == 5


def test_the_same_lot_gives_the_same_seats(client, plan, full):
    allot(client, full, order="lot")
    drawn, _ = lots.drawn(Lot.objects.get().result)
    entries = {entry.number: entry for entry in plan.entries.select_related("item")}
    queue = [seating.Person(entries[t.id].pk, entries[t.id].item.occupation_id) for t in drawn]
    halls = [seating.Hall(room.pk, room.capacity) for room in full.rooms.order_by("order")]
    places, _ = seating.seating.allot(queue, halls)
    found = Seat.objects.filter(session=full).values_list("entry", "room", "number")
    assert sorted(found) == sorted((p.person, p.hall, p.number) for p in places)


def test_the_rest_takes_the_free_seats(client, plan, full):
    allot(client, full)
    full.seats.get(number=2, room__name="一").delete()
    was = seated(full)
    allot(client, full, rest="on")
    assert sorted(set(seated(full)) - set(was)) == [("一", 2, "考生4")]


def test_two_sessions_of_a_subject_share_the_people(client, agencies, plan):
    item, site = agencies.item(plan), a_site(plan)
    people(plan, item, range(1, 6))
    theory, workshop = a_room(site, capacity=3), a_room(site, "车间", "practice", 3)
    hours = [("09:00", "10:30"), ("14:00", "15:30")]
    exams = [a_session(plan, [item], [theory], *each) for each in hours]
    tests = [a_session(plan, [item], [workshop], *each, "practice") for each in hours]
    client.post(url(plan, "seats-all"), {"order": "sequence"})
    names = [[name for _, _, name in seated(each)] for each in (*exams, *tests)]
    assert names == [
        ["考生1", "考生2", "考生3"],
        ["考生4", "考生5"],
        ["考生4", "考生5"],
        ["考生1", "考生2", "考生3"],
    ]
    assert client.get(url(plan, "sessions")).context["unseated"] == []


def test_who_sits_elsewhere_at_the_time_is_left_out(client, agencies, plan):
    item, room = agencies.item(plan), a_room(a_site(plan))
    people(plan, item, [1, 2])
    session = a_session(plan, [item], [room])
    other = a_plan_of(agencies, "ln")
    there = agencies.item(other, "6-18-01-01")
    [busy] = people(other, there, [1])
    theirs = a_session(other, [there], [a_room(a_site(other))], "10:00", "12:00")
    theirs.seats.create(room=theirs.rooms.get(), number=1, entry=busy)
    allot(client, session)
    assert seated(session) == [("一考场", 1, "考生2")]


def move(client, session, entry, **values):
    address = url(session.plan, "seat-move", session.pk, entry.pk)
    form = client.get(address).context["form"]
    return client.post(address, {"had": form["had"].value() or "", **values})


def test_somebody_moves_to_a_free_seat_and_exchanges_when_asked_twice(client, plan, full):
    allot(client, full)
    one, two = full.rooms.order_by("order")
    full.seats.get(room=two, number=2).delete()
    first = plan.entries.get(name="考生1")
    assert move(client, full, first, room=two.pk, number=2).status_code == 302
    asked = move(client, full, first, room=one.pk, number=2)
    assert list(asked.context["form"].errors) == ["number"]
    assert "考生4坐在这个座位" in asked.content.decode()
    values = {name: asked.context["form"][name].value() for name in ("room", "number", "swap")}
    assert move(client, full, first, **values).status_code == 302
    assert seated(full) == [
        ("一", 2, "考生1"),
        ("一", 3, "考生2"),
        ("二", 1, "考生3"),
        ("二", 2, "考生4"),
    ]
    number = {entry.name: entry.number for entry in plan.entries.all()}
    assert facts_of(plan, "move_seat")[1] == {
        "entry": number["考生1"],
        "to": "实训楼 一 2号",
        "from": "实训楼 二 2号",
        "exchanged_with": number["考生4"],
    }


@pytest.mark.parametrize(
    ("room", "number", "field"), [("一", "4", "number"), ("一", "0", "number"), ("", "1", "room")]
)
def test_a_seat_that_is_not_there(client, plan, full, room, number, field):
    allot(client, full)
    chosen = full.rooms.filter(name=room).first()
    first = plan.entries.get(name="考生1")
    answer = move(client, full, first, room=chosen.pk if chosen else 0, number=number)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_page_out_of_date_moves_nobody(client, plan, full):
    allot(client, full)
    first = plan.entries.get(name="考生1")
    address = url(plan, "seat-move", full.pk, first.pk)
    had = client.get(address).context["form"]["had"].value()
    full.seats.filter(entry=first).delete()
    two = full.rooms.get(name="二")
    full.seats.filter(room=two, number=2).delete()
    late = client.post(address, {"had": had, "room": two.pk, "number": "2"})
    assert late.context["form"].non_field_errors() == [seating.MOVED]
    assert full.seats.filter(entry=first).exists() is False


def test_who_has_no_seat_gets_a_free_one_only(client, plan, full):
    allot(client, full)
    first = plan.entries.get(name="考生1")
    for _ in range(2):
        answer = client.post(url(plan, "seat-release", full.pk, first.pk))
        assert answer.status_code == 302
    assert len(facts_of(plan, "move_seat")) == 1
    room = full.rooms.get(name="一")
    taken = move(client, full, first, room=room.pk, number=2)
    assert taken.status_code == 422
    assert move(client, full, first, room=room.pk, number=1).status_code == 302
    assert seated(full)[0] == ("一", 1, "考生1")


@pytest.mark.parametrize(
    ("who", "state", "code"),
    [
        ("clerk", PlanStep.ROSTER_RETURNED, 302),
        ("clerk", PlanStep.ENROLMENT, 403),
        ("clerk", PlanStep.READY, 403),
        ("officer", PlanStep.ROSTER, 403),
        ("other", PlanStep.ROSTER, 404),
    ],
)
def test_who_gives_out_seats_and_when(client, agencies, who, state, code):
    plan = a_plan_of(agencies, "lc", state)
    item = agencies.item(plan)
    [person] = people(plan, item, [1])
    session = a_session(plan, [item], [a_room(a_site(plan))])
    session.seats.create(room=session.rooms.get(), number=7, entry=person)
    users = {"clerk": agencies.clerk["lc"], "officer": agencies.world.staff["lc_centre"]}
    client.force_login(users.get(who, agencies.clerk["ln"]))
    answers = [
        client.post(url(plan, "seats", session.pk), {"order": "sequence"}),
        client.post(url(plan, "seats-all"), {"order": "sequence"}),
        client.post(url(plan, "seat-release", session.pk, person.pk)),
    ]
    assert [answer.status_code for answer in answers] == [code] * 3
    assert session.seats.exists() is (code != 302)
    page = client.get(url(plan, "seats", session.pk))
    assert page.status_code == (404 if who == "other" else 200)


def test_the_list_is_narrowed_and_shows_no_number_of_a_person(client, plan, full):
    allot(client, full)
    address = url(plan, "seats", full.pk)

    def names(**query) -> list[str]:
        return [seat.entry.name for seat in client.get(address, query).context["rows"]]

    assert names(room=full.rooms.get(name="二").pk) == ["考生3", "考生5"]
    assert names(search="考生2") == ["考生2"]
    assert names(room="x", page="99") == ["考生1", "考生4", "考生2", "考生3", "考生5"]
    assert id_number(1) not in client.get(address).content.decode()


def test_the_list_costs_the_same_for_one_and_for_thirty(client, agencies, plan):
    item = agencies.item(plan)
    session = a_session(plan, [item], [a_room(a_site(plan), capacity=40)])
    people(plan, item, [1])
    allot(client, session)
    address = url(plan, "seats", session.pk)
    client.get(address)
    for_one = count_queries(client, address)
    people(plan, item, range(2, 41))
    allot(client, session)
    assert count_queries(client, address) == for_one <= MOST
