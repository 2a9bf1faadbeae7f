"""Sites and rooms: kept by the agency, held fast by filed arrangements."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from assessment.models import Room, Site
from catalogue.regulations.terms import PlanStep
from config import clock
from tests.assessment.arrangement.world import (
    FIRST,
    a_plan_of,
    a_room,
    a_session,
    a_site,
    moment,
)
from tests.casework.test_views import count_queries

pytestmark = pytest.mark.django_db
LISTING = reverse("assessment:sites")
MOST = 10


@pytest.fixture
def asked(agencies) -> dict:
    place = agencies.agency["lc"].division_id
    return {
        "name": "实训楼",
        "division": place,
        "address": "建设路1号",
        "contact": "办公室 0635-8200000",
    }


def test_a_site_with_its_rooms_is_kept(client, agencies, plan, asked):
    agency = agencies.agency["lc"]
    answer = client.post(reverse("assessment:site-add", args=[agency.code]), asked)
    site = Site.objects.get()
    assert answer["Location"] == reverse("assessment:site", args=[site.pk])
    add = reverse("assessment:room-add", args=[site.pk])
    assert client.get(add).context["form"]["order"].value() == 1
    room = {"name": "一考场", "kind": "theory", "capacity": "30", "cameras": "2", "order": "1"}
    assert client.post(add, room).status_code == 302
    twice = client.post(add, room)
    assert (twice.status_code, list(twice.context["form"].non_field_errors())) == (
        422,
        ["这个考点已有同名的考场。"],
    )
    row = client.get(LISTING).context["table"].page[0]
    assert (row.name, row.held_rooms, row.held, str(row.agency)) == ("实训楼", 1, 30, str(agency))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"contact": "张工 138" + "00001111"}, "contact"),
        ({"division": "999999"}, "division"),
        ({"name": ""}, "name"),
    ],
)
def test_wrong_values_are_said_at_their_field(client, agencies, plan, asked, wrong, field):
    address = reverse("assessment:site-add", args=[agencies.agency["lc"].code])
    answer = client.post(address, {**asked, **wrong})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Site.objects.count() == 0


def test_two_clerks_one_page_out_of_date(client, plan, asked):
    site = a_site(plan)
    edit = reverse("assessment:site-edit", args=[site.pk])
    seen = client.get(edit).context["form"]["seen"].value()
    first = {**asked, "address": "甲路", "seen": seen}
    assert client.post(edit, first).status_code == 302
    late = client.post(edit, {**asked, "address": "乙路", "seen": seen})
    assert (late.status_code, late.context["form"]["address"].value()) == (422, "乙路")
    assert Site.objects.get().address == "甲路"
    again = {**asked, "address": "乙路", "seen": late.context["form"]["seen"].value()}
    assert client.post(edit, again).status_code == 302


@pytest.mark.parametrize(
    ("state", "ends", "code"),
    [
        (PlanStep.ROSTER, "2026-06-03", 302),
        (PlanStep.READY, "2026-06-03", 422),
        (PlanStep.ROSTER_FILED, "2026-06-03", 422),
        (PlanStep.CANCELLED, "2026-06-03", 302),
        (PlanStep.READY, "over", 302),
    ],
)
def test_what_a_filed_arrangement_counts_on_stays(client, agencies, plan, state, ends, code):
    filed = a_plan_of(agencies, "lc", state)
    room = a_room(a_site(filed))
    a_session(filed, [agencies.item(filed)], [room])
    address = reverse("assessment:room", args=[room.site_id, room.pk])
    values = {"name": "一考场", "kind": "theory", "capacity": "20", "cameras": "0", "order": "1"}
    now = moment(FIRST, "12:00" if ends == "over" else "08:00")
    with clock.travel(now):
        seen = client.get(address).context["form"]["seen"].value()
        answer = client.post(address, {**values, "seen": seen})
    assert answer.status_code == code
    if code == 422:
        assert filed.number in answer.content.decode()
    assert Room.objects.get().capacity == (20 if code == 302 else 30)


def test_only_what_was_never_used_is_removed(client, agencies, plan):
    site = a_site(plan)
    used, unused = a_room(site), a_room(site, "二考场")
    a_session(plan, [agencies.item(plan)], [used])
    for room in (used, unused):
        client.post(reverse("assessment:room-remove", args=[site.pk, room.pk]))
    client.post(reverse("assessment:site-remove", args=[site.pk]))
    assert [room.name for room in Room.objects.all()] == ["一考场"]
    empty = a_site(plan, "空楼")
    a_room(empty)
    client.post(reverse("assessment:site-remove", args=[empty.pk]))
    assert [each.name for each in Site.objects.all()] == ["实训楼"]


@pytest.mark.parametrize("who", ["other", "officer", "reader"])
def test_nobody_else_sees_or_keeps_them(client, agencies, plan, asked, who):
    site = a_site(plan)
    room = a_room(site)
    reader = agencies.world.member(plan.owner, Role.ASSESSOR)
    someone = {
        "other": agencies.clerk["ln"],
        "officer": agencies.world.staff["lc_centre"],
        "reader": reader,
    }
    client.force_login(someone[who])
    names = [("site", ()), ("site-edit", ()), ("room-add", ()), ("room", (room.pk,))]
    found = [
        client.get(reverse(f"assessment:{n}", args=[site.pk, *a])).status_code for n, a in names
    ]
    assert found == [404] * 4
    add = reverse("assessment:site-add", args=[plan.agency.code])
    assert client.post(add, asked).status_code == 404
    assert client.get(LISTING).status_code == (200 if who == "other" else 403)


def test_the_list_costs_the_same_for_one_and_for_thirty(client, plan):
    a_room(a_site(plan, "一"))
    client.get(LISTING)
    for_one = count_queries(client, LISTING)
    for number in range(2, 36):
        a_room(a_site(plan, f"{number}"))
    assert count_queries(client, LISTING) == for_one <= MOST
