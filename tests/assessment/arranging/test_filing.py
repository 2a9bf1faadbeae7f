"""Roster and arrangement go to the office, come back, are agreed to (HB-05, SD-08)."""

import json
from datetime import date

import pytest
from django.urls import reverse

from assessment.checks import arrangement
from assessment.models import Plan
from casework.models import Deadline, Material, Notice
from config import clock
from filing.enums import AgencyStatus
from filing.models import AgencyPeriod
from tests.assessment.arranging.steps import (
    PREPARED,
    act,
    day,
    fresh,
    page,
    printed,
    ready_to_file,
)
from tests.assessment.entering import an_entry
from tests.assessment.planning.steps import may, refused

pytestmark = pytest.mark.django_db
TOO_LATE = {
    "hb": "名册备案表、考务安排表和报名资料报审",
    "sd": "考核计划报备",
}
CITED = {"hb": "冀职鉴字〔2021〕7号 流程五", "sd": "鲁人社字〔2020〕50号 四（一）"}


def sent(key: str) -> dict:
    """What the form of the filing asks for."""
    return PREPARED if key == "hb" else {}


def file(client, agencies, plan: Plan, key: str = "hb"):
    return act(client, agencies.clerk[key], plan, "file_roster", **sent(key))


def filed(client, agencies, key: str = "hb") -> Plan:
    """Filed, with the forms printed."""
    plan = ready_to_file(agencies, key)
    assert file(client, agencies, plan, key).status_code == 302
    printed()
    return fresh(plan)


def facts(plan: Plan, name: str) -> dict:
    return json.loads(plan.events.filter(act=name).order_by("-sequence").first().facts)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("hb", marks=pytest.mark.clause("HB-05")),
        pytest.param("sd", marks=pytest.mark.clause("SD-08")),
    ],
)
def test_the_fifth_working_day_before_the_first_session_is_the_last(client, agencies, key):
    plan = ready_to_file(agencies, key)
    with clock.travel(day(5, 28)):
        assert refused(file(client, agencies, plan, key)) == [
            f"首场是2026年6月3日，{TOO_LATE[key]}最迟应在2026年5月27日，已经来不及。"
            f"{TOO_LATE[key]}应比首场提前不少于 5 个工作日，请推迟首场日期。（依据：{CITED[key]}）"
        ]
        assert fresh(plan).state == "roster"
    with clock.travel(day(5, 27, 23)):
        assert file(client, agencies, plan, key).status_code == 302
    assert fresh(plan).state == "roster_filed"


@pytest.mark.clause("HB-05")
def test_filed_agreed_and_copied_in_hebei(client, agencies):
    plan = ready_to_file(agencies, "hb")
    hb_centre = agencies.world.offices["hb_centre"]
    plan.agency.issuer = hb_centre
    plan.agency.save()
    assert file(client, agencies, plan).status_code == 302
    now = fresh(plan)
    assert (now.state, now.office) == ("roster_filed", agencies.receiver["hb"])
    assert (now.first_on, now.last_on) == (date(2026, 6, 3), date(2026, 6, 4))
    assert Deadline.objects.get(case=plan.pk, key="roster_review").due_on == date(2026, 5, 28)
    centre = agencies.world.staff["sjz_centre"]
    assert refused(act(client, centre, plan, "approve_roster", note="同意")) == [
        "人员名册备案表和考务安排表正在生成，请稍后再办理。"
    ]
    printed()
    assert "人员名册备案表" in page(client, centre, plan)
    assert act(client, centre, plan, "approve_roster", note="同意").status_code == 302
    assert fresh(plan).state == "ready"
    assert facts(plan, "approve_roster") == {"copied_to": hb_centre.name, "same_office": False}
    told = Notice.objects.filter(subject__endswith="名册和考务安排备案")
    assert {notice.recipient for notice in told} == {agencies.world.staff["hb_centre"]}
    assert f"审核后已报{hb_centre}备案" in page(client, agencies.world.staff["hb_centre"], plan)
    both = Notice.objects.filter(subject__endswith="名册和考务安排审核通过")
    assert {notice.recipient for notice in both} == {agencies.clerk["hb"], agencies.client_hr}


@pytest.mark.clause("HB-05")
def test_a_centre_of_another_city_sees_the_copy_only_when_agreed(client, agencies):
    elsewhere = agencies.world.offices["lc_centre"]
    reader = agencies.world.staff["lc_centre"]
    plan = filed(client, agencies)
    plan.agency.issuer = elsewhere
    plan.agency.save()
    address = reverse("casework:case", args=[plan.number])
    client.force_login(reader)
    assert client.get(address).status_code == 404
    act(client, agencies.world.staff["sjz_centre"], plan, "approve_roster", note="同意")
    client.force_login(reader)
    assert client.get(address).status_code == 200
    roster = Material.objects.get(case=plan.pk, key="roster_form")
    assert client.get(reverse("casework:file", args=[roster.file_id])).status_code == 200
    client.force_login(agencies.world.staff["sjz"])
    assert client.get(reverse("casework:file", args=[roster.file_id])).status_code == 403


@pytest.mark.clause("HB-05")
def test_where_the_place_s_centre_filed_the_agency_the_copy_is_its_own(client, agencies):
    plan = filed(client, agencies)
    centre = agencies.world.staff["sjz_centre"]
    act(client, centre, plan, "approve_roster", note="同意")
    assert facts(plan, "approve_roster") == {
        "copied_to": agencies.receiver["hb"].name,
        "same_office": True,
    }
    assert "评价所在地鉴定中心即批准该机构的鉴定中心" in page(client, centre, plan)
    assert not Notice.objects.filter(subject__endswith="名册和考务安排备案").exists()


