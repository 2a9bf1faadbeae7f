"""辽宁：企业职业技能等级认定, taken by the city's bureau or by the authority it entrusted."""

import json
from datetime import date

import pytest

from accounts.enums import OFFICE_STAFF
from accounts.models import Organisation
from casework import tasks
from casework.models import LetterHead, Notice, StoredFile
from casework.services import door, files
from tests.filing.granting import issued, on
from tests.filing.rows import ELECTRICIAN, WELDER, standard
from tests.filing.whole.outcomes import Receipt, audiences, in_api, in_register
from tests.filing.whole.steps import Way, text_in

pytestmark = pytest.mark.django_db
REGULATION = "liaoning-enterprise"
CODE = "Y000021000001"
BASIS = "辽宁通知 四（二）、（三）"
VALID = "至2029年3月2日"
METHODS = ("文件审核", "技术评估", "专家论证", "现场考察")
THREE = "五级/初级工、四级/中级工、三级/高级工"
ONLINE = dict.fromkeys(("licence", "hr_system", "occupations", "venue", "body"), "online")
RULES = ("考务管理办法", "质量管理办法", "证书管理办法")


@pytest.mark.clause("LN-01")
@pytest.mark.clause("LN-03")
@pytest.mark.clause("LN-04")
@pytest.mark.clause("LN-05")
@pytest.mark.clause("LN-06")
@pytest.mark.clause("LN-08")
@pytest.mark.clause("LN-15")
@pytest.mark.clause("LN-17")
def test_the_citys_bureau_from_draft_to_register(way, world):
    standard(ELECTRICIAN)
    standard(WELDER)
    walk, staff = way(REGULATION, "210300", "city"), world.staff
    walk.start()
    welder = {"code": WELDER, "work_type": "电焊工", "lowest": "2", "highest": "1"}
    walk.fill_in({"code": ELECTRICIAN}, welder, stand_ins=ONLINE)
    assert walk.submit() == "submitted"
    assert walk.materials() == [
        ("application", "application.png"),
        *((key, "online") for key in sorted(ONLINE)),
    ]
    assert walk.evaluate(staff["as"], *METHODS) == "passed"
    papers = walk.open(staff["as"], f"/cases/{walk.number}/materials/").text
    assert ("（附件2） 已在线填写" in papers, "还缺" in papers) == (True, False)
    assert walk.sign() == "committed"
    reports(walk, world)
    assert walk.act(staff["ln_centre"], "recheck", note="属实。") == "rechecked"
    assert walk.act(staff["ln"], "issue_receipt") == "receipted"
    assert walk.act(staff["as"], "publish") == "registered"
    was_done_by_everybody(walk)
    has_its_receipt(walk)
    is_in_the_citys_catalogue(walk, world)
    publishes_its_rules(walk)


def reports(walk: Way, world) -> None:
    """Returned once by the province's centre, with the reason; reported again, with what was
    mended."""
    city, centre = world.staff["as"], world.staff["ln_centre"]
    assert walk.act(city, "report") == "reported"
    assert walk.act(centre, "send_back", note="请说明焊工的等级。") == "returned"
    assert "请说明焊工的等级。" in walk.open(city, f"/cases/{walk.number}/").text
    assert walk.act(city, "report", note="等级无误，已核对。") == "reported"
    facts = [json.loads(each.facts) for each in walk.filing.events.filter(act="report")]
    texts = [text_in(files.read(StoredFile.objects.get(pk=each["file"]))) for each in facts]
    said = [("第2次报送" in text, "等级无误，已核对。" in text) for text in texts]
    assert said == [(False, False), (True, True)]


def was_done_by_everybody(walk: Way) -> None:
    owner, city = walk.owner.name, "鞍山市人社局"
    assert walk.timeline() == [
        ("open", "draft", owner),
        ("submit", "submitted", owner),
        ("accept", "accepted", city),
        ("evaluate", "evaluation", city),
        *[("speak", "evaluation", city)] * 3,
        ("pass_evaluation", "passed", city),
        ("commit", "committed", owner),
        ("report", "reported", city),
        ("send_back", "returned", "辽宁省人事考试中心"),
        ("report", "reported", city),
        ("recheck", "rechecked", "辽宁省人事考试中心"),
        ("issue_receipt", "receipted", "辽宁省人社厅"),
        ("publish", "registered", city),
    ]


def has_its_receipt(walk: Way) -> None:
    rows = (
        ("6-18-02-04", "焊工", "电焊工", "二级/技师、一级/高级技师", "焊工国家职业标准2020年版"),
        ("6-31-01-03", "电工", "--", THREE, "电工国家职业标准2020年版"),
    )
    copied = "辽宁省人事考试中心、鞍山市人社局"
    pages = {"copied_to": copied, "turn": "抄送："}
    expected = Receipt("ln", CODE, rows, BASIS, validity=VALID, **pages)
    assert walk.receipt() == expected.text(walk)
    told = Notice.objects.filter(subject=f"抄送：{walk.owner}备案回执")
    copies = {walk.world.staff[key].pk for key in ("ln_centre", "as")}
    assert copies <= set(told.values_list("recipient", flat=True))


def is_in_the_citys_catalogue(walk: Way, world) -> None:
    """Public at once, told to the province; the guide says whom it may assess, nobody else."""
    catalogue = walk.open(None, "/agencies/?division_0=210000&division_1=210300").text
    assert walk.owner.name in catalogue
    assert Notice.objects.filter(
        recipient=world.staff["ln"], subject=f"鞍山市人社局公布了目录：{walk.owner}"
    ).exists()
    found = in_register(walk.people, CODE)
    assert (found["name"], found["备案机关"], found["有效期至"]) == (
        walk.owner.name, "辽宁省人社厅", "2029年3月2日",
    )  # fmt: skip
    levels = {
        (row["occupation_name"], *row["levels"]) for row in in_api(walk.people, CODE)["scope"]
    }
    assert levels == {("电工", 5, 4, 3), ("焊工", 2, 1)}
    assert audiences(walk.people, CODE) == ["本单位在岗职工", "劳务派遣人员"]
    page = walk.open(None, f"/agencies/{CODE}/").text
    assert "可以为其他单位评价" not in page


