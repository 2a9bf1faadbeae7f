"""The preparations before an exam are confirmed (LC-15, HB-04, HB-06)."""

import json

import pytest
from django.urls import reverse

from assessment.models import Duty
from casework.models import Notice
from config import clock
from tests.assessment.arranging.steps import PREPARED, act, day, fresh, page, ready_to_file
from tests.assessment.planning.steps import refused

pytestmark = pytest.mark.django_db


def errors(answer) -> dict[str, list[str]]:
    return {name: list(said) for name, said in answer.context["form"].errors.items()}


@pytest.mark.clause("LC-15")
def test_papers_rooms_and_people_in_liaocheng(client, agencies):
    plan = ready_to_file(agencies, "lc")
    clerk = agencies.clerk["lc"]
    assert act(client, clerk, plan, "make_ready", note="就绪", **PREPARED).status_code == 302
    assert fresh(plan).state == "ready"
    facts = json.loads(plan.events.get(act="make_ready").facts)
    assert facts == {
        "approved": 3,
        "sessions": 2,
        "days": ["2026-06-03", "2026-06-04"],
        "warnings": [],
        "preparations": {
            "papers": "printed",
            "printer": "第一印刷厂",
            "agreed_on": "2026-05-20",
            "venue": True,
            "trained_on": "2026-06-02",
            "complaints": True,
        },
    }
    shown = page(client, clerk, plan)
    for text in ("第一印刷厂", "考前培训", "2026年6月2日"):
        assert text in shown
    assert "打印准考证和考场用表" in shown
    assert "打印准考证和考场用表" not in page(client, agencies.world.staff["lc_centre"], plan)
    told = Notice.objects.filter(subject__endswith="考前准备已就绪")
    world = agencies.world
    assert {each.recipient for each in told} == {
        world.staff["lc_centre"],
        world.second["lc_centre"],
    }


@pytest.mark.clause("HB-04", "HB-06")
def test_in_hebei_they_are_confirmed_with_the_filing(client, agencies):
    plan = ready_to_file(agencies, "hb")
    clerk = agencies.clerk["hb"]
    client.force_login(clerk)
    form = client.get(reverse("casework:act", args=[plan.number, "file_roster"])).context["form"]
    assert [key for key, _ in form.fields["papers"].choices] == ["", "printed", "none"]
    answer = act(client, clerk, plan, "file_roster", papers="printed", trained_on="2026-06-04")
    assert answer.status_code == 422
    assert errors(answer) == {
        "venue": ["请先落实考场和设施设备，再勾选。"],
        "complaints": ["评价过程中须公开监督举报电话，请落实后勾选。"],
        "printer": ["委托印制试卷的，请填写印制单位。"],
        "agreed_on": ["请填写保密协议（承诺）的签订日期。"],
        "trained_on": ["应在首场（2026年6月3日）当天或之前培训。"],
    }
    late = PREPARED | {"agreed_on": "2026-05-26"}
    assert errors(act(client, clerk, plan, "file_roster", **late)) == {
        "agreed_on": ["签订日期不能晚于今天。请先签订，再办理。"]
    }
    assert act(client, clerk, plan, "file_roster", **PREPARED).status_code == 302
    facts = json.loads(plan.events.get(act="file_roster").facts)
    assert facts["preparations"]["printer"] == "第一印刷厂"


def test_what_the_checks_find_is_shown_and_refuses(client, agencies):
    plan = ready_to_file(agencies, "lc")
    plan.sessions.first().seats.all().delete()
    Duty.objects.filter(session__plan=plan, role="assessor").delete()
    clerk = agencies.clerk["lc"]
    client.force_login(clerk)
    address = reverse("casework:act", args=[plan.number, "make_ready"])
    assert "没有座位" in client.get(address).content.decode()
    said = refused(act(client, clerk, plan, "make_ready", **PREPARED))
    assert said[0] == "理论知识考试还有 考生1、考生2、考生3没有座位。编排座位。"
    assert fresh(plan).state == "roster"


def test_after_the_first_session_nothing_is_made_ready(client, agencies):
    plan = ready_to_file(agencies, "lc")
    with clock.travel(day(6, 4)):
        said = refused(act(client, agencies.clerk["lc"], plan, "make_ready", **PREPARED))
    assert said == ["首场是2026年6月3日，已经过去。请更正场次的日期。"]


def test_the_page_asks_as_much_for_three_people_as_for_thirty(
    client, agencies, django_assert_max_num_queries
):
    few, many = ready_to_file(agencies, "lc"), ready_to_file(agencies, "sd", people=30)
    asked = {}
    for key, plan in (("lc", few), ("sd", many)):
        client.force_login(agencies.clerk[key])
        address = reverse("casework:case", args=[plan.number])
        client.get(address)
        with django_assert_max_num_queries(200) as counted:
            assert client.get(address).status_code == 200
        asked[key] = len(counted)
    assert asked["sd"] <= asked["lc"] + 3