@pytest.mark.clause("SD-08")
def test_in_shandong_the_agency_goes_on_once_it_is_filed(client, agencies):
    plan = filed(client, agencies, "sd")
    assert may(plan, agencies.world.staff["lc_centre"]) == {"return_roster"}
    values = PREPARED | {"papers": "own", "printer": ""}
    with clock.travel(day(6, 1)):
        answer = act(client, agencies.clerk["sd"], plan, "make_ready", **values)
    assert answer.status_code == 302
    assert fresh(plan).state == "ready"


def test_what_came_back_says_why_and_is_mended(client, agencies):
    plan = filed(client, agencies)
    centre, clerk = agencies.world.staff["sjz_centre"], agencies.clerk["hb"]
    act(client, centre, plan, "return_roster", note="考生2的工龄不足")
    back = fresh(plan)
    assert (back.state, back.last_on) == ("roster_returned", date(2026, 6, 5))
    shown = page(client, clerk, plan)
    assert "考生2的工龄不足" in shown
    assert "报备名册与考务安排" in shown
    told = Notice.objects.filter(subject__endswith="名册和考务安排被退回")
    assert {notice.recipient for notice in told} == {clerk, agencies.client_hr}
    late = an_entry(plan, plan.items.get(), 8, status="applied", audience="commissioned")
    codes = [issue.code for issue in arrangement.issues(back) if issue.refuses]
    assert codes == ["undecided"]
    late.status, late.decided_by, late.decided_at = "approved", clerk, clock.now()
    late.save()
    assert [issue.code for issue in arrangement.issues(back)] == ["seats-unseated"] * 2
    for number, session in enumerate(plan.sessions.all(), 20):
        session.seats.create(room=session.rooms.get(), number=number, entry=late)
    assert file(client, agencies, plan).status_code == 302
    printed()
    late.refresh_from_db()
    assert late.ticket == f"{plan.number.removeprefix('PJ')}00004"
    versions = Material.objects.filter(case=plan.pk).order_by("key", "version")
    assert list(versions.values_list("key", "version")) == [
        *(("arrangement_form", 1), ("arrangement_form", 2)),
        *(("roster_form", 1), ("roster_form", 2)),
    ]
    assert act(client, centre, plan, "approve_roster", note="同意").status_code == 302


def test_nothing_is_returned_while_the_forms_are_being_made(client, agencies):
    plan = ready_to_file(agencies, "hb")
    file(client, agencies, plan)
    centre = agencies.world.staff["sjz_centre"]
    assert refused(act(client, centre, plan, "return_roster", note="重报")) == [
        "人员名册备案表和考务安排表正在生成，请稍后再办理。"
    ]


def test_forms_of_what_moved_meanwhile_are_not_printed(client, agencies):
    plan = ready_to_file(agencies, "hb")
    file(client, agencies, plan)
    plan.entries.filter(number__endswith="1").update(employer="另一家厂")
    printed()
    assert not Material.objects.filter(case=plan.pk).exists()
    centre = agencies.world.staff["sjz_centre"]
    assert refused(act(client, centre, plan, "approve_roster", note="同意")) == [
        "人员名册备案表和考务安排表没有生成，不能办理。请退回，由评价机构重新报备。"
    ]
    assert act(client, centre, plan, "return_roster", note="重报").status_code == 302


@pytest.mark.parametrize(
    ("status", "until", "said"),
    [
        (AgencyStatus.SUSPENDED, None, "在2026年6月4日的状态是“暂停评价”"),
        (None, date(2026, 6, 3), "在2026年6月4日的状态是“已到期”"),
    ],
)
def test_an_agency_that_is_out_of_force_on_a_day_of_a_session(
    client, agencies, status, until, said
):
    plan = ready_to_file(agencies, "hb")
    agency = plan.agency
    if status:
        AgencyPeriod.objects.filter(agency=agency).update(until=date(2026, 6, 4))
        AgencyPeriod.objects.create(agency=agency, status=status, since=date(2026, 6, 4))
    agency.valid_until = until
    agency.save()
    messages = refused(file(client, agencies, plan))
    assert messages == [
        f"{agency}{said}，不能开展评价。请先办理延续或恢复备案，或者把考核安排在备案有效的日期。"
    ]


def test_a_character_without_a_glyph_is_named_before_anything_is_filed(client, agencies):
    plan = ready_to_file(agencies, "hb")
    plan.entries.filter(number__endswith="1").update(name="张\ue001")
    assert refused(file(client, agencies, plan)) == [
        "“\ue001”（U+E001）没有可用的字形，报备表无法打印。请核对姓名和单位的用字；"
        "确为生僻字的，请联系系统管理员补充字体。"
    ]


def test_nothing_personal_enters_the_timeline(client, agencies):
    plan = filed(client, agencies)
    said = "".join(plan.events.values_list("facts", flat=True))
    for entry in plan.entries.all():
        assert entry.id_number not in said
        assert entry.name not in said
    papers = Material.objects.filter(case=plan.pk).select_related("file")
    assert facts(plan, "keep_forms") == {
        "sha256": {paper.key: paper.file.sha256 for paper in papers}
    }
