"""江苏：企业技能人才评价, on a standard of the enterprise's own that was approved first."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import OFFICE_STAFF
from accounts.models import Organisation
from casework.models import Case
from catalogue.models import ConditionSet, Division
from filing.models import Enquiry, Recognition
from tests.casework.files import pdfs
from tests.filing.agencies import agency
from tests.filing.rows import ELECTRICIAN, MILLER, standard
from tests.filing.whole.outcomes import Receipt, audiences, in_api, in_register
from tests.filing.whole.pages import People
from tests.filing.whole.steps import Way

pytestmark = pytest.mark.django_db
REGULATION = "jiangsu-enterprise"
CODE = "Y000032000001"
THREE = "五级/初级工、四级/中级工、三级/高级工"
OWN = {
    "name": "铣工（五轴）评价规范",
    "edition": "2026年版",
    "lowest": "5",
    "highest": "3",
    "not_below": "on",
}
LADDER = [("学徒工", "below", "5"), ("中级工一档", "within", "4"), ("特级技师", "above", "1")]
POST = {"post": "配网运维工", "reason": "工作内容和技能要求与电工最相近。"}


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.pdf", pdfs.plain(), "application/pdf")


@pytest.mark.clause("JS-01")
@pytest.mark.clause("JS-02")
@pytest.mark.clause("JS-03")
@pytest.mark.clause("JS-04")
@pytest.mark.clause("JS-05")
@pytest.mark.clause("JS-06")
@pytest.mark.clause("JS-13")
def test_with_a_standard_of_its_own_from_draft_to_register(way, world):
    ConditionSet.objects.create(code="2023", name="默认", source="测试", is_default=True)
    standard(ELECTRICIAN)
    walk, staff = way(REGULATION, "320500", "province"), world.staff
    walk.start()
    assert walk.filing.receiver == world.offices["sz"]
    walk.fill_in({"code": ELECTRICIAN, "adjusted": "增加五轴机床供电。", **POST}, {"code": MILLER})
    lacks_its_basis(walk)
    has_its_standard_approved(walk, world)
    chooses_it(walk)
    assert walk.submit() == "submitted"
    assert walk.evaluate(staff["sz"], "专家评估") == "passed"
    assert walk.act(staff["sz_centre"], "report") == "reported"
    assert walk.act(world.second["sz"], "issue_receipt") == "receipted"
    assert walk.act(staff["js"], "publish") == "registered"
    is_in_the_register(walk)
    is_found_by_a_small_enterprise(walk, world)


def lacks_its_basis(walk: Way) -> None:
    """Nothing is sent before the standard is filed, nor with an adjustment that may be below."""
    refused = walk.try_to_submit()
    assert (refused.status, walk.state) == (422, "draft")
    assert [text for text in refused.errors if "铣工还没有评价依据" in text] != []
    assert [text for text in refused.errors if "没有确认调整后不低于国家职业标准" in text] != []


def has_its_standard_approved(walk: Way, world) -> None:
    """By the city's centre; a mature one by the province's, then proposed as a national one."""
    page = walk.open(walk.applicant, f"/standards/new/?occupation={MILLER}")
    answer = page.send(**OWN, document=pdf("规范"), note="参照铣工编制。")
    assert answer.status == 302, answer.errors
    number = answer.response.url.rstrip("/").rpartition("/")[2]
    for key, act, state in (
        ("sz_centre", "approve", "approved"),
        ("sz_centre", "submit_province", "province_submitted"),
        ("js_centre", "approve_province", "province_approved"),
        ("js_centre", "propose", "proposed"),
    ):
        page = walk.open(world.staff[key], f"/cases/{number}/acts/{act}/")
        assert page.send().status == 302
        assert Case.objects.get(number=number).state == state


def chooses_it(walk: Way) -> None:
    """The standard for one occupation, the confirmation for the other, the ladder of its own."""
    rows = {row.occupation.code: row for row in walk.filing.scope.all()}
    page = walk.open(walk.applicant, walk.section(f"standards/{rows[MILLER].pk}/"))
    choices = page.main.xpath(".//input[@name='standard']/@value")
    assert [len(each) > 0 for each in choices] == [False, True]
    assert page.send(standard=choices[1]).status == 302
    walk.add_row(f"standards/{rows[ELECTRICIAN].pk}/", not_below="on")
    for place, (name, relation, level) in enumerate(LADDER, 1):
        rung = {"name": name, "ordinal": str(place), "relation": relation, "level": level}
        walk.add_row("scope/levels/add/", **rung)
    walk.scan_again("application")


def is_in_the_register(walk: Way) -> None:
    rows = (
        ("6-18-01-02", "铣工", "--", THREE, "铣工企业评价规范2026年版"),
        ("6-31-01-03", "电工", "--", THREE, "电工国家职业标准2020年版"),
    )
    assert walk.receipt() == Receipt("sz", CODE, rows).text(walk)
    found = in_register(walk.people, CODE)
    assert (found["scope"], found["备案机关"]) == (
        [
            ["铣工 6-18-01-02", "--", "五级/初级工 至 三级/高级工", "企业评价规范（2026年版）"],
            ["电工 6-31-01-03", "--", "五级/初级工 至 三级/高级工", "国家职业标准（2020年版）"],
        ],
        "苏州市人社局",
    )
    levels = {row["occupation_name"]: row["levels"] for row in in_api(walk.people, CODE)["scope"]}
    assert levels == {"铣工": [5, 4, 3], "电工": [5, 4, 3]}
    assert audiences(walk.people, CODE) == [
        "本单位在岗职工",
        "劳务派遣人员",
        "业务（劳务）外包人员",
        "校企合作院校学生",
        "其他企业委托评价的职工",
    ]


def is_found_by_a_small_enterprise(walk: Way, world) -> None:
    """By occupation, level and place, without signing in; then it asks."""
    asked = f"occupation={MILLER}&level=4&division_0=320000&division_1=320500"
    found = walk.open(None, f"/agencies/find/?{asked}").rows()
    assert [row[0] for row in found] == [walk.owner.name]
    small, manager = world.applicant("320500", "county")
    page = walk.open(manager, f"/agencies/{CODE}/enquire/?occupation={MILLER}&level=4")
    assert page.send(headcount="12", text="希望四月评价，联系人李四。").status == 302
    row = Enquiry.objects.get()
    assert (row.organisation, row.occupation.code, row.level) == (small, MILLER, 4)
    assert "希望四月评价" in walk.open(walk.applicant, f"/desk/agencies/{CODE}/enquiries/").text


@pytest.mark.clause("JS-10")
def test_the_place_of_a_subsidiary_recognises_the_parents_filing(client, world):
    province = world.places["320000"]
    world.places["320100"] = Division.objects.create(
        code="320100", name="南京市", tier=2, parent=province
    )
    bureau = Organisation.objects.create(
        name="南京市人社局",
        kind="hrss",
        tier="city",
        division=world.places["320100"],
        status="active",
    )
    officer = world.member(bureau, *OFFICE_STAFF)
    parent = agency(world, "母公司", place="320500", regulation=REGULATION)
    subsidiary, manager = world.applicant("320100", "city")
    people = People(client)
    page = people.open(manager, f"/recognitions/new/?agency={parent.code}")
    answer = page.send(relation="母公司持有全部股权。", evidence=pdf("股权关系"))
    assert answer.status == 302, answer.errors
    case = Recognition.objects.get()
    assert (case.owner, case.receiver, case.agency) == (subsidiary, bureau, parent)
    assert people.open(world.staff["sz"], f"/cases/{case.number}/").status == 404
    assert people.open(officer, f"/cases/{case.number}/acts/recognise/").send().status == 302
    shown = people.open(None, f"/agencies/{parent.code}/").text
    assert f"{subsidiary.name}（江苏省南京市），2026年3月2日起，南京市人社局认可" in shown
