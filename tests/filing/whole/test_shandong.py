"""山东：社会培训评价组织, collected in a window, selected on merit, made public, cleared."""

from datetime import date

import pytest

from casework import tasks
from casework.models import Letter, Publication
from casework.services import files
from filing.models import SelectionWindow
from tests.filing import panels
from tests.filing.granting import on
from tests.filing.rows import ELECTRICIAN, WELDER, standard
from tests.filing.whole.outcomes import Receipt, audiences, in_api, in_register
from tests.filing.whole.steps import Way, text_in
from tests.filing.world import credit_code

pytestmark = pytest.mark.django_db
REGULATION = "shandong-social"
CENTRE = "lc_centre"
CODE = "S000037000001"
METHODS = ("材料核验", "专家论证", "现场考察")
SELECTED_ON = date(2026, 3, 9)
CLEARED_ON = date(2026, 3, 17)  # five working days after the Monday of the ninth, twice
REASON = "与同批相比，实训场地不足。"
WINDOW = {
    "title": "2026年第一批评价机构征集公告",
    "opens": "2026-03-02",
    "closes": "2026-03-06",
    "at_least": "2",
    "at_most": "8",
    "criteria": "技术评估结论；场地设施设备。",
}
PAPERS = ["credit", "overview", "people", "registration", "venue"]


@pytest.fixture
def window(way, world) -> SelectionWindow:
    """Published by the centre; between two and eight, as the document has it."""
    walk, officer = way(REGULATION, "371502", "city", "association"), world.staff[CENTRE]
    page = walk.open(officer, "/desk/windows/new/")
    assert page.send(**WINDOW | {"at_most": "9"}).status == 422
    assert page.send(**WINDOW).status == 302
    made = SelectionWindow.objects.get()
    assert WINDOW["criteria"] in walk.open(None, f"/windows/{made.pk}/").text
    return made


def applied(walk: Way) -> Way:
    """An association's application, sent within the window."""
    walk.start()
    walk.fill_in({"code": ELECTRICIAN}, {"code": WELDER, "lowest": "4"})
    for item in walk.filing.scope.all():
        member = {"name": "电气行业服务", "unit": "样例会员有限公司", "unit_code": credit_code(77)}
        walk.add_row("scope/standings/add/", occupation=str(item.occupation_id), **member)
    walk.scan_again("overview")
    assert walk.submit() == "submitted"
    assert [key for key, _ in walk.materials()] == PAPERS
    return walk


@pytest.mark.clause("SD-01")
@pytest.mark.clause("SD-02")
@pytest.mark.clause("SD-03")
@pytest.mark.clause("SD-04")
@pytest.mark.clause("SD-05")
@pytest.mark.clause("SD-06")
@pytest.mark.clause("SD-07")
@pytest.mark.clause("SD-11")
def test_an_association_from_draft_to_register(way, world, window):
    standard(ELECTRICIAN)
    standard(WELDER)
    walk, staff = way(REGULATION, "371502", "city", "association"), world.staff
    applied(walk)
    assert (walk.filing.receiver, walk.filing.window) == (world.offices[CENTRE], window)
    assert walk.evaluate(staff[CENTRE], *METHODS) == "passed"
    with on(SELECTED_ON):
        walk.people.sign_in(None)
        narrows_and_publicises(walk)
        objected_and_judged_anew(walk)
        narrows_and_publicises(walk)
    with on(date(2026, 3, 16)):
        tasks.keep_evidence()
        assert walk.state == "publicity"
    with on(CLEARED_ON):
        tasks.keep_evidence()
        assert walk.state == "publicised"
        walk.people.sign_in(None)
        assert walk.act(world.second[CENTRE], "issue_receipt") == "receipted"
        assert walk.act(staff[CENTRE], "report", note="首批。") == "reported"
        assert walk.act(staff["sd"], "publish") == "registered"
        was_done_by_everybody(walk)
        is_in_the_register(walk)
        publishes_its_fees(walk)


def narrows_and_publicises(walk: Way) -> None:
    """The electrician to level four, the welder not at all; everybody reads it."""
    rows = {row.occupation.code: row.pk for row in walk.filing.scope.all()}
    granted = {f"highest_{rows[ELECTRICIAN]}": "4"}
    left_out = {f"grant_{rows[WELDER]}": None, f"reason_{rows[WELDER]}": "焊接工位不足。"}
    centre = walk.world.staff[CENTRE]
    assert walk.act(centre, "select", **granted, **left_out) == "selected"
    assert walk.act(centre, "publicise") == "publicity"
    publication = Publication.objects.filter(case__number=walk.number).latest("pk")
    shown = walk.open(None, f"/notices/{publication.pk}/").text
    assert ("电工五级至四级" in shown, "焊工" in shown) == (True, False)


