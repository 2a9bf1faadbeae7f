"""Blueprints come to their full mark, and say while they are typed what the bank lacks."""

import pytest
from django.urls import reverse

from papers.models import Blueprint, Question
from tests.casework.test_views import count_queries
from tests.papers.papers.world import THEORY, a_blueprint

pytestmark = pytest.mark.django_db
SINGLE = {"single-marks": "4", "single-easy": "15", "single-medium": "5", "single-hard": "5"}


def url(bench, name="blueprint-add", *more) -> str:
    return reverse(f"papers:{name}", args=[bench.bank.pk, *more])


def form(**values) -> dict:
    head = {"name": "新方案", "subject": "theory", "minutes": "90", "full_mark": "100"}
    return {**head, **SINGLE, **values}


def test_a_blueprint_is_kept_with_what_was_typed(client, bench):
    client.force_login(bench.writer)
    assert client.post(url(bench), form()).status_code == 302
    made = Blueprint.objects.get(name="新方案")
    assert made.sections == [
        {
            "kind": "single",
            "count": 25,
            "marks": "4",
            "difficulty": {"easy": 15, "medium": 5, "hard": 5},
        }
    ]
    again = client.get(f"{url(bench)}?after={made.pk}").content.decode()
    assert 'value="15"' in again
    assert client.post(url(bench, "blueprint-retire", made.pk)).status_code == 302
    made.refresh_from_db()
    assert made.retired_at is not None
    assert "已停用" in client.get(url(bench, "blueprints")).content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"single-hard": "4"}, "各题型合计 96 分，满分是 100 分"),
        ({"single-marks": ""}, "请填写单项选择题的每题分值"),
        ({"single-marks": "0.25"}, "小数"),
        ({"single-easy": "-1"}, "单项选择题（易）题数"),
        ({"single-easy": "9" * 50}, "单项选择题（易）题数"),
        ({"single-marks": "NaN"}, "单项选择题每题分值"),
        ({"subject": "practice"}, "技能考核不用单项选择题"),
        ({"name": "标准方案"}, "已有同名的组卷方案"),
        ({"minutes": "0"}, "至少为 1"),
        ({"single-easy": "", "single-medium": "", "single-hard": ""}, "请至少填写一种题型"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, bench, values, said):
    client.force_login(bench.writer)
    answer = client.post(url(bench), form(**values))
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert Blueprint.objects.filter(bank=bench.bank).count() == 2


def test_while_typing_the_total_and_what_is_lacking_are_shown(client, bench):
    client.force_login(bench.writer)
    try_it = url(bench, "blueprint-try")
    assert "按现有的在用试题可以组卷" in client.post(try_it, form()).content.decode()
    off = client.post(try_it, form(**{"single-hard": "4"})).content.decode()
    assert ("不相等" in off, "<b>96</b>" in off) == (True, True)
    Question.objects.filter(kind="single", difficulty="hard").update(status="draft")
    assert "共缺 5 题：单项选择题" in client.post(try_it, form()).content.decode()
    assert client.post(try_it, {"single-easy": "x"}).status_code == 200


def test_only_writers_and_managers_of_the_agency_keep_blueprints(client, agencies, bench):
    pk = bench.theory.pk
    for person in (
        bench.day.clerks[1],
        agencies.clerk["js"],
        agencies.world.staff["lc_centre"],
    ):
        client.force_login(person)
        for name in ("blueprints", "blueprint-add"):
            assert client.get(url(bench, name)).status_code == 404
        assert client.post(url(bench, "blueprint-retire", pk)).status_code == 404
        assert client.post(url(bench, "blueprint-try"), form()).status_code == 404


def test_lists_ask_the_same_of_the_database_for_one_and_for_thirty(client, bench):
    client.force_login(bench.writer)
    pages = [url(bench, "blueprints"), reverse("papers:papers", args=[bench.plan.number])]
    client.get(pages[0])  # what a fresh session asks besides
    few = [count_queries(client, page) for page in pages]
    for number in range(30):
        a_blueprint(bench.bank, THEORY, bench.writer, name=f"方案{number}")
    bench.draw()
    bench.draw("practice")
    many = [count_queries(client, page) for page in pages]
    assert many[0] == few[0]
    assert many[1] <= few[1] + 1  # the openings, once there are papers
