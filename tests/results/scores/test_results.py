"""Who sees the results of a plan, and what."""

import io

import pytest
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.masking import id_number as masked
from casework.models import Case, Event
from casework.services import door
from catalogue.regulations.terms import PlanStep
from results.models import Result
from results.services import arbitrating
from results.sheets import Value
from tests.results.scores.world import address, both, held, who

pytestmark = pytest.mark.django_db


@pytest.fixture
def scored(day):
    both(day, [80, 70, 59.5])
    both(day, [80, 90, 95], subject="practice")
    door.perform(day.plan, "score", actor=day.arbiter)
    return day


def results(day) -> str:
    return f"/plan/{day.plan.number}/results/"


def test_the_agency_sees_everybody_with_masked_numbers(scored, client):
    who(scored.clerks[0], client)
    text = client.get(results(scored)).content.decode()
    assert "3 人，合格 2 人，合格率 66.7%" in text
    assert "理论知识考试 <b>59.5</b> 不合格" in text
    for entry in scored.entries:
        assert entry.name in text
        assert masked(entry.id_number) in text
        assert entry.id_number not in text


def test_the_list_is_narrowed(scored, client):
    who(scored.clerks[0], client)
    page = client.get(results(scored), {"outcome": "unqualified"})
    assert [row.entry for row in page.context["rows"]] == [scored.entries[2]]
    page = client.get(results(scored), {"subject": "failed"})
    assert [row.entry for row in page.context["rows"]] == [scored.entries[2]]
    page = client.get(results(scored), {"search": "考生1"})
    assert [row.entry for row in page.context["rows"]] == [scored.entries[0]]


def test_a_spreadsheet_holds_the_same(scored, client):
    who(scored.clerks[0], client)
    content = client.get(results(scored) + "file/").content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert len(rows) == 4
    assert rows[0][-1] == "评价结果"
    last = rows[3]
    assert last[0] == scored.entries[2].ticket
    assert last[2] == masked(scored.entries[2].id_number)
    assert (last[6], last[7], last[-1]) == (59.5, "不合格", "不合格")
    assert not any(entry.id_number in str(rows) for entry in scored.entries)


def test_the_office_of_the_place_sees_them_and_others_do_not(agencies, scored, client):
    world = agencies.world
    who(world.staff["lc_centre"], client)
    assert client.get(results(scored)).status_code == 200
    writer = world.member(scored.plan.owner, Role.WRITER)
    assessor = scored.assessors[0].examiner.user
    expected = {
        agencies.clerk["ln"]: 404,
        world.staff["as"]: 404,
        writer: 403,
        assessor: 403,
    }
    assert {user: client_get(client, user, results(scored)) for user in expected} == expected
    for user, status in expected.items():
        assert client_get(client, user, results(scored) + "file/") == status


def client_get(client, user, url: str) -> int:
    who(user, client)
    return client.get(url).status_code


def test_there_are_none_before_scoring(day, client):
    who(day.clerks[0], client)
    assert client.get(results(day)).status_code == 404


def test_a_client_sees_them_once_they_are_public(agencies, now, client):
    day = held(agencies, "hb")
    both(day, [80, 70, 59.5])
    both(day, [80, 90, 95], subject="practice")
    door.perform(day.plan, "score", actor=day.arbiter)
    assert client_get(client, agencies.client_hr, results(day)) == 403
    Case.objects.filter(pk=day.plan.pk).update(state=PlanStep.PUBLICITY)
    assert client_get(client, agencies.client_hr, results(day)) == 200


def test_who_opens_the_score_sheets(agencies, day, client):
    world = agencies.world
    urls = (f"/plan/{day.plan.number}/scores/", address(day))
    expected = {
        day.arbiter: 200,
        day.clerks[0]: 200,
        day.clerks[1]: 200,
        world.member(day.plan.owner, Role.WRITER): 403,
        day.assessors[0].examiner.user: 403,
        world.staff["lc_centre"]: 403,
        world.staff["as"]: 404,
        agencies.clerk["ln"]: 404,
    }
    for url in urls:
        assert {user: client_get(client, user, url) for user in expected} == expected
    assert client_get(client, day.arbiter, address(day, "review")) == 404
    for user, status in expected.items():
        posted = who(user, client).post(address(day, tail="take/1/")).status_code
        if user in day.clerks:
            assert posted == 302
        else:
            assert posted == (403 if status == 200 else status)


@pytest.mark.clause("LC-23")
def test_who_did_what_with_the_scores_stands_on_the_timeline(scored):
    acts = Event.objects.filter(case=scored.plan).order_by("sequence")
    found = [(event.act, event.actor) for event in acts if event.actor]
    first, second = scored.clerks
    assert found[-5:] == [
        ("hand_in_scores", first),
        ("hand_in_scores", second),
        ("hand_in_scores", first),
        ("hand_in_scores", second),
        ("score", scored.arbiter),
    ]


def test_the_page_of_the_plan_leads_there(scored, client):
    who(scored.clerks[0], client)
    assert results(scored) in client.get(f"/cases/{scored.plan.number}/").content.decode()


@pytest.mark.parametrize("people", [1, 30])
def test_the_pages_ask_the_same_number_of_questions(
    agencies, now, client, people, django_assert_max_num_queries
):
    day = held(agencies, people=people)
    both(day, [80] * people, [80] * (people - 1) + [70])
    who(day.arbiter, client)
    with django_assert_max_num_queries(45):
        assert client.get(address(day)).status_code == 200
    both(day, [80] * people, subject="practice")
    sheet = day.plan.score_sheets.get(subject="theory")
    entry = day.entries[-1].pk
    arbitrating.decide(sheet, entry, Value(absent=True), reason="核对", actor=day.arbiter)
    door.perform(day.plan, "score", actor=day.arbiter)
    with django_assert_max_num_queries(40):
        assert client.get(results(day)).status_code == 200
    assert Result.objects.count() == people
