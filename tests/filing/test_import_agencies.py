"""Agencies filed elsewhere, brought in by a list."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.enums import Role
from catalogue.models import ImportDraft
from config import clock
from filing.enums import AgencyOrigin
from filing.importing import outcome
from filing.importing.columns import HEADERS
from filing.models import Agency, AgencyPeriod, AgencyScope
from filing.selectors import register
from printing import sheets
from tests.filing.agencies import agency, close_off
from tests.filing.world import credit_code

IMPORT = "/desk/agencies/import/"
LIAOCHENG = "聊城市企业技能人才自主评价"
GOOD = {
    "机构名称": "央企聊城分公司",
    "统一社会信用代码": credit_code(70_001),
    "机构类别": "企业",
    "备案地区划代码": "371502",
    "机构代码": "y000137000001",
    "证书编号前段": "Y000137000001",
    "适用办法": LIAOCHENG,
    "备案机关": "人社部鉴定中心",
    "备案日期": "2025-06-01",
    "有效期至": "",
    "地址": "东昌路 1 号",
    "公开联系方式": "0635-0000000",
    "职业编码": "6-31-01-03",
    "工种（职业方向）": "--",
    "最低等级": "五级/初级工",
    "最高等级": "三级",
}
SECOND_LINE = dict.fromkeys(HEADERS, "") | {
    "机构代码": "Y000137000001",
    "职业编码": "6-18-02-04",
    "最低等级": "4",
    "最高等级": "中级工",
}
OTHER = GOOD | {
    "机构名称": "试点企业",
    "统一社会信用代码": credit_code(70_002),
    "机构代码": "LC-2020-02",
    "证书编号前段": "",
    "有效期至": "2026-01-31",
}


def upload(client, *rows: dict, headers=HEADERS):
    content = sheets.write(headers, [[row[name] for name in headers] for row in rows])
    return send(client, SimpleUploadedFile("名单.xlsx", content))


def send(client, *files):
    """For the one office that the form names."""
    office = client.get(IMPORT).context["form"]["office"].value()
    sent = {"office": office, **({"file": files[0]} if files else {})}
    return client.post(IMPORT, sent, follow=True)


def faults(client, *rows: dict) -> list[tuple[int, str, str]]:
    found = upload(client, *rows).context["report"]["faults"]
    assert all(each["remedy"] for each in found)
    return [(each["row"], each["column"], each["problem"]) for each in found]


@pytest.fixture
def officer(client, world):
    """The reviewer of the city's bureau, signed in."""
    client.force_login(world.staff["lc"])
    return world.staff["lc"]


@pytest.mark.clause("LN-08")
def test_a_list_is_previewed_confirmed_once_and_published_at_once(client, world, officer):
    page = upload(client, GOOD, SECOND_LINE, OTHER)
    assert (page.context["report"]["agency_count"], Agency.objects.count()) == (2, 0)
    assert "央企聊城分公司" in page.content.decode()
    address = page.request["PATH_INFO"]
    told = client.post(address, follow=True).content.decode()
    assert "已导入“名单.xlsx”：2 家机构，已公布在目录中。" in told
    assert client.post(address, follow=True).status_code == 200
    first, second = Agency.objects.order_by("pk")
    assert (first.code, first.prefix, second.prefix) == ("Y000137000001", "Y000137000001", None)
    assert (first.origin, first.published_on) == (AgencyOrigin.IMPORT, clock.today())
    assert [
        (line.occupation.name, line.level_range) for line in register.scope_on(first, clock.today())
    ] == [
        ("焊工", "四级/中级工"),
        ("电工", "五级/初级工 至 三级/高级工"),
    ]
    period = AgencyPeriod.objects.get(agency=first)
    assert (period.since, period.set_by, period.reason) == (
        date(2025, 6, 1),
        officer,
        "聊城市人社局导入（名单.xlsx）",
    )
    client.logout()
    assert "央企聊城分公司" in client.get("/agencies/Y000137000001/").content.decode()


def test_one_whose_term_is_over_comes_in_expired(client, world, officer):
    client.post(upload(client, OTHER).request["PATH_INFO"])
    made = Agency.objects.get()
    assert [(each.status, each.since) for each in made.periods.all()] == [
        ("in_force", date(2025, 6, 1)),
        ("expired", date(2026, 2, 1)),
    ]


