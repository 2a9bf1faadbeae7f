"""The public register: list, page, another day, download, API."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from config import clock
from filing.documents import catalogue_sheet
from filing.enums import AgencyStatus
from filing.models import Recognition
from tests.filing.agencies import FILED, agency, change
from tests.pages import inline_parts

LIST = "/agencies/"


def names(client, **query) -> list[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [row["agency"].name for row in response.context["rows"]]


def queries(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.clause("LC-12")
def test_anybody_finds_a_published_agency_and_its_scope(client, world):
    agency(world, "甲机械有限公司", contact="0635-0000000")
    agency(world, "未公布有限公司", published_on=None)
    page = client.get(LIST)
    assert [row["agency"].name for row in page.context["rows"]] == ["甲机械有限公司"]
    html = page.content.decode()
    assert "五级/初级工 至 三级/高级工" in html
    assert inline_parts(html) == []
    own = client.get("/agencies/JG00001/").content.decode()
    assert ("聊城市人社局" in own, "0635-0000000" in own, inline_parts(own)) == (True, True, [])
    assert client.get("/agencies/JG00002/").status_code == 404


@pytest.mark.clause("LN-08")
def test_each_city_has_its_catalogue(client, world):
    for name, place in (("聊城", "371500"), ("东昌府", "371502"), ("苏州", "320500")):
        agency(world, name, place=place)
    assert names(client, division="371500") == ["聊城", "东昌府"]
    assert names(client, division="320000") == ["苏州"]
    assert names(client, division_0="370000", division_1="371500", division_2="371502") == [
        "东昌府"
    ]
    stale_county = {"division_0": "320000", "division_1": "320500", "division_2": "371502"}
    assert names(client, **stale_county) == ["苏州"]
    assert "聊城市备案的评价机构" in client.get(LIST, {"division": "371500"}).content.decode()


def test_the_list_is_narrowed_by_text_occupation_level_kind_and_status(client, world):
    agency(world, "甲公司", scope={"6-31-01-03": (5, 4), "6-18-02-04": (3,)})
    agency(world, "乙学校", kind="technical_school", scope={"6-18-02-04": (5,)})
    agency(world, "丙公司", status=AgencyStatus.STRUCK_OFF)
    asked = [
        {},
        {"search": "甲"},
        {"search": "jg00002"},
        {"occupation": "电工"},
        {"occupation": "6-18-02-04"},
        {"occupation": "焊工", "level": "5"},
        {"level": "3"},
        {"kind": "technical_school"},
        {"status": "struck_off"},
        {"status": "all"},
        {"occupation": "没有这个职业"},
        {"status": "nonsense", "level": "9", "division": "x", "page": "99", "on": ""},
    ]
    assert [names(client, **query) for query in asked] == [
        ["乙学校", "甲公司"],
        ["甲公司"],
        ["乙学校"],
        ["甲公司"],
        ["乙学校", "甲公司"],
        ["乙学校"],
        ["甲公司"],
        ["乙学校"],
        ["丙公司"],
        ["丙公司", "乙学校", "甲公司"],
        [],
        ["乙学校", "甲公司"],
    ]


def test_another_day_shows_the_register_of_that_day_and_says_so(client, world):
    made = agency(world, "甲公司")
    change(made, AgencyStatus.STRUCK_OFF, date(2026, 9, 1), "整改不合格")
    assert names(client) == []
    page = client.get(LIST, {"on": "2026-06-01"})
    assert [row["status"] for row in page.context["rows"]] == ["正常"]
    assert "不是今天的" in page.content.decode()
    then = client.get("/agencies/JG00001/?on=2026-06-01").content.decode()
    now = client.get("/agencies/JG00001/").content.decode()
    assert ["已移出目录，不得再开展评价" in html for html in (then, now)] == [False, True]
    assert ["整改不合格" in html for html in (then, now)] == [False, True]
    before = (FILED - timedelta(1)).isoformat()
    assert client.get(f"/agencies/JG00001/?on={before}").status_code == 404


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("明天", "“明天”不是日期"),
        ("2999-01-01", "“2999-01-01”不是日期"),
        ("2099-01-01", "只能查到今天"),
    ],
)
def test_a_day_that_cannot_be_shown_is_explained(client, world, on, said):
    agency(world, "甲公司")
    page = client.get(LIST, {"on": on})
    assert [row["agency"].name for row in page.context["rows"]] == ["甲公司"]
    assert said in page.content.decode()


@pytest.mark.clause("JS-10")
def test_recognitions_of_the_day_are_shown(client, world):
    made = agency(world, "母公司", place="320500", regulation="jiangsu-enterprise")
    common = {
        "agency": made,
        "owner": world.firm,
        "division": world.places["371502"],
        "office": world.offices["lc"],
        "kind": "recognition",
        "opened_at": clock.now(),
    }
    since = date(2026, 3, 1)
    Recognition(number="R1", title="一", since=since, **common).save(by_door=True)
    Recognition(number="R2", title="二", **common).save(by_door=True)

    def shown(on):
        page = client.get(f"/agencies/JG00001/?on={on}")
        return [each.number for each in page.context["recognitions"]]

    assert [shown("2026-02-28"), shown("2026-03-01")] == [[], ["R1"]]


def test_the_list_is_downloaded_as_it_is_narrowed(client, world):
    agency(world, "甲公司", scope={"6-31-01-03": (5, 4), "6-18-02-04": (3,)})
    agency(world, "乙公司", place="320500")
    response = client.get("/agencies/list.xlsx", {"division": "371500"})
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    assert [(row[0], row[6], row[9]) for row in rows] == [
        ("机构名称", "职业编码", "等级"),
        ("甲公司", "6-18-02-04", "三级/高级工"),
        ("甲公司", "6-31-01-03", "五级/初级工、四级/中级工"),
    ]


def test_too_long_a_list_is_refused_with_what_to_do(client, world, monkeypatch):
    monkeypatch.setattr("filing.views.public.MOST_AGENCIES", 1)
    agency(world), agency(world)
    response = client.get("/agencies/list.xlsx")
    assert response.status_code == 422
    assert "选择省、市或其他条件后再下载" in response.content.decode()
    assert catalogue_sheet.MOST_AGENCIES == 3000


def test_downloads_are_limited_for_one_address(client, world, monkeypatch):
    monkeypatch.setattr("filing.views.public.DOWNLOADS", "1/hour")
    ask = {"REMOTE_ADDR": "192.0.2.77"}
    answers = [client.get("/agencies/list.xlsx", **ask).status_code for _ in range(2)]
    assert answers == [200, 429]


def test_lists_and_pages_cost_the_same_for_one_and_thirty(client, world):
    addresses = (LIST, "/agencies/?occupation=6-31-01-03&level=4", "/agencies/list.xlsx")
    agency(world)
    client.get(LIST)
    one = [queries(client, address) for address in (*addresses, "/api/v1/agencies/")]
    for _ in range(29):
        agency(world, scope={"6-31-01-03": (5, 4), "6-18-02-04": (3,)})
    thirty = [queries(client, address) for address in (*addresses, "/api/v1/agencies/")]
    assert thirty == one
    assert len(client.get(LIST).context["rows"]) == 30


def test_the_api_gives_those_in_force(client, world):
    made = agency(world, "甲公司", scope={"6-31-01-03": (5, 4)}, valid_until=date(2030, 1, 4))
    agency(world, "乙公司", status=AgencyStatus.SUSPENDED)
    agency(world, "丙公司", place="320500", scope={"6-18-02-04": (3,)})

    def found(**query):
        answer = client.get("/api/v1/agencies/", query)
        assert answer.status_code == 200
        return [each["name"] for each in answer.json()["results"]]

    assert found() == ["丙公司", "甲公司"]
    assert found(search="甲") == found(division="371500") == found(level="4") == ["甲公司"]
    assert found(occupation="焊工") == ["丙公司"]
    assert client.get("/api/v1/agencies/", {"division": "37"}).status_code == 400
    assert client.get("/api/v1/agencies/", {"level": "7"}).status_code == 400
    first = client.get("/api/v1/agencies/", {"search": "甲"}).json()["results"][0]
    assert first == {
        "code": "JG00001",
        "prefix": made.prefix,
        "name": "甲公司",
        "credit_code": made.credit_code,
        "kind": "enterprise",
        "kind_name": "企业",
        "division_code": "371502",
        "division_name": "山东省聊城市东昌府区",
        "issuer_name": "聊城市人社局",
        "filed_on": "2026-01-05",
        "valid_until": "2030-01-04",
        "address": "",
        "contact": "",
        "scope": [
            {
                "occupation_code": "6-31-01-03",
                "occupation_name": "电工",
                "work_type": "",
                "levels": [5, 4],
            }
        ],
    }


@pytest.mark.clause("LC-03")
@pytest.mark.parametrize(
    ("regulation", "said"),
    [
        ("liaocheng-enterprise", "限其他同类企业在岗职工；签订委托评价协议"),
        ("jiangsu-enterprise", "作为第三方评价机构，满足中小微企业职工评价需求"),
        ("shandong-social", "面向社会人员提供评价服务"),
        ("liaoning-enterprise", ""),
    ],
)
def test_whom_it_may_assess_for_others_is_said_as_the_rule_has_it(client, world, regulation, said):
    agency(world, regulation=regulation)
    page = client.get("/agencies/JG00001/").content.decode()
    assert ("可以为其他单位评价" in page, said in page) == (bool(said), True)


def test_the_finder_says_it_too(client, world):
    agency(world, scope={"6-31-01-03": (5,)})
    page = client.get("/agencies/find/", {"occupation": "电工"}).content.decode()
    assert "限其他同类企业在岗职工" in page
