"""聊城：企业技能人才自主评价, of a county's enterprise and of a city's."""

from datetime import timedelta

import pytest

from casework.services import door
from filing.enums import PersonRole
from tests.filing.granting import issued, on
from tests.filing.rows import ELECTRICIAN, WELDER, standard
from tests.filing.whole.outcomes import Receipt, audiences, in_api, in_register
from tests.filing.whole.steps import MONDAY, Way

pytestmark = pytest.mark.django_db
REGULATION = "liaocheng-enterprise"
CODE = "Y000037000001"
THREE = "五级/初级工、四级/中级工、三级/高级工"
BASIS = "提纲 六 备案回执"
NO_STANDARD = "以备案材料为准"
DAYS = ("2026-03-08", "2026-03-09")
ITEMS = [("people", "缺考评员聘书。"), ("venue", "写明面积。")]


@pytest.mark.clause("LC-01")
@pytest.mark.clause("LC-02")
@pytest.mark.clause("LC-05")
@pytest.mark.clause("LC-07")
@pytest.mark.clause("LC-09")
@pytest.mark.clause("LC-10")
@pytest.mark.clause("LC-11")
@pytest.mark.clause("LC-12")
@pytest.mark.clause("LC-20")
def test_a_countys_enterprise_from_draft_to_register(way, world):
    standard(ELECTRICIAN)
    walk, staff = way(REGULATION, "371502", "county"), world.staff
    assert "东昌府区人社局" in walk.open(walk.applicant, "/filing/start/").text
    walk.start()
    level = {"name": "特级技师", "ordinal": "1", "relation": "above", "level": "1"}
    walk.fill_in({"code": ELECTRICIAN}, stand_ins={"licence": "online", "funding": "commitment"})
    walk.add_row("scope/levels/add/", **level)
    walk.scan_again("application")
    assert walk.submit() == "submitted"
    assert walk.ask_for(staff["dcf"], *ITEMS) == "supplement"
    mend(walk)
    assert walk.submit() == "submitted"
    reading = walk.open(staff["dcf"], walk.section("read/")).text
    assert "特级技师" in reading
    assert walk.act(staff["dcf"], "accept") == "accepted"
    assert walk.convene(staff["dcf"], "听取报告", "文件审核", "现场考察") == "evaluation"
    walk.speak()
    assert walk.act(staff["dcf"], "pass_evaluation") == "passed"
    assert walk.act(staff["lc_centre"], "report") == "reported"
    assert walk.act(staff["lc"], "issue_receipt") == "receipted"
    assert walk.people.open(None, f"/agencies/{CODE}/").status == 404
    assert walk.act(staff["sd"], "publish") == "registered"
    was_done_by_everybody(walk)
    is_in_the_register(walk)


def mend(walk: Way) -> None:
    """Only what was asked for is open; the form is sealed anew."""
    assert walk.people.open(walk.applicant, walk.section("scope/add/6-18-02-04/")).status == 403
    room = walk.filing.facilities.get(kind="theory")
    walk.add_row(f"venue/{room.pk}/", name="理论考场，200 平方米")
    walk.add_person(PersonRole.ASSESSOR, id_number="", name="另一考评员")
    walk.scan_again("application")


def was_done_by_everybody(walk: Way) -> None:
    owner = walk.owner.name
    assert walk.timeline() == [
        ("open", "draft", owner),
        ("submit", "submitted", owner),
        ("request_supplement", "supplement", "东昌府区人社局"),
        ("resubmit", "submitted", owner),
        ("accept", "accepted", "东昌府区人社局"),
        ("evaluate", "evaluation", "东昌府区人社局"),
        *[("speak", "evaluation", "东昌府区人社局")] * 3,
        ("pass_evaluation", "passed", "东昌府区人社局"),
        ("report", "reported", "聊城市鉴定中心"),
        ("issue_receipt", "receipted", "聊城市人社局"),
        ("publish", "registered", "山东省人社厅"),
    ]
    assert walk.letters() == [
        ("一次性补正告知书", "东昌府区人社局"),
        ("受理通知书", "东昌府区人社局"),
        ("备案回执", "聊城市人社局"),
    ]