def objected_and_judged_anew(walk: Way) -> None:
    """Anybody objects; the centre upholds it; other experts judge."""
    centre = walk.world.staff[CENTRE]
    before = {seat.expert_id for seat in panels.seats(walk.filing)}
    publication = Publication.objects.filter(case__number=walk.number).latest("pk")
    page = walk.open(None, f"/notices/{publication.pk}/object/")
    assert page.send(text="该单位的实训场地没有那么多工位。").status < 400
    objection = publication.objections.get()
    page = walk.open(centre, f"/desk/publications/{publication.pk}/objections/{objection.pk}/")
    assert page.send(upheld="yes", answer="经查属实。").status == 302
    assert walk.act(centre, "reopen", note="工位数不属实，重新评估。") == "evaluation"
    for _ in range(4):
        panels.expert(walk.world, CENTRE)
    page = walk.open(centre, walk.section("panel/again/"))
    answer = page.send(methods=list(METHODS), size="3", reserves="1")
    assert answer.status == 302, answer.errors
    assert before & {seat.expert_id for seat in panels.seats(walk.filing)} == set()
    walk.speak()
    assert walk.act(centre, "pass_evaluation") == "passed"


def was_done_by_everybody(walk: Way) -> None:
    owner, centre = walk.owner.name, "聊城市鉴定中心"
    judged = [*[("speak", "evaluation", centre)] * 3, ("pass_evaluation", "passed", centre)]
    chosen = [("select", "selected", centre), ("publicise", "publicity", centre)]
    assert walk.timeline() == [
        ("open", "draft", owner),
        ("submit", "submitted", owner),
        ("accept", "accepted", centre),
        ("evaluate", "evaluation", centre),
        *judged,
        *chosen,
        ("reopen", "evaluation", centre),
        ("convene_again", "evaluation", centre),
        *judged,
        *chosen,
        ("clear", "publicised", ""),
        ("issue_receipt", "receipted", centre),
        ("report", "reported", centre),
        ("publish", "registered", "山东省人社厅"),
    ]
    assert walk.letters() == [("受理通知书", centre), ("回执", centre)]


def is_in_the_register(walk: Way) -> None:
    """Only what was granted, at the levels granted."""
    row = ("6-31-01-03", "电工", "--", "五级/初级工、四级/中级工", "电工国家职业标准2020年版")
    named = {"title": "回执", "code_name": "机构代码", "day": "2026年3月17日"}
    basis = "鲁人社字〔2020〕50号 三（二）4"
    assert walk.receipt() == Receipt(CENTRE, CODE, (row,), basis, **named).text(walk)
    found = in_register(walk.people, CODE)
    assert (found["scope"], found["备案机关"], found["备案日期"]) == (
        [["电工 6-31-01-03", "--", "五级/初级工 至 四级/中级工", "国家职业标准（2020年版）"]],
        "聊城市鉴定中心",
        "2026年3月17日",
    )
    levels = [(row["occupation_name"], row["levels"]) for row in in_api(walk.people, CODE)["scope"]]
    assert levels == [("电工", [5, 4])]
    assert audiences(walk.people, CODE) == [
        "社会人员",
        "其他企业委托评价的职工",
        "校企合作院校学生",
    ]


def publishes_its_fees(walk: Way) -> None:
    page = walk.open(walk.applicant, f"/desk/agencies/{CODE}/rules/")
    assert page.send(title="收费标准", text="每人 100 元").status == 302
    assert "收费标准" in walk.open(None, f"/agencies/{CODE}/").text


@pytest.mark.clause("SD-07")
def test_who_is_not_selected_is_told_why(way, world, window):
    walk = way(REGULATION, "371502", "city", "university")
    walk.start()
    walk.fill_in({"code": ELECTRICIAN, "named_kind": "national", "named": "电工国家职业标准"})
    item = walk.filing.scope.get()
    programme = {"name": "电气自动化", "top_level": "3"}
    walk.add_row("scope/standings/add/", occupation=str(item.occupation_id), **programme)
    walk.scan_again("overview")
    assert walk.submit() == "submitted"
    assert walk.evaluate(world.staff[CENTRE], *METHODS) == "passed"
    refused = walk.try_to(world.staff[CENTRE], "decline", note="")
    assert (refused.status, walk.state) == (422, "passed")
    assert walk.act(world.staff[CENTRE], "decline", note=REASON) == "unselected"
    letter = Letter.objects.get(case__number=walk.number, title="未入选告知书")
    assert REASON in text_in(files.read(letter.file))
    page = walk.open(walk.applicant, f"/letters/{letter.pk}/")
    assert page.status == 200
    assert REASON in walk.open(walk.applicant, f"/cases/{walk.number}/").text
    assert walk.people.open(None, f"/agencies/{CODE}/").status == 404
