"""The staff of an agency: entered, corrected, out of use; from whom they step back."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from assessment.models import Examiner, Tie
from assessment.services import examiners
from filing.models import AgencyScope, Person
from tests.assessment.entering import id_number, phone
from tests.assessment.staffing.world import at, duty, examiner, rooms, session
from tests.casework.test_views import count_queries


@pytest.fixture
def agency(agencies, client):
    """The agency of Liaocheng, whose clerk is signed in."""
    client.force_login(agencies.clerk["lc"])
    return agencies.agency["lc"]


def url(name: str, *args) -> str:
    return reverse(f"assessment:{name}", args=args)


def filled(**values) -> dict:
    return {
        "name": "李 四",
        "id_number": id_number(501),
        "phone": phone(1),
        "roles": ["assessor", "invigilator"],
        "certificate": "KP1",
        "until": "2028-01-01",
        "codes": ["6-31-01-03"],
        **values,
    }


def errors(answer) -> dict:
    return {name: list(said) for name, said in answer.context["form"].errors.items()}


def listed(client, **query) -> list[str]:
    return [row.name for row in client.get(url("staff"), query).context["table"].page]


def test_somebody_is_entered_and_seen_masked(client, agency):
    answer = client.post(url("staff-add", agency.code), filled())
    row = Examiner.objects.get()
    assert answer.url == url("staff-person", row.pk)
    kept = (row.agency, row.name, row.id_number, row.roles, row.codes, row.until)
    wanted = (agency, "李四", id_number(501), ["assessor", "invigilator"], ["6-31-01-03"])
    assert kept == (*wanted, date(2028, 1, 1))
    page = client.get(answer.url).content.decode()
    assert ("考评员" in page, id_number(501) in page, phone(1) in page) == (True, False, False)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"id_number": ""}, {"id_number": ["请填写证件号码。"]}),
        ({"id_number": "123"}, {"id_number": ["居民身份证号码应为18位，请核对。"]}),
        ({"roles": []}, {"roles": ["请选择可承担的工作。"]}),
        ({"name": " "}, {"name": ["请填写姓名。"]}),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, agency, values, wrong):
    answer = client.post(url("staff-add", agency.code), filled(certificate="KP99", **values))
    assert (answer.status_code, errors(answer)) == (422, wrong)
    assert "KP99" in answer.content.decode()
    assert Examiner.objects.count() == 0


def test_one_person_is_entered_once_an_agency(client, agencies, agency):
    examiner(agencies.agency["js"], 1)
    assert client.post(url("staff-add", agency.code), filled()).status_code == 302
    answer = client.post(url("staff-add", agency.code), filled(name="王五"))
    assert errors(answer) == {"__all__": ["这个证件号码已在本机构的人员名单中，请修改原来的一条。"]}


def test_an_empty_number_keeps_the_one_that_is_there(client, agency):
    row = examiner(agency, 1, phone=phone(1))
    page = client.get(url("staff-edit", row.pk)).content.decode()
    assert (id_number(501) in page, phone(1) in page) == (False, False)
    client.post(url("staff-edit", row.pk), filled(id_number="", phone="", name="赵六"))
    row.refresh_from_db()
    assert (row.name, row.id_number, row.phone) == ("赵六", id_number(501), phone(1))


def test_out_of_use_and_back(client, agency):
    row = examiner(agency, 1)
    answer = client.post(url("staff-leave", row.pk), {"on": "2099-01-01"})
    assert errors(answer) == {"on": ["停用日期不能晚于今天。"]}
    client.post(url("staff-leave", row.pk), {"on": "2026-01-05"})
    row.refresh_from_db()
    assert (row.left_on, listed(client), listed(client, state="left")) == (
        date(2026, 1, 5),
        [],
        ["考务1"],
    )
    client.post(url("staff-back", row.pk))
    assert listed(client) == ["考务1"]


def test_recusals(client, agency):
    row = examiner(agency, 1)
    given = {"name": "徒弟", "id_number": id_number(7), "cause": "师徒"}
    own = client.post(url("staff-tie", row.pk), {**given, "id_number": id_number(501)})
    assert errors(own) == {"id_number": ["这是本人的证件号码。"]}
    assert client.post(url("staff-tie", row.pk), given).status_code == 302
    assert errors(client.post(url("staff-tie", row.pk), given)) == {
        "__all__": ["这项回避已经登记。"]
    }
    page = client.get(url("staff-person", row.pk)).content.decode()
    assert ("徒弟" in page, id_number(7) in page) == (True, False)
    client.post(url("staff-untie", row.pk, Tie.objects.get().pk))
    assert Tie.objects.count() == 0


def test_filters(client, agency):
    examiner(agency, 1, "chief", name="甲")
    examiner(agency, 2, "invigilator", name="乙", until=date(2020, 1, 1))
    assert listed(client, role="chief") == ["甲"]
    assert listed(client, search="乙") == ["乙"]
    assert listed(client, search=id_number(501)) == ["甲"]
    assert listed(client, state="expired") == ["乙"]
    assert sorted(listed(client, role="x", state="all")) == ["乙", "甲"]


def test_nobody_elses_people(client, agencies, agency):
    row, foreign = examiner(agency, 1), agencies.agency["js"]
    pages = ("staff-person", "staff-edit", "staff-leave", "staff-tie")
    assert {client.get(url(name, row.pk)).status_code for name in pages} == {200}
    for who in (agencies.clerk["js"], agencies.world.staff["lc_centre"]):
        client.force_login(who)
        assert {client.get(url(name, row.pk)).status_code for name in pages} == {404}
        posts = [url("staff-back", row.pk), url("staff-untie", row.pk, 1)]
        posts += [url("staff-add", agency.code), url("staff-take", agency.code)]
        assert {client.post(each).status_code for each in posts} == {404}
    assert client.get(url("staff")).status_code == 403
    client.force_login(agencies.world.member(foreign.organisation, Role.ASSESSOR))
    assert client.get(url("staff")).status_code == 403
    client.logout()
    assert client.get(url("staff")).status_code == 302


def test_the_number_is_shown_on_record_to_the_agency_alone(client, agencies, agency):
    row = examiner(agency, 1)
    address = reverse("accounts:unmask", args=["assessment.examiner", row.pk, "id_number"])
    answer = client.post(address, {"reason": "核对考评员证"})
    assert id_number(501) in answer.content.decode()
    client.force_login(agencies.clerk["js"])
    assert client.post(address, {"reason": "核对考评员证"}).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_thirty(client, agency):
    examiner(agency, 1)
    client.get(url("staff"))
    for_one = count_queries(client, url("staff"))
    for number in range(2, 31):
        examiner(agency, number)
    assert count_queries(client, url("staff")) == for_one <= 12


def test_a_persons_page_costs_the_same_for_one_duty_and_for_many(client, plan, agency):
    row = examiner(agency, 1)
    places = rooms(agency, 10)
    duty(session(plan, places), row, room=places[0])
    client.get(url("staff-person", row.pk))
    for_one = count_queries(client, url("staff-person", row.pk))
    for hour in range(11, 22):
        times = {"starts_at": at(3, hour), "ends_at": at(3, hour, 30)}
        duty(session(plan, places, **times), row, room=places[0])
    assert count_queries(client, url("staff-person", row.pk)) == for_one <= 14


@pytest.fixture
def filed(agencies, agency):
    """The filing on which the agency's scope rests, with its people."""
    filing = agencies.world.filing("registered", owner=agency.organisation)
    AgencyScope.objects.filter(agency=agency).update(filing=filing)

    def named(role: str, number: int, **columns) -> Person:
        given = {"name": f"人员{number}", "id_number": id_number(500 + number), **columns}
        return Person.objects.create(filing=filing, role=role, **given)

    return named


