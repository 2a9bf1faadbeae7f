"""能不能申报, before anybody signs in."""

from datetime import timedelta

import pytest

from config import clock
from filing.models import Filing, SelectionWindow
from tests.filing.agencies import close_off
from tests.pages import inline_parts

CHECK = "/check/"
DONGCHANGFU = {"division_0": "370000", "division_1": "371500", "division_2": "371502"}
ANSHAN = {"division_0": "210000", "division_1": "210300"}


def ask(client, place=DONGCHANGFU, **more):
    asked = {"kind": "enterprise", "affiliation": "county", **place, **more}
    return client.get(CHECK, asked)


def answers(client, **more) -> dict:
    page = ask(client, **more)
    assert page.status_code == 200
    return {answer.regulation.id: answer for answer in page.context["answers"]}


def codes(answer) -> list[tuple[str, bool]]:
    return [(issue.code, issue.refuses) for issue in answer.issues]


def window(world, **columns) -> SelectionWindow:
    today = clock.today()
    return SelectionWindow.objects.create(
        **{
            "office": world.offices["lc_centre"],
            "regulation_id": "shandong-social",
            "title": "首批征集",
            "opens": today - timedelta(1),
            "closes": today,
            "at_least": 2,
            "at_most": 8,
            "criteria": "择优",
            "created_by": world.hr,
            "created_at": clock.now(),
            **columns,
        }
    )


@pytest.mark.clause("LC-09")
@pytest.mark.parametrize(
    ("affiliation", "offices"), [("county", ["dcf"]), ("city", ["lc"]), ("province", ["sd", "lc"])]
)
def test_an_enterprise_learns_which_office_takes_it_and_why(client, world, affiliation, offices):
    answer = answers(client, affiliation=affiliation)["liaocheng-enterprise"]
    assert list(answer.routing.offices) == [world.offices[key] for key in offices]
    html = ask(client, affiliation=affiliation).content.decode()
    assert f'data-clauses="{" ".join(answer.routing.route.clauses)}"' in html
    assert inline_parts(html) == []


@pytest.mark.clause("SD-05")
def test_a_private_school_goes_to_the_city_whatever_it_belongs_to(client, world):
    found = answers(client, kind="private_school", affiliation="province")
    assert {key: list(answer.routing.offices) for key, answer in found.items()} == {
        "shandong-social": [world.offices["lc_centre"]]
    }


def test_conditions_and_papers_are_those_of_the_kind(client, world):
    answer = answers(client, kind="association")["shandong-social"]
    assert [each.key for each in answer.conditions][-1] == "members"
    assert {each.key for each in answer.materials} == {
        "overview",
        "plan",
        "registration",
        "people",
        "venue",
        "credit",
    }


@pytest.mark.clause("SD-03")
def test_a_fourth_occupation_and_level_two_are_refused(client, world):
    window(world)
    four = "电工\n焊工\n车工\n6-18-01-02"
    answer = answers(client, occupations=four, lowest="5", highest="2")["shandong-social"]
    assert codes(answer) == [
        ("scope-count", True),
        *[("scope-levels", True)] * 4,
        ("basis-none", False),
    ]
    fits = answers(client, occupations="电工\n焊工\n车工", lowest="5", highest="3")
    assert codes(fits["shandong-social"]) == [("basis-none", False)]
    assert fits["liaocheng-enterprise"].refused is False


@pytest.mark.clause("LC-04")
def test_a_regulated_occupation_is_refused_with_its_reason(client, world):
    close_off(world.occupations["6-31-01-03"])
    page = ask(client, occupations="电工")
    answer = next(a for a in page.context["answers"] if a.regulation.id == "liaocheng-enterprise")
    assert (codes(answer), answer.refused) == ([("scope-blocked", True)], True)
    assert "还不能提交申报" in page.content.decode()


@pytest.mark.clause("SD-07")
def test_a_closed_window_is_said_and_an_open_one_is_named(client, world):
    assert codes(answers(client)["shandong-social"]) == [("window-closed", True)]
    coming = window(world, opens=clock.today() + timedelta(1), closes=clock.today() + timedelta(9))
    closed = answers(client)["shandong-social"]
    assert (closed.windows, closed.refused) == ((coming,), True)
    window(world, opens=clock.today(), title="第二批")
    assert codes(answers(client)["shandong-social"]) == []
    assert "第二批" in ask(client).content.decode()


def test_where_nobody_of_the_kind_may_file_the_regulations_of_the_place_are_named(client, world):
    page = ask(client, place=ANSHAN, kind="university")
    html = page.content.decode()
    assert (page.context["answers"], "高等院校在辽宁省鞍山市没有可以申报的评价" in html) == (
        [],
        True,
    )
    assert "辽宁省企业职业技能等级认定" in html


def test_an_office_that_is_not_here_is_named_by_its_title(client, world):
    world.offices["as"].status = "closed"
    world.offices["as"].save()
    page = ask(client, place=ANSHAN)
    assert "还没有在本平台开户" in page.content.decode()


@pytest.mark.parametrize(
    ("more", "errors"),
    [
        ({"kind": ""}, {"kind": ["请选择单位类别。"]}),
        ({"affiliation": "x"}, {"affiliation"}),
        ({"occupations": "飞行员"}, {"occupations"}),
        ({"occupations": "工"}, {"occupations"}),
        ({"occupations": "\n".join(map(str, range(11)))}, {"occupations"}),
        ({"lowest": "3", "highest": "5"}, {"highest": ["最高等级不能低于最低等级。"]}),
        ({"place": {"division_0": "370000"}}, {"division"}),
    ],
)
def test_what_cannot_be_answered_is_said_at_its_field(client, world, more, errors):
    page = ask(client, **more)
    found = page.context["form"].errors
    assert page.status_code == 422
    assert (found if isinstance(errors, dict) else set(found)) == errors
    assert "answers" not in page.context


def test_the_page_opens_empty_and_nothing_is_kept(client, world):
    page = client.get(CHECK)
    assert (page.status_code, page.context["form"].is_bound) == (200, False)
    refreshed = ask(client, _refresh="1", kind="")
    assert (refreshed.status_code, refreshed.context["form"].errors) == (200, {})
    ask(client, occupations="电工")
    assert Filing.objects.count() == 0
    assert client.post(CHECK).status_code == 405