def test_an_organisation_that_has_an_account_gets_its_agency(client, world, officer):
    client.post(upload(client, GOOD | {"统一社会信用代码": world.firm.code}).request["PATH_INFO"])
    assert Agency.objects.get().organisation == world.firm


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"职业编码": "6-99-99-99"}, (2, "职业编码", "职业目录中没有编码为“6-99-99-99”的职业")),
        ({"职业编码": "6-31"}, (2, "职业编码", "职业目录中没有编码为“6-31”的职业")),
        (
            {"统一社会信用代码": "91371502MA3F700010"},
            (
                2,
                "统一社会信用代码",
                "统一社会信用代码有误（校验码不符或含有不用的字母），请对照营业执照核对",
            ),
        ),
        ({"机构名称": ""}, (2, "机构名称", "没有填写")),
        (
            {"机构类别": "人力资源社会保障部门"},
            (2, "机构类别", "“人力资源社会保障部门”不是机构类别"),
        ),
        ({"机构类别": "高等院校"}, (2, "机构类别", f"“{LIAOCHENG}”不含高等院校")),
        ({"备案地区划代码": "999999"}, (2, "备案地区划代码", "“999999”不在行政区划目录中")),
        ({"机构代码": "a/b?"}, (2, "机构代码", "机构代码的写法不对")),
        (
            {"证书编号前段": "Y00013700001"},
            (2, "证书编号前段", "证书编号前段是字母 Y 或 S 加 12 位数字，共 13 位"),
        ),
        ({"证书编号前段": "S000037000001"}, (2, "证书编号前段", "首字母是 S，与适用办法不符")),
        (
            {"证书编号前段": "Y000021000001"},
            (2, "证书编号前段", "第 6、7 位是 21，与备案地的省级代码不符"),
        ),
        ({"适用办法": "没有"}, (2, "适用办法", "没有名为“没有”的办法")),
        (
            {"适用办法": "辽宁省企业职业技能等级认定"},
            (2, "适用办法", "“辽宁省企业职业技能等级认定”不适用于山东省聊城市东昌府区"),
        ),
        ({"备案日期": "去年"}, (2, "备案日期", "“去年”不是 1900 至 2100 年间的日期")),
        ({"备案日期": "2099-01-01"}, (2, "备案日期", "备案日期在今天之后")),
        ({"有效期至": "2025-01-01"}, (2, "有效期至", "有效期早于备案日期")),
        ({"最低等级": "三级", "最高等级": "五级"}, (2, "最高等级", "最高等级低于最低等级")),
        ({"机构名称": "长" * 101}, (2, "机构名称", "超过 100 个字")),
    ],
)
def test_every_fault_is_named_with_row_and_column(client, world, officer, change, expected):
    assert faults(client, GOOD | change) == [expected]
    assert Agency.objects.count() == 0


@pytest.mark.clause("LN-08")
def test_a_foreign_territory_is_left_to_its_own_office(client, world, officer):
    problem = "江苏省苏州市不在聊城市人社局的管辖范围内"
    row = GOOD | {"备案地区划代码": "320500", "适用办法": "企业技能人才评价（国家规定）"}
    found = faults(client, row)
    assert (2, "备案地区划代码", problem) in found
    assert upload(client, GOOD).context["report"]["fault_count"] == 0


def test_regulated_occupations_and_levels_beyond_the_regulation_are_faults(client, world, officer):
    close_off(world.occupations["6-31-01-03"])
    social = GOOD | {
        "证书编号前段": "",
        "适用办法": "山东省社会培训评价组织职业技能等级认定",
        "职业编码": "6-18-02-04",
        "最高等级": "二级",
    }
    found = faults(
        client, GOOD, social | {"机构代码": "SHZZ-1", "统一社会信用代码": credit_code(1)}
    )
    assert [(row, column) for row, column, _ in found] == [(2, "职业编码"), (3, "最高等级")]


def test_what_is_there_already_or_twice_in_the_file_is_a_fault(client, world, officer):
    agency(world, "先来的", code="Y000137000001", prefix=None)
    assert faults(client, GOOD) == [(2, "机构代码", "目录中已有（先来的）")]
    twice = OTHER | {"机构代码": "LC-2020-03"}
    same_line = OTHER | {"最低等级": "三级", "最高等级": "三级"}
    other_name = OTHER | {"机构名称": "别名", "职业编码": "6-18-02-04"}
    assert faults(client, OTHER, twice, same_line, other_name) == [
        (3, "统一社会信用代码", "与第 2 行的机构重复"),
        (4, "最低等级", "三级/高级工与第 2 行重复"),
        (5, "机构名称", "与第 2 行同一机构的内容不一致"),
    ]


