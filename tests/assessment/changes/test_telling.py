"""Candidates have no account: whom the agency has to ring, masked on the screen."""

import io

import pytest
from django.urls import reverse

from accounts.models import Unmasking
from assessment.models import Entry, Seat
from printing import sheets
from tests.assessment.changes.world import address, arranged, propose
from tests.assessment.entering import phone
from tests.casework.test_views import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(client, agencies):
    """A session of two of three people, moved in Jiangsu."""
    made = arranged(agencies, "js", "ready")
    theory = made.sessions["theory"]
    client.force_login(agencies.clerk["js"])
    hours = {"day": "2026-03-30", "begins": "09:00", "ends": "11:00"}
    assert propose(client, made, "session", session=theory.pk, **hours).status_code == 302
    Seat.objects.filter(session=theory, number=3).delete()
    return made


def test_those_of_the_session_are_listed_masked(client, agencies, moved):
    page = client.get(address(moved.plan, "change", moved.change().pk))
    assert [row.name for row in page.context["table"].page] == ["考生1", "考生2"]
    text = page.content.decode()
    assert phone(1) not in text
    entry = Entry.objects.get(name="考生1")
    assert reverse("accounts:unmask", args=["assessment.entry", entry.pk, "phone"]) in text
    client.force_login(agencies.world.staff["sz_centre"])
    page = client.get(address(moved.plan, "change", moved.change().pk))
    assert page.context["table"] is None


def test_the_list_is_downloaded_on_record(client, agencies, moved):
    url = address(moved.plan, "change-phones", moved.change().pk)
    assert phone(1) not in client.get(url).content.decode()
    assert client.post(url, {"reason": "看"}).status_code == 422
    assert not Unmasking.objects.exists()
    answered = client.post(url, {"reason": "通知改期"})
    assert answered["Content-Type"].startswith("application/vnd.openxmlformats")
    assert "no-store" in answered["Cache-Control"]
    sheet = sheets.read(io.BytesIO(answered.content))
    number = moved.plan.number
    assert sheet.headers[:4] == ["报名编号", "姓名", "工作单位", "联系电话"]
    assert [row.cells[:4] for row in sheet.rows] == [
        [f"{number}-T00001", "考生1", "第一机械厂", phone(1)],
        [f"{number}-T00002", "考生2", "第一机械厂", phone(2)],
    ]
    looked = Unmasking.objects.get()
    assert (looked.user, looked.organisation, looked.reason, looked.field) == (
        agencies.clerk["js"],
        moved.plan.owner,
        "通知改期",
        "phones",
    )


def test_nobody_else_downloads_it(client, agencies, moved):
    url = address(moved.plan, "change-phones", moved.change().pk)
    other = reverse("accounts:unmask", args=["assessment.planchange", moved.change().pk, "phones"])
    for who, status in (
        (agencies.world.staff["sz_centre"], 403),
        (agencies.world.staff["js_centre"], 403),
        (agencies.clerk["lc"], 404),
    ):
        client.force_login(who)
        assert client.post(url, {"reason": "通知改期"}).status_code == status
        assert client.post(other, {"reason": "通知改期"}).status_code == status
    assert not Unmasking.objects.exists()


def test_a_room_concerns_who_sat_in_it_and_days_concern_all(client, agencies):
    made = arranged(agencies, "js", "ready")
    theory, extra = made.sessions["theory"], made.rooms["小考场"]
    theory.rooms.add(extra)
    Seat.objects.filter(session=theory, number=3).update(room=extra, number=1)
    client.force_login(agencies.clerk["js"])
    values = {"room": made.rooms["一考场"].pk, "other": made.rooms["二考场"].pk}
    assert propose(client, made, "room", **values).status_code == 302
    assert [entry.name for entry in made.change().concerned.order_by("pk")] == ["考生1", "考生2"]
    plan = arranged(agencies, "js", "enrolment").plan
    plan.entries.filter(name="考生1").update(status="withdrawn")
    assert (
        propose(client, plan, "days", first_on="2026-04-08", last_on="2026-04-09").status_code
        == 302
    )
    assert [entry.name for entry in made.change().concerned.order_by("pk")] == ["考生2", "考生3"]


def test_the_list_costs_the_same_for_two_and_for_thirty(client, agencies, moved):
    url = address(moved.plan, "change", moved.change().pk)
    client.get(url)
    once = count_queries(client, url)
    theory, room = moved.sessions["theory"], moved.rooms["一考场"]
    entry = Entry.objects.get(name="考生1")
    for number in range(10, 40):
        entry.pk, entry.number, entry.id_number = None, f"E{number}", f"{number}"
        entry.save(force_insert=True)
        Seat.objects.create(session=theory, room=room, number=number, entry=entry)
    assert count_queries(client, url) == once
