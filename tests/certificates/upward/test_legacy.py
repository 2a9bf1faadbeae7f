"""Certificates of an earlier system come in by a table: whole or not at all, and once."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from stdnum.cn import ric

from casework.models import SheetImport
from casework.services import jobs, sheet_imports
from certificates.models import Certificate, StatusChange
from certificates.services.legacy_columns import COLUMNS
from config import clock
from printing import sheets
from tests.assessment.entering import id_number
from tests.certificates.life.steps import fresh, sheet_file, work_off
from tests.certificates.upward.steps import faults_of, report_of, taken, uploaded
from tests.certificates.world import a_certificate

pytestmark = pytest.mark.django_db
HEADS = [column.head for column in COLUMNS]
PREFIX = "Y000037000009"


def nobody(number: int) -> str:
    """A well-formed ID number of nobody's, for more people than a day has."""
    base = f"000000{1950 + number // 900}0101{number % 900 + 1:03}"
    return base + ric.calc_check_digit(base + "0")


def row(number: int = 1, **columns) -> list:
    """A row of the table, by the heads."""
    said = {
        "姓名": f"持证{number}",
        "证件号码": id_number(number),
        "职业名称": "电工",
        "等级": "三级/高级工",
        "证书编号": f"{PREFIX}193{number:06}",
        "发证日期": "2019-06-30",
        **columns,
    }
    return [said.get(head, "") for head in HEADS]


@pytest.fixture
def clerk(agencies):
    return agencies.clerk["lc"]


@pytest.fixture
def side(agencies):
    return agencies.agency["lc"].organisation


@pytest.fixture
def office(agencies):
    return agencies.world.offices["lc"], agencies.world.staff["lc"]


@pytest.mark.clause("LC-18")
def test_an_agency_brings_its_own_in(clerk, side, client, agencies):
    client.force_login(clerk)
    content = sheets.write(HEADS, [row(1), row(2, 证书编号="1503003013300123")])
    answer = client.post(
        reverse("casework:import-new", args=["certificates"]), {"file": sheet_file(content)}
    )
    draft = SheetImport.objects.get()
    page = reverse("casework:import", args=["certificates", draft.pk])
    assert (answer.url, "正在逐行核对" in client.get(page).content.decode()) == (page, True)
    work_off()
    assert not Certificate.objects.exists()
    html = client.get(page).content.decode()
    assert "持证1" in html
    assert id_number(1) not in html
    client.post(reverse("casework:import-confirm", args=["certificates", draft.pk]))
    client.post(reverse("casework:import-confirm", args=["certificates", draft.pk]))
    work_off()
    assert fresh(draft).outcome == "已导入 2 本历史证书，可以查询核验。"
    assert (fresh(draft).content, fresh(draft).report) == ("", "")
    first, second = Certificate.objects.order_by("-number")
    assert (first.origin, first.status, first.agency, first.division) == (
        "legacy",
        "valid",
        agencies.agency["lc"],
        agencies.agency["lc"].division,
    )
    assert (second.number, second.editions.get().file) == ("1503003013300123", None)
    assert json.loads(first.editions.get().content)["name"] == "持证1"
    assert fresh(draft).outcome in client.get(page).content.decode()


def test_the_same_table_twice_changes_nothing(clerk, side):
    rows = [row(n) for n in range(1, 4)]
    taken("certificates", HEADS, rows, by=clerk, side=side)
    again = uploaded("certificates", HEADS, rows, by=clerk, side=side)
    assert report_of(again)["counts"] == {"导入": 0, "已有，不变": 3}
    with pytest.raises(ValidationError, match="没有需要导入的"):
        sheet_imports.confirm(again, actor=clerk)
    more = taken("certificates", HEADS, [*rows, row(4)], by=clerk, side=side)
    assert (more.status, Certificate.objects.count()) == ("taken", 4)


def test_every_fault_is_named_and_nothing_written(clerk, side, agencies):
    a_certificate(agencies.agency["lc"], 9)
    mine = Certificate.objects.get()
    taken("certificates", HEADS, [row(1)], by=clerk, side=side)
    draft = uploaded(
        "certificates",
        HEADS,
        [
            row(1, 姓名="别人"),
            row(2, 证件号码="12345"),
            row(3, 等级="四级/中级工"),
            row(4, 发证日期="2020-06-30"),
            row(5, 证书编号="abc"),
            row(6, 评价机构="别家机构"),
            row(7, 证书编号=mine.number, 发证日期="2026-06-30"),
            row(8, 撤销日期="2018-01-01"),
            row(9, 职业名称=""),
            row(9),
        ],
        by=clerk,
        side=side,
    )
    assert draft.status == "faulty"
    assert faults_of(draft) == [
        (2, "姓名", "这个编号已导入，姓名与已有的不同"),
        (3, "证件号码", "居民身份证号码应为18位，请核对"),
        (4, "等级", "与编号第 16 位（三级/高级工）不一致"),
        (5, "发证日期", "与编号中的核发年份（2019 年）不一致"),
        (6, "证书编号", "证书编号应为 22 位（1 个字母加 21 位数字），现为 3 位"),
        (7, "评价机构", "不是本机构"),
        (8, "证书编号", "这个编号是本平台发放的另一本证书"),
        (9, "撤销日期", "撤销日期应在发证日期以后、今天或以前"),
        (9, "撤销原因", "没有填写"),
        (10, "职业名称", "没有填写"),
        (11, "证书编号", "与第 10 行重复"),
    ]
    assert Certificate.objects.count() == 2
    with pytest.raises(ValidationError, match="有错误"):
        sheet_imports.confirm(draft, actor=clerk)