def test_the_people_of_the_filing_are_taken_over_once(client, agency, filed):
    filed("assessor", 1, certificate="KP1", field="电工、车工", title="高级考评员")
    filed("supervisor", 1, certificate="DD1")
    filed("assessor", 2, field="各类")
    filed("expert", 3, id_number="")
    known = examiner(agency, 4, "chief")
    filed("staff", 4)
    outcome = examiners.take_over(agency)
    assert (outcome.added, outcome.changed, outcome.unclear) == (3, 1, ("人员2",))
    first = Examiner.objects.get(name="人员1")
    assert (first.roles, first.codes, first.senior, first.certificate) == (
        ["assessor", "internal"],
        ["6-18-01-01", "6-31-01-03"],
        True,
        "KP1",
    )
    known.refresh_from_db()
    assert known.roles == ["chief", "invigilator", "support"]
    again = examiners.take_over(agency)
    assert (again.added, again.changed, Examiner.objects.count()) == (0, 0, 4)


def test_one_click_takes_them_over(client, agency, filed):
    assert url("staff-take", agency.code) not in client.get(url("staff")).content.decode()
    filed("assessor", 1, field="电工")
    assert url("staff-take", agency.code) in client.get(url("staff")).content.decode()
    client.post(url("staff-take", agency.code))
    assert listed(client) == ["人员1"]
