"""Who sees and does what in a session: roles × places."""

import pytest

from accounts.enums import Role
from results.models import Attendance, Incident
from tests.results.held.doing import tap, told, url

# who -> (page, photograph, tap, rest, incidents, new incident, notes of supervisors, writing one)
SERVES = (200, 200, 302, 302, 200, 200, 403, 403)
READS = (200, 200, 403, 403, 200, 403, 200, 403)
SEES_THE_PLAN = (403, 403, 403, 403, 403, 403, 403, 403)
NOWHERE = (404,) * 8
MATRIX = {
    "manager": (200, 200, 302, 302, 200, 200, 200, 403),
    "clerk": (200, 200, 302, 302, 200, 200, 200, 403),
    "invigilator": SERVES,
    "assessor of practice": SEES_THE_PLAN,
    "scorer": SEES_THE_PLAN,
    "writer": SEES_THE_PLAN,
    "external": (200, 200, 403, 403, 200, 403, 200, 200),
    "external of nothing": NOWHERE,
    "receiver": READS,
    "province": READS,
    "other city": NOWHERE,
    "other province": NOWHERE,
    "other agency": NOWHERE,
    "client of another": NOWHERE,
    "nobody": NOWHERE,
}


@pytest.fixture
def people(agencies, day, external, watcher):
    world = agencies.world
    return {
        "manager": day.arbiter,
        "clerk": day.clerks[1],
        "invigilator": watcher,
        "assessor of practice": day.assessors[0].examiner.user,
        "scorer": day.clerks[0],
        "writer": world.member(day.plan.owner, Role.WRITER),
        "external": external,
        "external of nothing": world.member(world.offices["lc_centre"], Role.SUPERVISOR),
        "receiver": world.staff["lc_centre"],
        "province": world.staff["sd"],
        "other city": world.staff["as"],
        "other province": world.staff["hb_centre"],
        "other agency": agencies.clerk["js"],
        "client of another": agencies.client_hr,
        "nobody": world.member(world.applicant("371500", "city")[0]),
    }


def codes(client, day, entry) -> tuple[int, ...]:
    session = day.theory
    return (
        client.get(url(session)).status_code,
        client.get(url(session, "check-in-photo", entry.pk)).status_code,
        tap(client, session, entry, "present").status_code,
        client.post(url(session, "check-in-rest"), {"presence": "present"}).status_code,
        client.get(url(session, "incidents")).status_code,
        client.get(url(session, "incident-add")).status_code,
        client.get(url(session, "visits")).status_code,
        client.get(url(session, "visit-write")).status_code,
    )


def test_each_sees_and_does_what_is_his(client, day, people, with_photo):
    found = {}
    for name, user in people.items():
        client.force_login(user)
        found[name] = codes(client, day, with_photo)
        assert Attendance.objects.exists() == (MATRIX[name][2] == 302)
        Attendance.objects.all().delete()
    assert found == MATRIX


def test_nobody_writes_an_incident_without_the_right(client, day, people):
    for user in people.values():
        client.force_login(user)
        client.post(url(day.theory, "incident-add"), told())
    wrote = set(Incident.objects.values_list("recorded_by", flat=True))
    assert wrote == {user.pk for name, user in people.items() if MATRIX[name][5] == 200}


def test_strangers_are_sent_to_sign_in(client, day):
    for name in ("check-in", "incidents", "incident-add", "visits", "visit-write"):
        assert "/login/?next=" in client.get(url(day.theory, name)).url


def test_another_plans_number_leads_nowhere(client, agencies, day):
    client.force_login(day.arbiter)
    other = url(day.theory).replace(day.plan.number, "PJ2026999999")
    assert client.get(other).status_code == 404


def test_a_cancelled_session_or_plan_is_closed(client, day, watcher, with_photo):
    type(day.plan).objects.filter(pk=day.plan.pk).update(state="cancelled")
    client.force_login(watcher)
    assert "考生1" not in client.get(url(day.theory)).content.decode()
    assert client.get(url(day.theory, "check-in-photo", with_photo.pk)).status_code == 403
    day.theory.cancelled_at = day.theory.starts_at
    day.theory.save()
    assert codes(client, day, with_photo) == NOWHERE
