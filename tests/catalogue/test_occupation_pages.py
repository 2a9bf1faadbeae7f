"""The public pages and the API over the whole catalogue, and what they cost."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue import selectors
from catalogue.enums import Level, Tier
from catalogue.models import (
    Division,
    Occupation,
    RegulatedOccupation,
)

pytestmark = pytest.mark.usefixtures("whole_catalogue", "db")


class TestPages:
    def test_the_list_begins_with_the_majors(self, client):
        page = client.get("/occupations/").content.decode()
        for major in Occupation.objects.filter(tier=Tier.MAJOR):
            assert f'href="/occupations/{major.code}/"' in page
        assert "个职业，不属技能类" in page

    def test_a_search_shows_code_class_levels_and_verdict(self, client):
        response = client.get("/occupations/", {"search": "电工"})
        row = response.context["rows"][0]
        assert (row["occupation"].code, row["levels"]) == ("6-31-01-03", list(Level))
        page = response.content.decode()
        assert "五级、四级、三级、二级、一级" in page
        assert f"找到 {response.context['page_obj'].paginator.count} 个职业" in page

    def test_the_matching_work_type_is_shown(self, client):
        page = client.get("/occupations/", {"search": "数字人"}).content.decode()
        assert "含工种：人工智能数字人训练师" in page

    def test_the_page_neither_offers_nor_takes_the_level(self, client):
        page = client.get("/occupations/").content.decode()
        assert 'name="level"' not in page
        assert page.count("aria-describedby") == 1
        plain = client.get("/occupations/", {"search": "工"}).context["page_obj"].paginator.count
        asked = {"search": "工", "level": "1"}
        assert client.get("/occupations/", asked).context["page_obj"].paginator.count == plain

    def test_filters_narrow(self, client):
        asked = {"major": "4", "assessable": "refused"}
        response = client.get("/occupations/", asked)
        found = {row["occupation"].code for row in response.context["rows"]}
        assert found == {
            "4-02-01-01",
            "4-02-04-01",
            "4-02-04-03",
            "4-07-05-01",
            "4-07-05-03",
            "4-14-05-03",
        }

    @pytest.mark.parametrize(
        "query",
        ["major=77", "level=abc", "assessable=%00", "page=-1", "page=x", "search=a&page=999"],
    )
    def test_senseless_queries_still_show_a_page(self, client, query):
        assert client.get(f"/occupations/?{query}").status_code == 200

    def test_nothing_found_says_what_to_do(self, client):
        page = client.get("/occupations/", {"search": "不存在的职业"}).content.decode()
        assert "没有找到相符的职业" in page
        assert "相邻相近原则" in page

    @pytest.mark.clause("LC-07")
    def test_an_occupation_tells_how_it_is_assessed(self, client):
        response = client.get("/occupations/6-31-01-03/")
        page = response.content.decode()
        for words in (
            "国家职业标准",
            "待核对",
            "三级/高级工",
            "累计从事本职业或相关职业工作满5年。",
            "监考人员与考生不低于1:15，不少于2人",
            "评审委员不少于3人且为单数",
        ):
            assert words in page
        (standard,) = response.context["standards"]
        assert [part["level"] for part in standard["levels"]] == list(Level)
        assert [len(part["conditions"]) for part in standard["levels"]] == [2, 3, 6, 5, 3]
        assert [len(part["subjects"]) for part in standard["levels"]] == [2, 2, 2, 3, 3]

    @pytest.mark.clause("LC-04")
    def test_a_regulated_occupation_is_refused_with_the_reason(self, client):
        page = client.get("/occupations/4-07-05-01/").content.decode()
        assert "企业不能评价这个职业" in page
        assert "属准入类职业资格“保安员”" in page
        page = client.get("/occupations/6-18-02-04/").content.decode()
        assert "企业可以评价这个职业，下列部分除外" in page
        assert "“民用核安全设备焊工、焊接操作工”属准入类职业资格。只限民用核安全设备焊接" in page

    @pytest.mark.clause("LC-04")
    def test_an_open_occupation_says_so_with_its_basis_and_permits(self, client):
        page = client.get("/occupations/6-31-01-03/").content.decode()
        permit = "等级证书不代替特种作业操作证，上岗另须持证的从其规定。"
        for words in (
            "企业可以评价这个职业",
            "依据：人社厅发〔2020〕104号 二",
            "按第3至6大类划定为本系统默认",
            permit,
            '<a href="/guide/">看所在地怎样申报</a>',
        ):
            assert words in page
        assert permit in client.get("/occupations/6-18-02-04/").content.decode()
        assert permit not in client.get("/occupations/6-31-01-02/").content.decode()

    def test_a_closed_occupation_gives_no_advice_on_applying(self, client):
        for code in ("4-07-05-01", "1-01-00-01"):
            page = client.get(f"/occupations/{code}/").content.decode()
            found = [w for w in ("申报时可自行填写", "相邻相近", "看所在地怎样申报") if w in page]
            assert found == []

    def test_notes_for_the_office_stay_in_the_office(self, client):
        page = client.get("/occupations/4-02-02-01/").content.decode()
        assert "属准入类职业资格。只限道路运输从业资格。对应关系待核对。" in page
        for row in RegulatedOccupation.objects.exclude(note=""):
            if row.occupation:
                address = f"/occupations/{row.occupation.code}/"
                assert row.note not in client.get(address).content.decode()

    def test_a_standard_not_yet_checked_says_where_it_comes_from(self, client):
        page = client.get("/occupations/6-31-01-03/").content.decode()
        assert "按编制技术规程录入，尚未与公布的标准核对。" in page

    def test_without_a_standard_the_default_conditions_are_a_reference(self, client):
        response = client.get("/occupations/6-31-01-04/")
        page = response.content.decode()
        assert "本目录还没有收录这个职业的国家职业标准或行业评价规范。" in page
        levels = response.context["reference"]["levels"]
        assert [len(part["conditions"]) for part in levels] == [2, 3, 6, 5, 3]
        assert "reference" not in client.get("/occupations/4-07-05-01/").context

    @pytest.mark.clause("JS-04")
    def test_near_occupations_are_offered(self, client):
        near = client.get("/occupations/6-31-01-03/").context["neighbours"]
        group = selectors.occupations().filter(parent__code="6-31-01").exclude(code="6-31-01-03")
        assert [o.code for o in near] == [o.code for o in group[:50]]
        assert len(near) > 3

    def test_a_class_lists_what_is_in_it(self, client):
        response = client.get("/occupations/6/")
        counts = {child.code: child.inside for child in response.context["children"]}
        assert counts["6-31"] == selectors.occupations().filter(code__startswith="6-31").count()
        assert sum(counts.values()) == selectors.occupations().filter(code__startswith="6").count()
        page = client.get("/occupations/6-31-01/").content.decode()
        assert 'href="/occupations/6-31-01-03/"' in page

    @pytest.mark.parametrize("code", ["9", "6-31-01-99", "电工", "%00", "x" * 500])
    def test_unknown_codes_are_not_found(self, client, code):
        assert client.get(f"/occupations/{code}/").status_code == 404

    def test_writing_is_not_offered(self, client):
        assert client.post("/occupations/").status_code == 405


class TestApi:
    def get(self, client, **query):
        response = client.get("/api/v1/occupations/", query)
        return response.status_code, json.loads(response.content)

    @pytest.mark.clause("LC-04")
    def test_one_occupation(self, client):
        status, body = self.get(client, search="保安员")
        assert (status, body["count"]) == (200, 1)
        assert body["results"] == [
            {
                "code": "4-07-05-01",
                "name": "保安员",
                "group_code": "4-07-05",
                "group_name": Occupation.objects.get(code="4-07-05").name,
                "edition": "大典2022",
                "retired_on": None,
                "work_types": [],
                "levels": [],
                "assessable": "refused",
                "reasons": ["属准入类职业资格“保安员”，见国家职业资格目录（2021年版）。"],
            }
        ]

    def test_levels_are_printed_as_on_certificates(self, client):
        _, body = self.get(client, search="电工", level=1)
        assert [row["code"] for row in body["results"]] == ["6-31-01-03"]
        assert body["results"][0]["levels"] == [
            {"level": level.value, "name": level.printed} for level in Level
        ]

    def test_pages_hold_thirty(self, client):
        _, body = self.get(client)
        assert (body["count"], len(body["results"]), body["previous"]) == (1674, 30, None)
        assert "page=2" in body["next"]
        _, last = self.get(client, page=56)
        assert (len(last["results"]), last["next"]) == (1674 - 55 * 30, None)

    @pytest.mark.parametrize(
        ("query", "status", "body"),
        [
            ({"level": "9"}, 400, {"level": ["选择一个有效的选项。 9 不在可用的选项中。"]}),
            ({"page": "0"}, 404, {"detail": "无效页面。"}),
        ],
    )
    def test_wrong_values_are_refused_in_chinese(self, client, query, status, body):
        assert self.get(client, **query) == (status, body)

    @pytest.mark.parametrize("text", ["\x00", "x" * 10_000, "%", "😀"])
    def test_any_text_is_answered(self, client, text):
        assert self.get(client, search=text)[0] == 200

    def test_schema_and_its_pages_are_public(self, client):
        schema = client.get("/api/v1/schema/?format=json")
        listed = json.loads(schema.content)["paths"]["/api/v1/occupations/"]["get"]
        assert {p["name"] for p in listed["parameters"]} == {
            "search",
            "level",
            "major",
            "assessable",
            "page",
        }
        page = client.get("/api/v1/docs/").content.decode()
        assert '<html lang="zh-CN">' in page
        assert "<style" not in page
        assert "style=" not in page
        assert page.count("<script src=") == page.count("<script")


class TestQueries:
    """The cost of a page does not grow with its rows."""

    def count(self, call) -> int:
        with CaptureQueriesContext(connection) as queries:
            call()
        return len(queries)

    def test_lists_cost_the_same_for_one_row_and_for_thirty(self, client):
        one, thirty = {"search": "电工", "level": "3"}, {"major": "6"}
        for address, cost in (("/occupations/", 7), ("/api/v1/occupations/", 6)):
            client.get(address, one)  # warm
            assert self.count(lambda a=address: client.get(a, one)) == cost
            assert self.count(lambda a=address: client.get(a, thirty)) == cost

    def test_pages_of_one_occupation_and_of_a_class(self, client):
        for address, cost in (
            ("/occupations/", 2),
            ("/occupations/6/", 2),
            ("/occupations/6-31-01-03/", 11),
            ("/occupations/4-07-05-01/", 7),
            ("/occupations/6-31-01-04/", 10),
        ):
            client.get(address)
            assert self.count(lambda a=address: client.get(a)) == cost, address

    def test_looking_up_a_code_uses_its_index(self):
        for model in (Occupation, Division):
            for lookup in ({"code": "371502"}, {"parent": 1}):
                plan = model.objects.filter(**lookup).order_by().explain()
                assert "index" in plan.lower(), plan
