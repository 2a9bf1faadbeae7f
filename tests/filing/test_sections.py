"""The parts of a draft that are forms: kept as typed, field by field, while they are open."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.enums import Role
from casework.services import door
from catalogue import regulations
from config import clock
from filing.checks.all import problems
from filing.documents import dossier
from filing.enums import Purpose
from filing.models import Answer, Filing, SupplementItem
from filing.sections.all import ALONE, form_of
from filing.selectors.drafts import open_sections
from filing.services import answering, starting
from tests.filing.filled import MOBILE, answer_all, fill_in

pytestmark = pytest.mark.django_db
SECTIONS = ("organisation", "conditions", "plan", "promise")


@pytest.fixture
def filing(world) -> Filing:
    return world.filing()


def at(filing: Filing, name: str, *args) -> str:
    return reverse(f"filing:{name}", args=[filing.number, *args])


def keep(client, filing: Filing, section: str, name: str, text: str, seen: str = ""):
    data = {"field": name, name: text, f"was_{name}": answering.mark_of(seen)}
    return client.post(at(filing, "save", section), data, headers={"HX-Request": "true"})


def issues(filing: Filing, section: str) -> list[tuple[str, bool]]:
    found = problems(dossier.load(filing))
    return [(issue.code, issue.refuses) for issue in found if issue.section == section]


def ask_to_mend(world, filing: Filing, *sections: str, round_: int = 1) -> None:
    for section in sections:
        SupplementItem.objects.create(
            filing=filing,
            section=section,
            text=f"请补正{section}",
            round=round_,
            added_by=world.staff["dcf"],
            added_at=clock.now(),
        )


@pytest.mark.clause("LC-20")
@pytest.mark.parametrize(
    ("section", "name", "text"),
    [
        ("organisation", "address", "样例路 1 号"),
        ("organisation", "phone", "不是电话"),
        ("organisation", "staff_count", "三百二十"),
        ("conditions", "lawful_meets", "yes"),
        ("plan", "chapter_1", "第一段\n第二段"),
        ("promise", "promise_1", "on"),
    ],
)
def test_a_field_is_kept_as_typed_right_or_wrong(client, world, filing, section, name, text):
    client.force_login(world.hr)
    assert keep(client, filing, section, name, text).status_code == 200
    assert answering.typed(filing, section) == {name: text}
    row = Answer.objects.get()
    assert (row.saved_by, row.section) == (world.hr, section)
    client.logout()
    client.force_login(world.hr)
    page = client.get(at(filing, section))
    form = {f.name: f.value() for g in page.context["groups"] for f, _, _ in g["fields"]}
    assert form[name] == (True if name == "promise_1" else text)


def test_the_note_says_what_is_wrong(client, world, filing):
    client.force_login(world.hr)
    note = keep(client, filing, "organisation", "phone", "12").content.decode()
    assert "联系电话应为手机号码，或者带区号的固定电话，请核对。" in note
    good = keep(client, filing, "organisation", "phone", MOBILE, "12").content.decode()
    assert "请核对" not in good
    assert "已保存" in good


@pytest.mark.parametrize("number", [MOBILE, "0635-8888888", "0635 8888888转801", "400-800-8000"])
def test_telephones_that_are_taken(filing, number):
    assert "phone" not in form_of(filing, "organisation", {"phone": number}).faults


@pytest.mark.parametrize("number", ["12345", "电话", "1" + "2" * 10, "0635-88", "" + "9" * 30])
def test_telephones_that_are_not(filing, number):
    assert "phone" in form_of(filing, "organisation", {"phone": number}).faults


def test_a_page_without_scripts_keeps_what_was_changed_on_it(client, world, filing):
    answering.save(filing, "organisation", {"address": "旧址", "contact": "张三"}, actor=world.hr)
    client.force_login(world.hr)
    seen = {"address": "旧址", "contact": "张三", "registrar": ""}
    sent = {f"was_{name}": answering.mark_of(text) for name, text in seen.items()}
    sent |= {"address": "新址\r\n二楼", "contact": "张三", "registrar": "审批局"}
    answer = client.post(at(filing, "organisation"), sent)
    assert answer.url == at(filing, "organisation")
    assert answering.typed(filing, "organisation") == {
        "address": "新址\n二楼",
        "contact": "张三",
        "registrar": "审批局",
    }


def test_a_stale_page_overwrites_only_the_field_it_changed_and_says_so(client, world, filing):
    answering.save(filing, "organisation", {"address": "甲", "contact": "张三"}, actor=world.hr)
    colleague = world.member(world.firm, Role.CLERK, name="李四")
    answering.save(filing, "organisation", {"address": "乙", "contact": "李四"}, actor=colleague)
    client.force_login(world.hr)
    sent = {"was_address": answering.mark_of("甲"), "was_contact": answering.mark_of("张三")}
    page = client.post(
        at(filing, "organisation"), sent | {"address": "丙", "contact": "张三"}, follow=True
    )
    assert answering.typed(filing, "organisation") == {"address": "丙", "contact": "李四"}
    assert "“单位地址”在别处改为“乙”，现在保存的是您在本页填写的内容" in page.content.decode()
    note = keep(client, filing, "organisation", "contact", "王五", "张三").content.decode()
    assert "“联系人”在别处改为“李四”" in note
    assert answering.typed(filing, "organisation")["contact"] == "王五"


def test_text_beyond_any_length_is_not_kept(client, world, filing):
    client.force_login(world.hr)
    answer = keep(client, filing, "plan", "chapter_1", "字" * 20_001)
    assert answer.status_code == 422
    assert "没有保存" in answer.content.decode()
    with pytest.raises(ValidationError):
        answering.save(filing, "plan", {"chapter_1": "字" * 20_001}, actor=world.hr)
    assert Answer.objects.count() == 0


def test_a_field_that_the_section_does_not_have(client, world, filing):
    client.force_login(world.hr)
    for section, name in (("organisation", "signatory"), ("scope", "x"), ("nothing", "y")):
        assert keep(client, filing, section, name, "1").status_code == 404
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("name", ["draft", "organisation", "papers", "review"])
def test_a_draft_is_its_applicants_alone(client, world, filing, name):
    for user in (world.staff["dcf"], world.staff["yg"], world.applicant("371521", "county")[1]):
        client.force_login(user)
        assert client.get(at(filing, name)).status_code == 404
        assert keep(client, filing, "organisation", "address", "x").status_code == 404
    client.force_login(world.member(world.firm, Role.ASSESSOR))
    assert client.get(at(filing, name)).status_code == 403
    assert Answer.objects.count() == 0


def test_what_was_sent_is_closed(client, world):
    filing = world.filing("submitted")
    client.force_login(world.hr)
    refused = keep(client, filing, "organisation", "address", "x")
    assert refused.status_code == 409
    assert "申请已经提交，不能修改。" in refused.content.decode()
    with pytest.raises(door.NotNowError):
        answering.save(filing, "organisation", {"address": "x"}, actor=world.hr)
    page = client.post(
        at(filing, "organisation"), {"was_address": answering.mark_of(""), "address": "样例路"}
    )
    assert page.status_code == 409
    assert "样例路" in page.content.decode()  # to be copied
    assert client.get(at(filing, "organisation")).status_code == 200
    assert client.get(at(filing, "paper", "tax")).status_code == 403
    assert client.post(at(filing, "form")).status_code == 403


def test_a_supplement_opens_what_the_last_request_names(client, world):
    filing = world.filing("supplement")
    ask_to_mend(world, filing, "organisation", "plan")
    ask_to_mend(world, filing, "conditions", round_=2)
    SupplementItem.objects.create(
        filing=filing,
        section="promise",
        text="未发出",
        added_by=world.staff["dcf"],
        added_at=clock.now(),
    )
    assert open_sections(filing) == {"conditions", "papers"}
    client.force_login(world.hr)
    assert keep(client, filing, "conditions", "lawful_meets", "yes").status_code == 200
    assert keep(client, filing, "organisation", "address", "x").status_code == 409
    page = client.get(at(filing, "conditions")).content.decode()
    assert "请补正conditions" in page
    shut = client.get(at(filing, "organisation")).content.decode()
    assert "补正通知没有提到这一部分，不能修改。" in shut
    tasks = {t["title"]: t["hint"] for t in client.get(at(filing, "draft")).context["tasks"]}
    assert tasks["条件自查"].startswith("办理机关要求补正。")
    assert tasks["组织信息"] == "补正通知没有提到，只能查看。"


@pytest.mark.clause("LC-01")
def test_the_six_conditions_are_asked_with_their_papers(client, world, filing):
    client.force_login(world.hr)
    groups = client.get(at(filing, "conditions")).context["groups"]
    conditions = regulations.get("liaocheng-enterprise").conditions
    assert [g["heading"].text for g in groups] == [each.text for each in conditions]
    assert [tuple(s.key for s in g["papers"]) for g in groups] == [c.materials for c in conditions]
    assert len(groups) == 6
    answer_all(filing, world.hr)
    assert issues(filing, "conditions") == []
    answering.save(filing, "conditions", {"pay_meets": "no"}, actor=world.hr)
    assert issues(filing, "conditions") == [("condition.pay", True)]


@pytest.mark.clause("LN-01")
def test_liaonings_conditions_refuse_who_does_not_meet_them(world):
    owner, manager = world.applicant("210300", "city")
    filing = world.filing(
        regulation="liaoning-enterprise", owner=owner, actor=manager, receiver="as"
    )
    answer_all(filing, manager)
    assert issues(filing, "conditions") == []
    keys = [each.key for each in regulations.get("liaoning-enterprise").conditions]
    answering.save(filing, "conditions", {f"{k}_meets": "no" for k in keys}, actor=manager)
    assert issues(filing, "conditions") == [(f"condition.{key}", True) for key in keys]
    assert {"experience", "department", "people", "venue", "funding", "quality"} < set(keys)


@pytest.mark.clause("SD-01")
@pytest.mark.parametrize(
    ("kind", "besides"),
    [
        ("enterprise", ["own_filing"]),
        ("association", ["members"]),
        ("university", []),
        ("technical_school", []),
        ("private_school", []),
    ],
)
def test_shandong_takes_five_kinds_of_applicant_with_their_conditions(world, kind, besides):
    owner, manager = world.applicant("371502", "city", kind)
    filing = starting.start(
        owner, regulation_id="shandong-social", purpose=Purpose.FIRST, actor=manager
    )
    answer_all(filing, manager)
    assert issues(filing, "conditions") == []
    keys = ["lawful", "experience", "people", "venue", "funding", *besides]
    answering.save(filing, "conditions", {f"{k}_meets": "no" for k in keys}, actor=manager)
    assert issues(filing, "conditions") == [(f"condition.{key}", True) for key in keys]


def test_a_default_condition_only_warns(world):
    owner, manager = world.applicant("320500", "city")
    filing = world.filing(
        regulation="jiangsu-enterprise", owner=owner, actor=manager, receiver="sz"
    )
    answer_all(filing, manager)
    answering.save(
        filing, "conditions", {"lawful_meets": "no", "mechanism_meets": "no"}, actor=manager
    )
    assert issues(filing, "conditions") == [
        ("condition.lawful", False),
        ("condition.mechanism", True),
    ]


@pytest.mark.clause("SD-04")
def test_the_plan_has_the_seven_chapters_of_annex_2(world):
    owner, manager = world.applicant("371502", "city", "association")
    filing = world.filing(
        regulation="shandong-social", owner=owner, actor=manager, receiver="lc_centre"
    )
    form = form_of(filing, "plan", {})
    assert [field.label for field in form.fields.values()] == [
        "一、总体规划、工作计划",
        "二、组织机构及职责",
        "三、开展评价的职业（工种）、等级、申报条件、依据的标准及题库资源",
        "四、评价流程及考核工作规则",
        "五、评价内容及方式",
        "六、开展评价工作的各项保障",
        "七、其他",
    ]
    found = issues(filing, "plan")
    assert found == [(f"plan.chapter_{n}", True) for n in range(1, 7)]
    asked = {code for code, _ in issues(filing, "papers")}
    assert asked == {
        f"paper.{key}" for key in ("overview", "plan", "registration", "people", "venue", "credit")
    }
    answer_all(filing, manager)
    assert issues(filing, "plan") == []
    assert "paper.plan" not in {code for code, _ in issues(filing, "papers")}


def test_chapters_that_no_document_names_only_warn(filing):
    assert issues(filing, "plan") == [(f"plan.chapter_{n}", False) for n in range(1, 7)]


def test_the_promise_is_the_legal_representatives(world, filing):
    answer_all(filing, world.hr)
    answering.save(filing, "promise", {"signatory": "赵六", "promise_2": ""}, actor=world.hr)
    assert issues(filing, "promise") == [
        ("promise.promise_2", True),
        ("promise.signatory", True),
    ]


def test_the_list_says_how_far_each_part_is(client, world, filing):
    client.force_login(world.hr)
    answering.save(filing, "organisation", {"address": "样例路"}, actor=world.hr)
    page = client.get(at(filing, "draft"))
    states = {task["title"]: task["state"] for task in page.context["tasks"]}
    assert states["组织信息"] == "doing"
    assert states["承诺"] == "todo"
    assert page.context["following"]["title"] == "组织信息"
    fill_in(world, filing)
    page = client.get(at(filing, "draft"))
    assert [task["state"] for task in page.context["tasks"]] == ["done"] * 9
    assert (page.context["done"], page.context["refusing"]) == (9, 0)
    assert page.context["following"] is None


def test_a_time_out_keeps_the_page_and_what_was_kept(client, world, filing, monkeypatch):
    client.force_login(world.hr)
    client.get(at(filing, "organisation"))
    keep(client, filing, "organisation", "address", "样例路")
    late = clock.now() + timedelta(hours=13)
    with clock.travel(late):
        answer = keep(client, filing, "organisation", "contact", "张三")
    assert answer.headers["HX-Redirect"].startswith(reverse("account_login"))
    assert answering.typed(filing, "organisation") == {"address": "样例路"}


def test_every_section_that_is_a_form_has_its_page(client, world, filing):
    client.force_login(world.hr)
    assert tuple(ALONE) == SECTIONS
    for section in SECTIONS:
        assert client.get(at(filing, section)).status_code == 200


def test_the_list_costs_the_same_however_much_is_in_it(
    client, world, filing, django_assert_max_num_queries, django_assert_num_queries
):
    client.force_login(world.hr)
    fill_in(world, filing)
    client.get(at(filing, "draft"))
    with django_assert_max_num_queries(60) as first:
        client.get(at(filing, "draft"))
    person = filing.people.first()
    for number in range(30):
        person.pk, person.name = None, f"某人{number}"
        person.save()
    with django_assert_num_queries(len(first)):
        client.get(at(filing, "draft"))


def test_a_section_tells_hints_from_what_prevents_submission(client, world, filing):
    client.force_login(world.hr)
    assert "有 6 处提示，不影响提交" in client.get(at(filing, "plan")).text
    assert "还有 4 处需要处理" in client.get(at(filing, "promise")).text