def is_in_the_register(walk: Way) -> None:
    row = ("6-31-01-03", "电工", "--", THREE, "电工国家职业标准2020年版")
    assert walk.receipt() == Receipt("lc", CODE, (row,), BASIS).text(walk)
    assert in_register(walk.people, CODE) == {
        "name": walk.owner.name,
        "scope": [
            ["电工 6-31-01-03", "--", "五级/初级工 至 三级/高级工", "国家职业标准（2020年版）"]
        ],
        "机构代码": CODE,
        "备案机关": "聊城市人社局",
        "备案日期": "2026年3月2日",
        "有效期至": "未规定有效期",
        "适用办法": "聊城市企业技能人才自主评价",
        "来源": "本平台备案",
    }
    found = {"occupation_code": "6-31-01-03", "occupation_name": "电工", "work_type": ""}
    assert in_api(walk.people, CODE) == {
        "code": CODE,
        "prefix": CODE,
        "name": walk.owner.name,
        "credit_code": walk.owner.code,
        "division_code": "371502",
        "issuer_name": "聊城市人社局",
        "filed_on": "2026-03-02",
        "valid_until": None,
        "scope": [found | {"levels": [5, 4, 3]}],
    }
    assert audiences(walk.people, CODE) == [
        "本单位在岗职工",
        "劳务派遣人员",
        "业务（劳务）外包人员",
        "校企合作院校学生",
        "其他企业委托评价的职工",
    ]


@pytest.mark.clause("LC-09")
@pytest.mark.clause("LC-11")
@pytest.mark.clause("LC-12")
def test_a_citys_enterprise_with_an_expert_who_disagrees(way, world):
    """What most experts think decides; who accepted does not sign the receipt."""
    walk, city = way(REGULATION, "371502", "city"), world.staff["lc"]
    assert walk.send_filled() == "submitted"
    assert walk.filing.receiver == world.offices["lc"]
    assert walk.act(city, "accept") == "accepted"
    assert walk.convene(city, "文件审核") == "evaluation"
    outvoted = walk.filing.panels.get().members.first().user
    walk.say(outvoted, "fails")
    walk.speak(besides=[outvoted])
    page = walk.open(outvoted, walk.section("opinion/dissent/"))
    assert page.send(text="场地不足，仍应改进。").status == 302
    refused = walk.try_to(city, "fail_evaluation", note="不具备条件。")
    assert (refused.status, walk.state) == (422, "evaluation")
    assert walk.act(city, "pass_evaluation") == "passed"
    assert walk.act(world.staff["lc_centre"], "report") == "reported"
    refused = walk.try_to(city, "issue_receipt")
    assert (refused.status, refused.errors) == (
        422,
        ["这件申请由您受理，按两人经办的要求，备案回执由其他同志签发。"],
    )
    assert walk.act(world.second["lc"], "issue_receipt") == "receipted"
    assert walk.act(world.staff["sd"], "publish") == "registered"
    row = ("6-31-01-03", "电工", "--", THREE, "国家职业标准 电工国家职业标准")
    assert walk.receipt() == Receipt("lc", CODE, (row,), BASIS).text(walk)
    assert in_api(walk.people, CODE)["division_code"] == "371502"


@pytest.mark.clause("LC-06")
def test_an_agency_adds_an_occupation_and_gives_up_a_level(way, world):
    """It begins with what is in force; the same code, a receipt of its own, and the register
    of yesterday stays what it was."""
    standard(WELDER)
    first = issued(world, REGULATION)
    door.perform(first, "publish", actor=world.staff["sd"])
    with on(MONDAY + timedelta(days=7)):
        walk = way(REGULATION, owner=first.owner, applicant=first.created_by)
        walk.start(purpose="scope")
        walk.change_occupation(walk.filing.scope.get().pk, highest="4")
        walk.fill_in({"code": WELDER, "work_type": "电焊工"})
        assert walk.submit() == "submitted"
        assert walk.evaluate(world.staff["lc"], "现场考察") == "passed"
        walk.act(world.staff["lc_centre"], "report")
        walk.act(world.second["lc"], "issue_receipt")
        walk.act(world.staff["sd"], "publish")
        rows = (
            ("6-18-02-04", "焊工", "电焊工", THREE, "焊工国家职业标准2020年版"),
            ("6-31-01-03", "电工", "--", "五级/初级工、四级/中级工", "国家职业标准 某国家职业标准"),
        )
        more = {"done": "准予变更备案的职业（工种）、等级", "serial": "0002"}
        more["day"] = "2026年3月9日"
        assert walk.receipt() == Receipt("lc", CODE, rows, BASIS, **more).text(walk)
        days = {day: walk.open(None, f"/agencies/{CODE}/?on={day}").rows() for day in DAYS}
    assert days == {
        "2026-03-08": [["电工 6-31-01-03", "--", "五级/初级工 至 三级/高级工", NO_STANDARD]],
        "2026-03-09": [
            ["焊工 6-18-02-04", "电焊工", "五级/初级工 至 三级/高级工", "国家职业标准（2020年版）"],
            ["电工 6-31-01-03", "--", "五级/初级工 至 四级/中级工", NO_STANDARD],
        ],
    }
