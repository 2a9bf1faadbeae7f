"""Check-in: by tap, by code, by number; undone, frozen; who did what."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from assessment import tickets
from assessment.models import Room, Seat
from casework.models import Event
from casework.services import door
from config import clock
from results.models import Attendance
from results.selectors import held
from results.services import attendance
from tests.assessment.entering import an_entry, id_number
from tests.casework.test_views import count_queries
from tests.results.held.doing import facts, noted, presences, tap, url
from tests.results.world import BEFORE, EXAM


def shown(answer) -> list[tuple[str, str]]:
    return [(row.seat.entry.name, row.presence) for row in answer.context["rows"]]


@pytest.mark.clause("LC-15")
def test_candidates_are_noted_with_a_tap_each(client, day, watcher):
    client.force_login(watcher)
    page = client.get(url(day.theory))
    assert shown(page) == [("考生1", "none"), ("考生2", "none"), ("考生3", "none")]
    for entry, presence in zip(day.entries, ("present", "late", "absent"), strict=True):
        answer = tap(client, day.theory, entry, presence)
        assert answer.url == f"{url(day.theory)}?#entry-{entry.pk}"
    assert presences(day.theory) == [("考生1", "present"), ("考生2", "late"), ("考生3", "absent")]
    numbers = client.get(url(day.theory)).context["numbers"]
    assert numbers == held.Numbers(due=3, present=1, late=1, absent=1)
    assert (numbers.missing, numbers.noted) == (0, 3)
    assert held.presence(day.plan) == {
        (day.entries[0].pk, day.theory.pk): "present",
        (day.entries[1].pk, day.theory.pk): "late",
        (day.entries[2].pk, day.theory.pk): "absent",
    }


def test_with_scripts_the_row_and_the_numbers_come_back(client, day, watcher):
    client.force_login(watcher)
    first = day.entries[0]
    given = {"presence": "present", "seen": "none"}
    answer = client.post(
        url(day.theory, "check-in-note", first.pk), given, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert [f'id="entry-{entry.pk}"' in page for entry in day.entries] == [True, False, False]
    assert 'hx-swap-oob="true"' in page
    assert "考生1：到考，未登记还有 2 人" in " ".join(page.split())


def test_tapped_twice_is_noted_once(client, day, watcher):
    client.force_login(watcher)
    for _ in range(2):
        tap(client, day.theory, day.entries[0], "present")
    assert presences(day.theory) == [("考生1", "present")]
    assert Event.objects.filter(case=day.plan, act="amend_attendance").count() == 0


@pytest.mark.clause("LC-23")
def test_what_is_set_right_says_who_did_it(client, day, watcher):
    client.force_login(watcher)
    first = day.entries[0]
    tap(client, day.theory, first, "absent")
    tap(client, day.theory, first, "late", seen="absent")
    assert [row.presence for row in Attendance.objects.all()] == ["late"]
    tap(client, day.theory, first, "none", seen="late")
    tap(client, day.theory, first, "none", seen="late")
    assert Attendance.objects.count() == 0
    events = Event.objects.filter(case=day.plan, act="amend_attendance").order_by("sequence")
    found = [(each.actor, facts(each)["before"], facts(each)["after"]) for each in events]
    assert found == [(watcher, "absent", "late"), (watcher, "late", "")]
    client.force_login(day.arbiter)
    page = client.get(reverse("casework:case", args=[day.plan.number])).content.decode()
    assert page.count("更正到考登记") == 2


def test_what_somebody_else_noted_meanwhile_is_not_overwritten(day, watcher):
    clerk = day.clerks[1]
    noted(day.theory, day.entries[0], "present", clerk)
    with pytest.raises(attendance.ValidationError) as told:
        noted(day.theory, day.entries[0], "absent", watcher)
    assert told.value.messages == [
        f"已由{clerk.display_name}登记为“到考”，页面已更新。需要更改的，请再点一次。"
    ]
    with pytest.raises(attendance.ValidationError, match="已由他人撤销"):
        noted(day.theory, day.entries[1], "absent", watcher, seen="present")
    assert presences(day.theory) == [("考生1", "present")]


def test_it_opens_an_hour_before_and_late_and_absent_wait_for_the_start(client, day, watcher):
    starts = day.theory.starts_at
    client.force_login(watcher)
    with clock.travel(starts - timedelta(minutes=61)):
        page = client.get(url(day.theory))
        assert ("rows" in page.context, "考生1" in page.content.decode()) == (False, False)
        with pytest.raises(door.NotNowError, match="开考前 60 分钟"):
            noted(day.theory, day.entries[0], "present", watcher)
    with clock.travel(starts - timedelta(minutes=60)):
        assert "迟到</button>" not in client.get(url(day.theory)).content.decode()
        for presence in ("late", "absent"):
            with pytest.raises(attendance.ValidationError, match="还没有开考"):
                noted(day.theory, day.entries[0], presence, watcher)
        noted(day.theory, day.entries[0], "present", watcher)
    assert presences(day.theory) == [("考生1", "present")]


@pytest.mark.parametrize("scripts", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("given", [{"presence": "present", "seen": "none"}, {"presence": "x"}])
def test_a_tap_tells_nobody_a_name_who_may_not_read_it_now(
    client, day, watcher, external, given, scripts
):
    place = url(day.theory, "check-in-note", day.entries[0].pk)

    def told(user, moment) -> tuple[int, bool]:
        client.logout()
        client.force_login(user)
        with clock.travel(moment):
            answer = client.post(place, given, headers=scripts, follow=True)
        return answer.status_code, "考生1" in answer.content.decode()

    early = day.theory.starts_at - timedelta(minutes=61)
    assert [told(user, early) for user in (watcher, external, day.clerks[1])] == [(403, False)] * 3
    type(day.plan).objects.filter(pk=day.plan.pk).update(state="held")
    assert [told(user, EXAM) for user in (watcher, external)] == [(403, False)] * 2
    assert Attendance.objects.count() == 0


def test_half_an_hour_late_only_warns(client, day, watcher):
    client.force_login(watcher)
    with clock.travel(day.theory.starts_at + timedelta(minutes=30)):
        quiet = client.post(
            url(day.theory, "check-in-note", day.entries[0].pk),
            {"presence": "late", "seen": "none"},
            follow=True,
        )
    with clock.travel(day.theory.starts_at + timedelta(minutes=31)):
        warned = client.post(
            url(day.theory, "check-in-note", day.entries[1].pk),
            {"presence": "late", "seen": "none"},
            follow=True,
        )
    found = ["应登记为缺考" in each.content.decode() for each in (quiet, warned)]
    assert found == [False, True]
    assert presences(day.theory) == [("考生1", "late"), ("考生2", "late")]


def test_the_rest_is_noted_at_once_after_the_start(client, day, watcher):
    client.force_login(watcher)
    tap(client, day.theory, day.entries[1], "absent")
    with clock.travel(day.theory.starts_at - timedelta(minutes=1)):
        client.post(url(day.theory, "check-in-rest"), {"presence": "present"})
    assert presences(day.theory) == [("考生2", "absent")]
    for _ in range(2):
        client.post(url(day.theory, "check-in-rest"), {"presence": "present"})
    expected = [("考生1", "present"), ("考生2", "absent"), ("考生3", "present")]
    assert presences(day.theory) == expected
    (event,) = Event.objects.filter(case=day.plan, act="note_rest")
    told = facts(event)
    assert (event.actor, told["count"], told["presence"]) == (watcher, 2, "present")


def test_the_rest_of_a_room_leaves_the_other_rooms_alone(client, day, watcher):
    other = Room.objects.create(
        site=day.watch.room.site, name="9考场", kind="theory", capacity=5, order=9
    )
    day.theory.rooms.add(other)
    Seat.objects.filter(session=day.theory, entry=day.entries[2]).update(room=other)
    client.force_login(watcher)
    page = client.get(url(day.theory))
    assert (page.context["room"], shown(page)) == (
        day.watch.room,
        [("考生1", "none"), ("考生2", "none")],
    )
    assert shown(client.get(url(day.theory) + "?room=all"))[2] == ("考生3", "none")
    client.post(url(day.theory, "check-in-rest"), {"presence": "absent", "room": other.pk})
    assert presences(day.theory) == [("考生3", "absent")]
    foreign = day.practice.rooms.get()
    answer = client.post(
        url(day.theory, "check-in-rest"), {"presence": "absent", "room": foreign.pk}
    )
    assert answer.status_code == 404


def test_people_are_found_by_name_by_the_end_of_the_number_and_by_what_a_scanner_types(
    client, day, watcher
):
    client.force_login(watcher)
    noted(day.theory, day.entries[0], "present", watcher)

    def found(query: str) -> list[str]:
        return [name for name, _ in shown(client.get(f"{url(day.theory)}?{query}"))]

    ticket = day.entries[1].ticket
    assert found("search=考生3") == ["考生3"]
    assert found(f"search={ticket[-4:]}") == ["考生2"]
    assert found(f"search={tickets.address(settings.SITE_URL, ticket)}") == ["考生2"]
    assert found("show=missing") == ["考生2", "考生3"]
    assert found("search=无此人") == []
    assert found("search=%00%27&room=x&page=9&show=y") == []


def test_the_code_on_the_ticket_leads_to_its_holder(client, day, watcher):
    first = day.entries[0]
    address = tickets.address("", first.ticket)
    answer = client.get(address)
    assert answer.url.startswith("/accounts/login/") or "/login/?next=" in answer.url
    client.force_login(watcher)
    person = url(day.theory, "check-in-person", first.pk)
    assert client.get(address).url == person
    assert client.get(person).context["row"].presence == "none"
    assert Attendance.objects.count() == 0
    answer = tap(client, day.theory, first, "present", **{"from": "person", "scanned": "1"})
    assert answer.url == person
    row = Attendance.objects.get()
    assert (row.presence, row.scanned, row.noted_by) == ("present", True, watcher)
    assert client.get(tickets.address("", "99999")).status_code == 404


def test_the_code_leads_the_clerk_to_the_session_that_is_on(client, day):
    client.force_login(day.clerks[1])
    address = tickets.address("", day.entries[0].ticket)
    assert client.get(address).url == url(day.theory, "check-in-person", day.entries[0].pk)
    with clock.travel(day.practice.starts_at - timedelta(minutes=20)):
        client.logout()  # the session of yesterday has run out
        client.force_login(day.clerks[1])
        assert client.get(address).url == url(day.practice, "check-in-person", day.entries[0].pk)


def test_the_code_leads_strangers_nowhere(client, agencies, day):
    address = tickets.address("", day.entries[0].ticket)
    for user in (agencies.clerk["js"], agencies.client_hr, agencies.world.staff["sjz"]):
        client.force_login(user)
        assert client.get(address).status_code == 404


def test_photographs_are_small_and_numbers_are_masked(client, day, watcher, with_photo):
    client.force_login(watcher)
    page = client.get(url(day.theory)).content.decode()
    numbers = [id_number(n) for n in (1, 2, 3)]
    assert [number in page for number in numbers] == [False, False, False]
    assert f"{numbers[0][:3]}" in page
    small = client.get(url(day.theory, "check-in-photo", with_photo.pk))
    large = client.get(url(day.theory, "check-in-photo", with_photo.pk) + "?large")
    assert (small.status_code, small["Content-Type"]) == (200, "image/jpeg")
    assert len(small.content) < len(large.content) < 40_000
    assert client.get(url(day.theory, "check-in-photo", day.entries[1].pk)).status_code == 404


HOSTILE = [
    {},
    {"presence": "gone"},
    {"presence": ""},
    {"presence": "present", "seen": "x"},
    {"presence": ["present", "zzz"]},
    {"presence": "\0"},
]


@pytest.mark.parametrize("given", HOSTILE)
def test_what_no_button_sends_notes_nothing(client, day, watcher, given):
    client.force_login(watcher)
    place = url(day.theory, "check-in-note", day.entries[0].pk)
    answers = [
        client.post(place, given),
        client.post(place, given, headers={"HX-Request": "true"}),
        client.post(url(day.theory, "check-in-rest"), given | {"room": "1e9"}),
    ]
    assert [answer.status_code for answer in answers] == [302, 200, 302]
    assert Attendance.objects.count() == 0


def test_somebody_without_a_seat_is_nowhere(client, day, watcher):
    client.force_login(watcher)
    outside = an_entry(
        day.plan, day.item, 9, status="approved", decided_by=day.arbiter, decided_at=BEFORE
    )
    assert tap(client, day.theory, outside, "present").status_code == 404
    with pytest.raises(attendance.ValidationError, match="座位表"):
        noted(day.theory, outside, "present", watcher)


def test_the_way_back_stays_on_the_site(client, day, watcher):
    client.force_login(watcher)
    for query in ("//evil.example/", "show=missing\r\nX: 1", "room=all"):
        answer = tap(client, day.theory, day.entries[0], "present", query=query)
        assert answer.url.startswith(f"{url(day.theory)}?")
        assert "\n" not in answer.url


def test_a_page_costs_the_same_for_one_and_for_thirty(client, day, watcher):
    client.force_login(watcher)
    Seat.objects.filter(session=day.theory).exclude(entry=day.entries[0]).delete()
    noted(day.theory, day.entries[0], "present", watcher)
    client.get(url(day.theory))
    for_one = count_queries(client, url(day.theory))
    decided = {"status": "approved", "decided_by": day.arbiter, "decided_at": EXAM}
    day.watch.room.capacity = 60
    day.watch.room.save()
    for number in range(11, 40):
        entry = an_entry(day.plan, day.item, number, ticket=f"2026060399{number:04}", **decided)
        Seat.objects.create(session=day.theory, room=day.watch.room, number=number, entry=entry)
        noted(day.theory, entry, "present", watcher)
    assert count_queries(client, url(day.theory)) == for_one <= 24
