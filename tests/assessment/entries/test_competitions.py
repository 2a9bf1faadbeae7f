"""Competitions, ranks, and the levels they give (JS-08)."""

import pytest
from django.urls import reverse

from assessment.models import Competition, CompetitionResult, Entry
from tests.assessment import entering
from tests.assessment.entering import a_plan, filled, id_number

COMPETITION = {"name": "第三届职业技能大赛", "organiser": "市人社局", "held_on": "2026-05-01"}


@pytest.fixture(autouse=True)
def _conditions(db):
    entering.conditions()


@pytest.fixture
def js(agencies, client):
    """The clerk of the agency of Jiangsu, signed in, who registers a competition."""
    client.force_login(agencies.clerk["js"])
    owner = agencies.agency["js"].organisation
    client.post(reverse("assessment:competition-add"), {**COMPETITION, "organisation": owner.pk})
    return Competition.objects.get()


def result(client, competition, number=1, **fields):
    values = {
        "name": "张三丰",
        "id_number": id_number(number),
        "occupation": "6-31-01-03",
        "rank": "2",
        "level": "3",
        **fields,
    }
    return client.post(reverse("assessment:competition-result-add", args=[competition.pk]), values)


def enter(client, agencies, level=3, **fields) -> Entry:
    plan = a_plan(agencies, "js", ["own_staff"])
    item = agencies.item(plan, level=level)
    add = reverse("assessment:entry-add", args=[plan.number])
    fields = {"ground": "competition", "reason": "竞赛获奖", "submit": "1", **fields}
    client.post(add, filled(item, **fields))
    return Entry.objects.order_by("-pk").first()


@pytest.mark.clause("JS-08")
def test_a_rank_gives_a_level(client, agencies, js):
    result(client, js)
    entry = enter(client, agencies, reason="")
    assert (entry.status, entry.result) == ("applied", CompetitionResult.objects.get())
    assert entry.reason == "第三届职业技能大赛第2名"


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({"level": "4"}, 3),
        ({"number": 3}, 3),
        ({"occupation": "6-18-01-01"}, 3),
    ],
)
def test_a_result_of_somebody_else_or_for_less_does_not(client, agencies, js, fields, level):
    result(client, js, **fields)
    entry = enter(client, agencies, level)
    assert entry.status == "draft"
    page = client.get(reverse("assessment:entry", args=[entry.plan.number, entry.pk]))
    assert [issue.code for issue in page.context["found"].refusing] == ["result"]


def test_wrong_results_are_said_at_their_field(client, js):
    assert result(client, js).status_code == 302
    for fields, expected in (
        ({"id_number": "1"}, {"id_number"}),
        ({"occupation": "9-99-99-99"}, {"occupation"}),
        ({"rank": "-1"}, {"rank"}),
        ({}, {"__all__"}),
    ):
        response = result(client, js, **fields)
        assert (response.status_code, set(response.context["form"].errors)) == (422, expected)


def test_a_result_in_use_stays(client, agencies, js):
    result(client, js)
    found = CompetitionResult.objects.get()
    enter(client, agencies)
    url = reverse("assessment:competition-result-remove", args=[js.pk, found.pk])
    page = client.post(url, follow=True)
    assert "不能删除" in page.content.decode()
    Entry.objects.update(result=None)
    client.post(url)
    assert CompetitionResult.objects.count() == 0


def test_competitions_of_others_are_nowhere(client, agencies, js):
    client.force_login(agencies.clerk["lc"])
    assert client.get(reverse("assessment:competition", args=[js.pk])).status_code == 404
    assert client.get(reverse("assessment:competitions")).context["table"].count == 0
    client.force_login(agencies.world.staff["lc"])
    assert client.get(reverse("assessment:competitions")).status_code == 403
