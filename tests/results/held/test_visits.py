"""Supervisors: their duties, what they may see, the note that is written once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from assessment.models import Duty
from casework.models import Event
from config import clock
from results import conduct
from results.models import Attendance, VisitNote
from tests.assessment.staffing.world import duty, examiner
from tests.casework.test_views import count_queries
from tests.results.held.doing import errors, tap, url
from tests.results.world import EXAM, a_day


def points(regulation: str = "liaocheng-enterprise", **other) -> dict[str, str]:
    found = {f"point_{each.key}": "yes" for each in conduct.rules().points_of(regulation)}
    return found | other


def write(client, day, **fields):
    given = points() | {"text": "9:05 到场，巡查一考场，秩序良好。"} | fields
    return client.post(url(day.theory, "visit-write"), given)


@pytest.fixture
def hebei(agencies):
    """A plan in Shijiazhuang, and an external supervisor of its centre."""
    with clock.travel(EXAM):
        day = a_day(agencies, "hb")
        user = agencies.world.member(
            agencies.world.offices["sjz_centre"], Role.SUPERVISOR, name="外督员"
        )
        Duty.objects.create(session=day.theory, user=user, role="external")
        yield day, user


@pytest.mark.clause("HB-06")
def test_the_centre_of_the_city_watches_and_the_province_reads_it(client, agencies, hebei):
    day, supervisor = hebei
    client.force_login(supervisor)
    page = client.get(reverse("assessment:duties")).content.decode()
    assert (url(day.theory) in page, url(day.theory, "visits") in page) == (True, True)
    given = points("hebei-commissioned", point_promises="no", text="巡查")
    answer = client.post(url(day.theory, "visit-write"), given)
    assert (answer.status_code, list(errors(answer))) == (422, ["problems"])
    given["problems"] = "考点没有公开监督电话，当场整改。"
    assert client.post(url(day.theory, "visit-write"), given).url == url(day.theory, "visits")
    row = VisitNote.objects.get()
    assert (row.written_by, row.points["promises"], row.duty.role) == (
        supervisor,
        "no",
        "external",
    )
    (event,) = Event.objects.filter(case=day.plan, act="write_visit")
    assert event.actor_office == agencies.world.offices["sjz_centre"]
    readers = {
        "centre": agencies.world.staff["sjz_centre"],
        "province": agencies.world.staff["hb_centre"],
        "bureau": agencies.world.staff["sjz"],
        "agency": day.arbiter,
        "himself": supervisor,
    }
    for user in readers.values():
        client.force_login(user)
        shown = client.get(url(day.theory, "visits"))
        assert (shown.status_code, "没有公开监督电话" in shown.content.decode()) == (200, True)
    client.force_login(agencies.client_hr)
    assert client.get(url(day.theory, "visits")).status_code == 403
    client.force_login(agencies.clerk["lc"])
    assert client.get(url(day.theory, "visits")).status_code == 404


def test_a_note_is_written_once_and_stays(client, day, external):
    client.force_login(external)
    assert write(client, day).status_code == 302
    again = write(client, day, text="另一份")
    assert again.url == url(day.theory, "visits")
    assert [row.text for row in VisitNote.objects.all()] == ["9:05 到场，巡查一考场，秩序良好。"]
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitNote.objects.update(text="改")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"point_seal": ""}, "point_seal"),
        ({"point_seal": "maybe"}, "point_seal"),
        ({"point_order": "no"}, "problems"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(client, day, external, fields, where):
    client.force_login(external)
    answer = write(client, day, **fields)
    assert (answer.status_code, list(errors(answer))) == (422, [where])
    assert VisitNote.objects.count() == 0


def test_supervisors_read_the_check_in_and_note_nothing(client, day, external):
    inner = examiner(day.plan.agency, 30, "internal", user=day.clerks[0])
    duty(day.theory, inner, "internal")
    for user in (external, day.clerks[0]):
        client.force_login(user)
        page = client.get(url(day.theory))
        assert (page.status_code, "考生1" in page.content.decode()) == (200, True)
        assert (page.context["may"], "到考</button>" in page.content.decode()) == (False, False)
        assert tap(client, day.theory, day.entries[0], "present").status_code == 403
        answer = client.post(url(day.theory, "check-in-rest"), {"presence": "present"})
        assert answer.status_code == 403
        assert client.get(url(day.theory, "incident-add")).status_code == 403
        assert client.get(url(day.theory, "visit-write")).status_code == 200
    assert Attendance.objects.count() == 0


def test_the_note_waits_for_the_start(client, day, external):
    client.force_login(external)
    with clock.travel(day.theory.starts_at - timedelta(minutes=1)):
        assert write(client, day).status_code == 403
        assert client.get(url(day.theory, "visits")).status_code == 200


def test_supervisors_of_other_sessions_and_invigilators_write_none(client, day, external, watcher):
    client.force_login(external)
    assert client.get(url(day.practice, "visits")).status_code == 404
    client.force_login(watcher)
    assert client.get(url(day.theory, "visits")).status_code == 403
    assert write(client, day).status_code == 403


def test_who_has_written_is_not_taken_back(client, agencies, day, external):
    client.force_login(external)
    write(client, day)
    row = Duty.objects.get(user=external)
    client.force_login(agencies.world.staff["lc_centre"])
    answer = client.post(
        reverse(
            "assessment:session-supervisor-remove", args=[day.plan.number, day.theory.pk, row.pk]
        ),
        follow=True,
    )
    assert "不能再撤回" in answer.content.decode()
    assert Duty.objects.filter(user=external).count() == 1


def test_a_page_costs_the_same_for_one_and_for_thirty(client, agencies, day, external):
    client.force_login(external)
    write(client, day)
    client.force_login(day.arbiter)
    client.get(url(day.theory, "visits"))
    for_one = count_queries(client, url(day.theory, "visits"))
    kept = VisitNote.objects.get()
    for number in range(40, 69):
        other = duty(day.theory, examiner(day.plan.agency, number, "internal"), "internal")
        VisitNote.objects.create(
            session=day.theory,
            duty=other,
            points=kept.points,
            text="x",
            written_by=day.arbiter,
            written_at=EXAM,
        )
    assert count_queries(client, url(day.theory, "visits")) == for_one <= 18