def publishes_its_rules(walk: Way) -> None:
    for title in RULES:
        page = walk.open(walk.applicant, f"/desk/agencies/{CODE}/rules/")
        assert page.send(title=title, text=f"{title}全文").status == 302
    page = walk.open(None, f"/agencies/{CODE}/")
    assert [title for title in RULES if title not in page.text] == []


@pytest.fixture
def authority(world) -> Organisation:
    """The employment authority that the city entrusted, with an officer and experts."""
    made = Organisation.objects.create(
        name="鞍山市公共就业服务中心",
        kind="employment",
        tier="city",
        division=world.places["210300"],
        status="active",
        entrusted_by=world.offices["as"],
    )
    LetterHead.objects.create(office=made, prefix="鞍就评")
    world.offices["as_jobs"] = made
    world.staff["as_jobs"] = world.member(made, *OFFICE_STAFF, name="就业中心甲")
    return made


@pytest.mark.clause("LN-16")
@pytest.mark.clause("LN-06")
def test_the_entrusted_authority_takes_and_judges_it(way, world, authority):
    """The bureau that entrusted it reports; it cannot answer in the authority's place."""
    walk, staff = way(REGULATION, "210300", "county"), world.staff
    assert authority.name in walk.open(walk.applicant, "/filing/start/").text
    assert walk.send_filled() == "submitted"
    assert walk.filing.receiver == authority
    assert walk.people.open(staff["as"], walk.page_of("accept")).status == 403
    assert walk.evaluate(staff["as_jobs"], *METHODS) == "passed"
    assert walk.sign() == "committed"
    assert walk.act(staff["as"], "report") == "reported"
    assert walk.act(staff["ln_centre"], "recheck") == "rechecked"
    assert walk.act(staff["ln"], "issue_receipt") == "receipted"
    assert walk.act(staff["as"], "publish") == "registered"
    assert walk.letters() == [("受理通知书", authority.name), ("备案回执", "辽宁省人社厅")]
    row = ("6-31-01-03", "电工", "--", THREE, "国家职业标准 电工国家职业标准")
    copied = "辽宁省人事考试中心、鞍山市人社局"
    expected = Receipt("ln", CODE, (row,), BASIS, validity=VALID, copied_to=copied)
    assert walk.receipt() == expected.text(walk)


@pytest.fixture
def first(world):
    """A filing of 2026, public, to the second of March 2029."""
    made = issued(world, REGULATION)
    door.perform(made, "publish", actor=world.staff["as"])
    return made


@pytest.mark.clause("LN-13")
def test_an_occupation_added_inside_the_term_takes_every_step_and_ends_with_it(way, world, first):
    with on(date(2027, 3, 1)):
        walk = begun_again(way, first, "scope")
        walk.add_occupation(WELDER, named_kind="national", named="焊工标准")
        to_the_issuer(walk, world)
        assert walk.act(world.staff["ln"], "issue_receipt") == "receipted"
        assert walk.act(world.staff["as"], "publish") == "registered"
        assert walk.receipt().count("有效期至2029年3月2日") == 1
        found = in_register(walk.people, CODE)
    assert [row[0] for row in found["scope"]] == ["焊工 6-18-02-04", "电工 6-31-01-03"]
    assert found["有效期至"] == "2029年3月2日"


@pytest.mark.clause("LN-07")
def test_a_term_is_renewed_on_the_wish_and_the_evaluation_of_the_enterprise(way, world, first):
    """Told six months before; a poor periodic evaluation ends it."""
    with on(date(2028, 9, 2)):
        tasks.sweep_deadlines()
    told = Notice.objects.get(subject=f"{first.owner}的备案将于 2029年3月2日 到期")
    assert told.recipient == first.created_by
    with on(date(2029, 3, 1)):
        walk = begun_again(way, first, "renewal")
        to_the_issuer(walk, world)
        refused = walk.try_to(world.staff["ln"], "issue_receipt", evaluation="poor")
        assert (refused.status, refused.errors) == (
            422,
            ["定期评估不合格的不予延期，不能出具延续的回执；有效期届满后自动到期。"],
        )
        assert walk.act(world.staff["ln"], "issue_receipt", evaluation="good") == "receipted"
        assert walk.act(world.staff["as"], "publish") == "registered"
    with on(date(2029, 3, 3)):
        assert in_register(walk.people, CODE)["有效期至"] == "2032年3月2日"


def begun_again(way, first, purpose: str) -> Way:
    """Another application of the same agency, filled in with what it holds."""
    walk = way(REGULATION, owner=first.owner, applicant=first.created_by)
    walk.start(purpose=purpose)
    walk.change_occupation(walk.filing.scope.get().pk)
    walk.fill_in(stand_ins=ONLINE)
    return walk


def to_the_issuer(walk: Way, world) -> None:
    """Sent, judged, signed, reported and checked again."""
    walk.scan_again("application")
    assert walk.submit() == "submitted"
    assert walk.evaluate(world.staff["as"], *METHODS) == "passed"
    assert walk.sign() == "committed"
    assert walk.act(world.staff["as"], "report") == "reported"
    assert walk.act(world.staff["ln_centre"], "recheck") == "rechecked"