def test_columns_and_files_that_cannot_be_read_are_explained(client, world, officer):
    short = tuple(name for name in HEADERS if name != "职业编码")
    report = upload(client, GOOD, headers=short).context["report"]
    assert [(each["column"], each["problem"]) for each in report["faults"]] == [
        ("职业编码", "缺少这一列")
    ]
    page = send(client, SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken"))
    assert (page.status_code, "file" in page.context["form"].errors) == (422, True)
    assert send(client).context["form"].errors == {"file": ["请选择填好的表格。"]}


def test_the_register_changed_since_the_preview_nothing_is_written(client, world, officer):
    page = upload(client, GOOD, OTHER)
    agency(world, "抢先的", code="LC-2020-02", prefix=None)
    again = client.post(page.request["PATH_INFO"], follow=True)
    assert "预览之后目录有了变化，没有导入" in again.content.decode()
    assert [each["problem"] for each in again.context["report"]["faults"]] == [
        "目录中已有（抢先的）"
    ]
    assert [Agency.objects.count(), AgencyScope.objects.count()] == [1, 3]
    client.post(page.request["PATH_INFO"])
    assert Agency.objects.count() == 1


def test_somebody_else_enters_one_at_the_same_moment(client, world, officer, monkeypatch):
    page = upload(client, GOOD)
    agency(world, "同时的", code="Y000137000001", prefix=None)
    monkeypatch.setattr("filing.importing.checks._in_register", lambda entries: {})
    again = client.post(page.request["PATH_INFO"], follow=True)
    assert "没有导入" in again.content.decode()
    assert Agency.objects.count() == 1


def test_a_preview_is_its_owners_and_ends_after_two_hours(client, world, officer):
    address = upload(client, GOOD).request["PATH_INFO"]
    client.force_login(world.second["lc"])
    assert client.get(address)["Location"] == IMPORT
    client.post(address)
    client.force_login(officer)
    kept = ImportDraft.KEPT + timedelta(minutes=1)
    ImportDraft.objects.update(created_at=clock.now() - kept)
    assert "预览已过期" in client.post(address, follow=True).content.decode()
    assert Agency.objects.count() == 0


def test_only_reviewers_and_managers_of_a_city_or_province_import(client, world):
    allowed = {
        "lc": world.staff["lc"],
        "sd_centre": world.staff["sd_centre"],
        "dcf": world.staff["dcf"],
        "acceptor": world.member(world.offices["lc"], Role.ACCEPTOR),
        "hr": world.hr,
    }
    answers = {}
    for name, user in allowed.items():
        client.force_login(user)
        answers[name] = [
            client.get(IMPORT).status_code,
            client.get(f"{IMPORT}template.xlsx").status_code,
        ]
    assert answers == {
        "lc": [200, 200],
        "sd_centre": [200, 200],
        "dcf": [403, 403],
        "acceptor": [403, 403],
        "hr": [403, 403],
    }


def test_the_template_has_the_columns_and_its_sample_is_never_imported(client, world, officer):
    content = client.get(f"{IMPORT}template.xlsx").content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert (rows[0], len(rows)) == (HEADERS, 2)
    page = send(client, SimpleUploadedFile("a.xlsx", content))
    assert [each["column"] for each in page.context["report"]["faults"]] == ["统一社会信用代码"]


def test_a_number_of_a_person_is_not_brought_in(client, world, officer):
    mobile = "1" + "3" * 10
    assert faults(client, GOOD | {"公开联系方式": f"张 {mobile}"}) == [
        (2, "公开联系方式", "公开的文字里有手机号码")
    ]


def test_one_agencys_code_is_no_others_prefix(client, world, officer):
    agency(world, "先来的", code="Y000137000001", prefix=None)
    renamed = GOOD | {"机构代码": "LC-2020-09"}
    assert faults(client, renamed) == [(2, "证书编号前段", "目录中已有（先来的）")]


def test_full_width_letters_and_digits_are_one_code(client, world, officer):
    upload(client, GOOD)
    wide = str.maketrans("Y0137", "Ｙ０１３７")
    page = upload(
        client, GOOD | {n: GOOD[n].upper().translate(wide) for n in ("机构代码", "证书编号前段")}
    )
    shown = page.context["report"]["agencies"][0]
    assert (shown["code"], shown["prefix"]) == ("Y000137000001", "Y000137000001")


def test_a_preview_costs_the_same_however_many_lines(world, officer):
    rows = [GOOD | {"职业编码": code} for code in ("6-31-01-03", "6-18-02-04", "6-18-01-01")]
    counts = []
    for chosen in (rows[:1], rows):
        content = sheets.write(HEADERS, [[row[name] for name in HEADERS] for row in chosen])
        with CaptureQueriesContext(connection) as queries:
            outcome.read(content, "名单.xlsx", world.offices["lc"])
        counts.append(len(queries))
    assert counts[0] == counts[1]