def test_an_office_brings_in_those_of_its_territory_with_their_end(office, agencies):
    place, officer = office
    known = agencies.agency["lc"]
    rows = [
        row(1, 评价机构="已注销的老机构", 所在地区划代码="371521"),
        row(2, 评价机构=known.name, 撤销日期="2020-01-05", 撤销原因="弄虚作假"),
    ]
    taken("certificates", HEADS, rows, by=officer, side=place)
    first, second = Certificate.objects.order_by("number")
    assert (first.agency, first.agency_name, first.division.code) == (
        None,
        "已注销的老机构",
        "371521",
    )
    assert (second.agency, second.status, str(second.standing_since)) == (
        known,
        "revoked",
        "2020-01-05",
    )
    told = StatusChange.objects.filter(certificate=second).order_by("pk")
    assert list(told.values_list("status", "reason")) == [
        ("valid", "历史证书导入"),
        ("revoked", "弄虚作假"),
    ]
    draft = uploaded(
        "certificates",
        HEADS,
        [row(3, 评价机构="某机构", 所在地区划代码="210300"), row(4)],
        by=officer,
        side=place,
    )
    assert faults_of(draft) == [
        (2, "所在地区划代码", "辽宁省鞍山市不在聊城市人社局的管辖范围内"),
        (3, "评价机构", "没有填写"),
    ]


def test_another_upload_takes_the_place_of_the_first(clerk, side):
    first = uploaded("certificates", HEADS, [row(1)], by=clerk, side=side)
    second = uploaded("certificates", HEADS, [row(2)], by=clerk, side=side)
    assert (fresh(first).status, fresh(first).content, second.status) == ("dropped", "", "ready")
    sheet_imports.drop(second, actor=clerk)
    assert fresh(second).status == "dropped"
    with pytest.raises(ValidationError, match="已放弃"):
        sheet_imports.confirm(second, actor=clerk)


def test_what_changed_between_preview_and_import_stops_it(clerk, side, agencies):
    draft = uploaded("certificates", HEADS, [row(1), row(2)], by=clerk, side=side)
    a_certificate(
        agencies.agency["lc"],
        number=1,
        id_number=id_number(1),
    )
    Certificate.objects.all()
    sheet_imports.confirm(draft, actor=clerk)
    other = row(1)[HEADS.index("证书编号")]
    made = Certificate(
        number=other,
        origin="legacy",
        standing_since=clock.today(),
        name="抢先",
        id_number=id_number(50),
        occupation="电工",
        level=3,
        agency_name="某机构",
        division=agencies.agency["lc"].division,
        issued_on=clock.today(),
    )
    made.save()
    work_off()
    assert Certificate.objects.count() == 2
    assert sheet_imports.failure(fresh(draft)) == sheet_imports.CHANGED


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        ([*HEADS, "婚否"], [(1, "婚否", "不认识这一列")]),
        ([head for head in HEADS if head != "等级"], [(1, "等级", "缺少这一列")]),
    ],
)
def test_odd_heads_are_named(clerk, side, heads, said):
    draft = uploaded("certificates", heads, [["x"] * len(heads)], by=clerk, side=side)
    assert faults_of(draft) == said


def test_what_is_no_table_is_said(clerk, side, client):
    draft = sheet_imports.upload(
        sheet_imports.kind_of("certificates"),
        b"PK\x03\x04 broken",
        "坏.xlsx",
        organisation=side,
        actor=clerk,
    )
    work_off()
    client.force_login(clerk)
    page = client.get(reverse("casework:import", args=["certificates", draft.pk]))
    assert fresh(draft).status == "faulty"
    assert "文件不能导入" in page.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200),
        ("lc", 200),
        ("lc_centre", 200),
        ("assessor", 403),
        ("expert", 403),
        ("hr", 403),
    ],
)
def test_who_may_import(agencies, side, clerk, client, who, status):
    world = agencies.world
    people = {
        "clerk": lambda: clerk,
        "assessor": lambda: world.member(side, "assessor"),
        "expert": lambda: world.member(world.offices["lc"], "expert"),
        "hr": lambda: world.hr,
    }
    client.force_login(people.get(who, lambda: world.staff[who])())
    address = reverse("casework:import-new", args=["certificates"])
    assert client.get(address).status_code == status
    template = reverse("casework:import-template", args=["certificates"])
    assert client.get(template).status_code == status


def test_a_foreign_import_is_not_there(agencies, clerk, side, client):
    draft = uploaded("certificates", HEADS, [row(1)], by=clerk, side=side)
    client.force_login(agencies.clerk["ln"])
    for name in ("import", "import-faults"):
        answer = client.get(reverse(f"casework:{name}", args=["certificates", draft.pk]))
        assert answer.status_code == 404
    for name in ("import-confirm", "import-drop"):
        answer = client.post(reverse(f"casework:{name}", args=["certificates", draft.pk]))
        assert answer.status_code == 404


def test_the_faults_can_be_taken_away(clerk, side, client):
    draft = uploaded("certificates", HEADS, [row(1, 等级="八级")], by=clerk, side=side)
    client.force_login(clerk)
    answer = client.get(reverse("casework:import-faults", args=["certificates", draft.pk]))
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_thousands_are_written_in_bulk(clerk, side, django_assert_max_num_queries):
    rows = [row(n, 证件号码=nobody(n)) for n in range(1, 2101)]
    draft = uploaded("certificates", HEADS, rows, by=clerk, side=side)
    sheet_imports.confirm(draft, actor=clerk)
    with django_assert_max_num_queries(250):  # SQLite takes a thousand values in a statement
        jobs.work_off()
    assert Certificate.objects.count() == 2100
