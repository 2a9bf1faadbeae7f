"""What an inspection for a cause leads to: rectification, a violation, a sanction."""

import json
from datetime import date, timedelta

import pytest

from accounts.enums import Role
from casework.clocks import nearest
from casework.models import Deadline, Notice
from casework.services import door
from casework.waiting import waiting_for
from config import clock
from filing.enums import AgencyStatus
from filing.selectors import register
from supervision import checklists
from supervision.models import Inspection, Violation
from supervision.selectors import inspections as reads
from tests.supervision.inspections.causes import approved, proposed, send, statuses
from tests.supervision.inspections.test_visits import report_file
from tests.supervision.inspections.world import (
    PREPARED,
    VISIT,
    fill,
    fresh,
    inspector,
)
from tests.supervision.violations.world import FACTS, a_wish, act, appealed, decided, suspension

pytestmark = pytest.mark.django_db


@pytest.fixture
def rectifying(desk) -> Inspection:
    """Ordered on Monday 8 June, within five working days: until the 15th."""
    case = desk.done(approved(desk), "begin", VISIT, actor=desk.supervisors[0])
    fill(case, no="rules")
    case = desk.done(case, "report", VISIT, actor=inspector(case))
    agent = desk.world.member(case.owner, Role.MANAGER)
    case = desk.done(case, "answer", VISIT, actor=agent, note="没有异议。")
    return desk.done(case, "order", VISIT, days=5, note="请整改。")


def agent_of(case: Inspection):
    return fresh(case.owner.memberships.order_by("-pk").first().user)


@pytest.mark.clause("LC-22")
def test_the_term_is_extended_once_asked_for_and_not_beyond_the_rules(client, desk, rectifying):
    case, agent = rectifying, agent_of(rectifying)
    assert case.rectify_until == date(2026, 6, 15)
    with pytest.raises(door.ForbiddenError):
        desk.done(case, "extend", VISIT, actor=agent, days=5, note="需要时间。")
    case = desk.done(case, "ask_for_time", VISIT, actor=agent, days=4, note="设备在途。")
    assert Notice.objects.filter(subject__contains="申请延长").count() == 2
    client.force_login(desk.officer)
    with clock.travel(VISIT):
        page = client.get(f"/cases/{case.number}/acts/extend/")
        assert page.context["form"]["days"].value() == 4
        long = send(client, case, "extend", days=56, note="同意。")
        assert (long.status_code, list(long.context["form"].errors)) == (422, ["days"])
        assert send(client, case, "extend", days=4, note="同意。").status_code == 302
    case = Inspection.objects.get(pk=case.pk)
    due = Deadline.objects.get(case=case, key="rectify")
    assert (case.rectify_until, due.due_on, due.amount) == (date(2026, 6, 22),) * 2 + (9,)
    with pytest.raises(door.NotNowError):
        desk.done(case, "conclude", VISIT + timedelta(10), result="unrectified", note="x")
    late = VISIT + timedelta(15)
    with pytest.raises(door.NotNowError):
        desk.done(case, "extend", late, days=1, note="x")
    with pytest.raises(door.NotNowError):
        desk.done(case, "ask_for_time", late, actor=agent, days=1, note="x")
    assert desk.done(case, "conclude", late, result="unrectified", note="逾期。").result


def test_what_is_overdue_is_named_on_the_desk_of_the_office(desk, rectifying):
    late, agent = VISIT + timedelta(8), agent_of(rectifying)
    for user, at, standing in (
        (desk.officer, VISIT, None),
        (desk.officer, late, "已逾期 1 个工作日"),
        (agent, VISIT, "还剩 5 个工作日"),
        (agent, late, "已逾期 1 个工作日"),
    ):
        with clock.travel(at):
            tasks = {case.pk: nearest(case) for case in waiting_for(fresh(user))}
            assert getattr(tasks.get(rectifying.pk), "standing", None) == standing


# --- what follows -------------------------------------------------------------------------------


@pytest.mark.clause("SD-12")
def test_assessing_beyond_the_filed_scope_is_found_recorded_and_sanctioned(client, desk):
    """A social organisation assesses an occupation that it never filed."""
    agency = desk.agencies[1]
    case = desk.done(
        proposed(desk, agency=agency, cause="risk"),
        "approve",
        PREPARED,
        actor=desk.colleague,
        inspectors=desk.supervisors[:2],
    )
    case = desk.done(case, "begin", VISIT, actor=desk.supervisors[0])
    assert checklists.rules().point("scope") in reads.points_of(case)
    fill(case, no="scope")
    case = desk.done(case, "report", VISIT, actor=inspector(case))
    record = json.loads(case.record)
    assert [row["value"] for row in record["points"] if row["key"] == "scope"] == ["no"]
    agent = desk.world.member(case.owner, Role.MANAGER)
    case = desk.done(case, "answer", VISIT, actor=agent, note="没有异议。")
    client.force_login(desk.officer)
    with clock.travel(VISIT):
        page = client.get(f"/cases/{case.number}/").content.decode()
        way = f"/violations/new/?source={case.number}"
        assert way in page
        found = client.get(f"{way}&kind=agency&text={agency.code}").context["found"]
        assert client.post(found[0][2], {"facts": FACTS}).status_code == 302
        violation = Violation.objects.get()
        assert (violation.agency, violation.source_id) == (agency, case.pk)
        since = VISIT.date()
        ban = suspension(since, 30)
        violation = act(violation, "notify", desk.officer, wish=ban, facts=FACTS)
        violation = act(violation, "waive", agent)
        act(violation, "decide", desk.colleague, wish=ban)
        assert register.status_on(agency, since) == AgencyStatus.SUSPENDED
    case = desk.done(case, "conclude", VISIT, result="pending", note="另行立案处理。")
    assert case.result == "pending"


@pytest.mark.clause("LC-22")
def test_a_decision_to_rectify_is_followed_to_its_end_or_falls_with_it(client, desk):
    agency = desk.agencies[0]
    until = VISIT.date() + timedelta(21)
    wanted = a_wish("agency_rectify", VISIT.date(), until)
    with clock.travel(VISIT):
        decided(desk.world, agency, wanted)
        falls = appealed(desk.world, agency, wanted)
        first, second = Inspection.objects.order_by("pk")
        act(falls, "revoke", desk.world.staff["sd"], note="证据不足。")
    second.refresh_from_db()
    assert (first.way, first.state, first.rectify_until) == ("限期整改", "rectifying", until)
    assert (second.state, second.deadlines.exclude(progress="done").count()) == ("cancelled", 0)
    due = first.deadlines.get(key="rectify")
    assert (first.owner, due.holder, due.due_on) == (agency.organisation, "applicant", until)
    agent = agent_of(first)
    assert statuses(client, first, agent, desk.supervisors[0]) == [200, 404]
    given = {"note": "已整改。", "upload": report_file()}
    case = desk.done(first, "rectify", VISIT, actor=agent, **given)
    case = desk.done(case, "send_back", VISIT, actor=desk.colleague, days=3, note="缺照片。")
    given["upload"] = report_file()
    case = desk.done(case, "rectify", VISIT, actor=agent, **given)
    case = desk.done(case, "conclude", VISIT, result="rectified", note="复查通过。")
    desk.done(case, "publish", VISIT, summary="已按处理决定整改。")
    client.logout()
    assert "限期整改" in client.get("/inspections/results/").content.decode()
