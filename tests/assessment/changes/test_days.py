"""Other days for a plan: who agrees, what refuses, what the public reads."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from assessment.models import Plan, PlanChange
from casework.models import Event, Notice, Publication
from config import clock
from filing.enums import AgencyStatus
from filing.models import AgencyPeriod
from tests.assessment.changes.world import (
    address,
    announced,
    answer,
    arranged,
    at,
    propose,
    wrong,
)

pytestmark = pytest.mark.django_db
APRIL = {"first_on": "2026-04-08", "last_on": "2026-04-09"}


def days(plan: Plan) -> tuple[date, date]:
    return Plan.objects.values_list("first_on", "last_on").get(pk=plan.pk)


def acts(plan: Plan) -> list[str]:
    return list(Event.objects.filter(case=plan).order_by("sequence").values_list("act", flat=True))


def test_in_liaocheng_the_centre_agrees_again(client, agencies):
    plan = announced(agencies, "lc")
    client.force_login(agencies.clerk["lc"])
    assert propose(client, plan, "days", **APRIL).status_code == 302
    change = PlanChange.objects.get()
    assert (change.status, days(plan)) == ("proposed", (date(2026, 3, 25), date(2026, 3, 26)))
    assert Publication.objects.get().status == "published"
    centre = agencies.world.staff["lc_centre"]
    told = Notice.objects.get(recipient=centre)
    assert told.subject == f"{plan.title}：有一项变更等待同意"
    client.force_login(centre)
    desk = client.get("/desk/")
    assert [row.case.number for row in desk.context["tasks"]] == [plan.number]
    assert answer(client, change, "agree", "同意").status_code == 302
    change.refresh_from_db()
    assert (change.status, change.decided_by, change.opinion) == ("in_force", centre, "同意")
    assert days(plan) == (date(2026, 4, 8), date(2026, 4, 9))
    assert acts(plan) == ["open", "propose_change", "agree_change"]
    assert client.get("/desk/").context["tasks"] == []


def test_the_announcement_is_corrected_with_an_addendum(client, agencies):
    plan = announced(agencies, "js")
    client.force_login(agencies.clerk["js"])
    assert propose(client, plan, "days", **APRIL).status_code == 302
    old, new = Publication.objects.order_by("pk")
    assert (old.status, old.end_reason, new.corrects) == ("corrected", "场地停电", old)
    assert new.body.startswith(
        "【变更公告】\n评价日期改期。评价日期由2026年3月25日 至 2026年3月26日改为"
        "2026年4月8日 至 2026年4月9日。\n原因：场地停电\n\n【评价机构】"
    )
    assert "【考核时间和地点】\n2026年4月8日 至 2026年4月9日" in new.body
    assert Plan.objects.get().announcement == new


@pytest.mark.parametrize(
    ("key", "status"), [("lc", "proposed"), ("ln", "proposed"), ("js", "in_force"),
                        ("sd", "in_force"), ("hb", "in_force")]
)  # fmt: skip
def test_who_agrees_follows_the_regulation(client, agencies, key, status):
    plan = announced(agencies, key)
    client.force_login(agencies.clerk[key])
    assert propose(client, plan, "days", **APRIL).status_code == 302
    assert PlanChange.objects.get().status == status
    told = Notice.objects.filter(recipient__in=agencies.world.staff.values())
    assert agencies.receiver[key].name in {
        str(user.memberships.first().organisation) for user in {n.recipient for n in told}
    }


def test_what_cannot_be_meant(client, agencies):
    plan = announced(agencies, "js")
    client.force_login(agencies.clerk["js"])
    for values, expected in (
        ({"first_on": "2026-03-02", "last_on": "2026-03-09"}, "首场日期应在今天之后。"),
        ({"first_on": "2026-04-09", "last_on": "2026-04-08"}, "末场日期不能早于首场日期。"),
        ({"first_on": "2026-03-25", "last_on": "2026-03-26"}, "和现在的安排一样，没有变化。"),
    ):
        page = propose(client, plan, "days", **values)
        assert wrong(page) == [expected]
        assert values["first_on"] in page.content.decode()
    assert wrong(propose(client, plan, "days", **APRIL, reason="")) == ["请填写变更原因。"]
    mobile = propose(client, plan, "days", **APRIL, reason="请电 138" + "0" * 8)
    assert wrong(mobile) == ["公开的文字里有手机号码，请改用办公电话，或用*号遮住中间几位。"]
    assert not PlanChange.objects.exists()
    assert acts(plan) == ["open"]


def test_the_enrolment_stays_before(client, agencies):
    plan = announced(agencies, "lc")
    client.force_login(agencies.clerk["lc"])
    page = propose(client, plan, "days", first_on="2026-03-12", last_on="2026-03-12")
    assert wrong(page) == [
        "报名截止日期不早于首场日期。报名应在首场考核之前截止，并留出审核名册的时间。"
    ]


@pytest.mark.clause("SD-08")
def test_what_is_still_to_be_filed_must_still_be_possible(client, agencies):
    """From Monday the 2nd the roster reaches the centre five working days before the 9th."""
    plan = announced(agencies, "sd", enrol_until=date(2026, 3, 4))
    client.force_login(agencies.clerk["sd"])
    page = propose(client, plan, "days", first_on="2026-03-06", last_on="2026-03-06")
    assert wrong(page) == [
        "首场改为2026年3月6日的，考核计划报备最迟应在2026年3月1日，已经来不及。"
        "请把首场安排得晚一些。（依据：鲁人社字〔2020〕50号 四（一））"
    ]
    page = propose(client, plan, "days", first_on="2026-03-09", last_on="2026-03-09")
    assert page.status_code == 302


def test_a_default_only_warns_the_officer(client, agencies):
    plan = announced(agencies, "lc", enrol_until=date(2026, 3, 4))
    client.force_login(agencies.clerk["lc"])
    assert (
        propose(client, plan, "days", first_on="2026-03-06", last_on="2026-03-06").status_code
        == 302
    )
    warned = PlanChange.objects.get().warnings
    assert [text.split("，")[0] for text in warned] == ["首场改为2026年3月6日的"]
    client.force_login(agencies.world.staff["lc_centre"])
    assert warned[0] in client.get(reverse("casework:case", args=[plan.number])).content.decode()


def test_it_is_held_against_the_register_again_when_agreed(client, agencies):
    plan = announced(agencies, "lc")
    client.force_login(agencies.clerk["lc"])
    propose(client, plan, "days", **APRIL)
    agency = agencies.agency["lc"]
    AgencyPeriod.objects.filter(agency=agency).update(until=date(2026, 4, 1))
    AgencyPeriod.objects.create(
        agency=agency, status=AgencyStatus.SUSPENDED, since=date(2026, 4, 1)
    )
    client.force_login(agencies.world.staff["lc_centre"])
    page = answer(client, PlanChange.objects.get(), "agree")
    assert [text.split("的状态")[0] for text in wrong(page)] == [
        f"{agency}在2026年4月8日",
        f"{agency}在2026年4月9日",
    ]
    assert (PlanChange.objects.get().status, days(plan)[0]) == ("proposed", date(2026, 3, 25))
    client.force_login(agencies.clerk["lc"])
    assert answer(client, PlanChange.objects.get(), "withdraw").status_code == 302
    page = propose(client, plan, "days", **APRIL)
    assert [text.split("的状态")[0] for text in wrong(page)] == [
        f"{agency}在2026年4月8日",
        f"{agency}在2026年4月9日",
    ]


def test_an_answer_that_comes_too_late(client, agencies):
    plan = announced(agencies, "lc")
    client.force_login(agencies.clerk["lc"])
    propose(client, plan, "days", **APRIL)
    with clock.travel(at(31, 10) + timedelta(days=8)):
        client.force_login(agencies.world.staff["lc_centre"])
        assert wrong(answer(client, PlanChange.objects.get(), "agree")) == [
            "变更后的时间已到或者已过，不能再照此变更。请撤回后重新提出。"
        ]
    assert days(plan)[0] == date(2026, 3, 25)


def test_sessions_that_are_left_on_other_days_are_told(client, agencies):
    made = arranged(agencies, "js", "roster")
    client.force_login(agencies.clerk["js"])
    assert propose(client, made, "days", **APRIL).status_code == 302
    assert made.change().warnings == [
        "已安排的场次中有 2 场不在2026年4月8日至2026年4月9日。"
        "改期生效后，请重新安排这些场次的时间。"
    ]
    body = Publication.objects.get(status="published").body
    assert "【考核时间和地点】\n2026年4月8日 至 2026年4月9日" in body
    made.sessions["theory"].refresh_from_db()
    assert made.sessions["theory"].starts_at == at(25, 9)


def test_only_at_its_steps(client, agencies):
    for state, status in (
        ("plan_approved", 409),
        ("announced", 200),
        ("enrolment", 200),
        ("roster", 200),
        ("ready", 409),
        ("held", 409),
    ):
        plan = announced(agencies, "lc", state)
        client.force_login(agencies.clerk["lc"])
        assert client.get(address(plan, "change-propose", "days")).status_code == status
        assert propose(client, plan, "days", **APRIL).status_code == (302 if status == 200 else 409)


def test_a_step_on_the_proposal_is_void(client, agencies):
    plan = announced(agencies, "lc", "roster")
    client.force_login(agencies.clerk["lc"])
    propose(client, plan, "days", **APRIL)
    Plan.objects.filter(pk=plan.pk).update(state="ready")
    client.force_login(agencies.world.staff["lc_centre"])
    assert answer(client, PlanChange.objects.get(), "agree").status_code == 409
    assert (
        "不能再生效"
        in client.get(address(plan, "change", PlanChange.objects.get().pk)).content.decode()
    )
    assert days(plan)[0] == date(2026, 3, 25)


def test_an_announcement_that_was_taken_back(client, agencies):
    plan = announced(agencies, "js")
    Publication.objects.update(status="withdrawn", end_reason="有误")
    client.force_login(agencies.clerk["js"])
    assert wrong(propose(client, plan, "days", **APRIL)) == [
        "评价公告已撤下，不能改期。需要继续的，请取消后另定计划。"
    ]


def test_who_proposed_it_must_still_speak_for_the_agency(client, agencies):
    plan = announced(agencies, "lc")
    clerk = agencies.clerk["lc"]
    client.force_login(clerk)
    propose(client, plan, "days", **APRIL)
    clerk.memberships.update(until=date(2026, 3, 1))
    client.force_login(agencies.world.staff["lc_centre"])
    assert wrong(answer(client, PlanChange.objects.get(), "agree")) == [
        f"提出人{clerk.display_name}已不能代表机构发布公告，请机构撤回后由现在的经办人重新提出。"
    ]


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("2206-04-08", "2206-04-09", "first_on"), ("2026-04-08", "2028-03-03", "last_on")],
)
def test_a_day_beyond_two_years_is_a_slip_of_the_pen(client, agencies, first, last, field):
    plan = announced(agencies, "lc")
    client.force_login(agencies.clerk["lc"])
    page = propose(client, plan, "days", first_on=first, last_on=last)
    said = "日期最迟到2028年3月2日（2 年内），请核对年份。"
    assert (page.status_code, page.context["form"].errors) == (422, {field: [said]})
    assert page.context["form"]["first_on"].value() == first


def test_a_page_of_another_act_proposes_nothing(client, agencies):
    plan = announced(agencies, "lc")
    client.force_login(agencies.clerk["lc"])
    token = uuid4()
    assert propose(client, plan, "days", **APRIL, token=token).status_code == 302
    change = PlanChange.objects.get()
    again = propose(client, plan, "days", **APRIL, token=token)
    to = address(plan, "change", change.pk)
    assert (again.status_code, again.url, PlanChange.objects.count()) == (302, to, 1)
    used = uuid4()
    assert answer(client, change, "withdraw", token=used).status_code == 302
    page = propose(client, plan, "days", **APRIL, token=used)
    assert (page.status_code, PlanChange.objects.count()) == (409, 1)
    assert "这个页面已用于办理另一项，请刷新页面后重新办理。" in page.content.decode()
