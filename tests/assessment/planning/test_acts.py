"""Filing, answer, announcement, enrolment, cancelling; what refuses a plan."""

from datetime import date

import pytest
from django.urls import reverse

from assessment.checks import all as checks
from assessment.documents import announcement
from assessment.models import Permit, Plan
from assessment.services import entry_links, permits
from casework.models import Notice, Publication
from casework.services import door
from filing.enums import AgencyStatus
from filing.models import AgencyPeriod, AgencyRule, AgencyScope
from tests.assessment.planning.steps import BASICS, act, fill, may, refused, save, url
from tests.filing.granting import on

pytestmark = pytest.mark.django_db


def codes(plan: Plan) -> list[tuple[str, bool]]:
    return [(each.code, each.refuses) for each in checks.issues(Plan.objects.get(pk=plan.pk))]


def state(plan: Plan) -> str:
    return Plan.objects.get(pk=plan.pk).state


DATES = ("enrol_from", "enrol_until", "first_on", "last_on")
HEADINGS = [
    "【评价机构】",
    "【职业（工种）和等级】",
    "【评价方式】",
    "【评价对象】",
    "【报名时间】",
    "【报名方式】",
    "【考核时间和地点】",
    "【评价安排】",
    "【评价内容】",
    "【激励机制和待遇承诺】",
    "【收费】",
    "【联系人和办公电话】",
    "【监督举报电话】",
]


@pytest.mark.clause("LC-14", "LC-15")
def test_from_the_draft_to_the_enrolment_in_liaocheng(client, agencies):
    agency = agencies.agency["lc"]
    AgencyRule.objects.create(
        agency=agency,
        title="收费标准",
        text="每人 100 元。",
        published_on=date(2026, 1, 6),
        published_by=agencies.clerk["lc"],
    )
    plan = fill(client, agencies, "lc", agencies.plan("lc"))
    assert codes(plan) == []
    assert act(client, plan, "file_plan").status_code == 302
    assert state(plan) == "plan_filed"
    client.force_login(agencies.world.staff["lc_centre"])
    assert act(client, plan, "approve_plan", "同意备案").status_code == 302
    client.force_login(agencies.clerk["lc"])
    assert act(client, plan, "announce").status_code == 302
    assert act(client, plan, "open_enrolment").status_code == 302
    assert state(plan) == "enrolment"
    published = Publication.objects.get()
    assert (published.office, published.kind, published.title) == (
        agency.organisation,
        "announcement",
        f"{agency}职业技能等级评价公告（2026年3月25日）",
    )
    lines = published.body.splitlines()
    assert [line for line in lines if line.startswith("【")] == HEADINGS
    assert lines[lines.index("【报名方式】") + 1] == "请与联系人联系报名。"
    client.logout()
    page = client.get(reverse("casework:public-notice", args=[published.pk]))
    assert page.status_code == 200


def test_a_returned_plan_is_mended_and_filed_again(client, agencies):
    plan = fill(client, agencies, "ln", agencies.plan("ln"))
    act(client, plan, "file_plan")
    client.force_login(agencies.world.staff["as"])
    assert act(client, plan, "return_plan", "请写明批次").status_code == 302
    told = Notice.objects.filter(recipient=agencies.clerk["ln"], subject__endswith="计划被退回")
    assert told.get().body == "退回理由：请写明批次\n请修改后重新报备。"
    client.force_login(agencies.clerk["ln"])
    assert save(client, plan, "quality", quality="督导员甲").status_code == 302
    assert act(client, plan, "file_plan").status_code == 302
    assert state(plan) == "plan_filed"


@pytest.mark.clause("JS-07")
def test_in_jiangsu_nobody_approves(client, agencies):
    plan = fill(client, agencies, "js", agencies.plan("js"), method="modular")
    act(client, plan, "file_plan")
    assert may(plan, agencies.world.staff["sz_centre"]) == set()
    assert act(client, plan, "announce").status_code == 302
    assert state(plan) == "announced"


def test_an_empty_plan_is_refused_with_everything_that_lacks(client, agencies):
    plan = agencies.plan("lc")
    client.force_login(agencies.clerk["lc"])
    answer = act(client, plan, "file_plan")
    assert answer.status_code == 422
    assert state(plan) == "draft"
    assert codes(plan) == [
        ("method-none", True),
        ("audiences-none", True),
        ("dates-none", True),
        ("enrolment-none", True),
        ("contact-none", True),
        ("complaints-none", True),
        ("schedule-none", True),
        ("contents-none", True),
        ("quality-none", False),
        ("items-none", True),
    ]
    assert len(refused(answer)) == 9


@pytest.mark.clause("LN-02")
def test_a_method_that_the_regulation_does_not_have(agencies):
    plan = agencies.plan("ln", method="exam")
    assert ("method-not-offered", True) in codes(plan)


@pytest.mark.clause("LN-17")
def test_the_register_of_audiences_is_asked_again(agencies):
    plan = agencies.plan("ln", audiences=["students"])
    assert ("audiences-not-allowed", True) in codes(plan)
    public = agencies.plan("lc", audiences=["public"])
    assert [code for code, _ in codes(public) if "public" in code] == ["public-by-employer"]


def test_an_agency_suspended_meanwhile_files_nothing(client, agencies):
    plan = fill(client, agencies, "lc", agencies.plan("lc"))
    periods = AgencyPeriod.objects.filter(agency=agencies.agency["lc"])
    periods.update(status=AgencyStatus.SUSPENDED)
    agency = agencies.agency["lc"]
    assert refused(act(client, plan, "file_plan")) == [
        f"{agency}在2026年3月{day}日的状态是“暂停评价”，不能开展评价。"
        "请先办理延续或恢复备案，或者把考核安排在备案有效的日期。"
        for day in (25, 26)
    ]


@pytest.mark.clause("SD-12")
def test_scope_is_that_of_the_day(client, agencies):
    plan = fill(client, agencies, "lc", agencies.plan("lc"))
    AgencyScope.objects.filter(agency=agencies.agency["lc"]).update(until=date(2026, 3, 26))
    assert codes(plan) == [("item-out-of-scope", True)]
    assert refused(act(client, plan, "file_plan")) == [
        f"{plan.items.get()}不在{plan.agency}2026年3月26日的评价范围内。"
        "从计划中移去，或者先办理增加评价范围的备案。"
    ]


@pytest.mark.clause("SD-08")
def test_five_working_days_bind_in_shandong(client, agencies):
    plan = fill(client, agencies, "sd", agencies.plan("sd"))
    late = {"enrol_until": "2026-03-05", "first_on": "2026-03-06", "last_on": "2026-03-06"}
    values = {**BASICS, "audiences": ["public"], "enrol_from": "2026-03-02", **late}
    assert save(client, plan, "basics", **values).status_code == 302
    assert codes(plan) == [("too-late", True)]
    assert refused(act(client, plan, "announce")) == [
        "首场是2026年3月6日，考核计划报备最迟应在2026年3月1日，已经来不及。"
        "考核计划报备应比首场提前不少于 5 个工作日，请推迟首场日期。"
    ]
    values |= {"first_on": "2026-03-09", "last_on": "2026-03-09"}
    save(client, plan, "basics", **values)
    assert codes(plan) == []


def test_elsewhere_five_working_days_are_advice(client, agencies):
    plan = fill(client, agencies, "lc", agencies.plan("lc"))
    late = {"enrol_until": "2026-03-05", "first_on": "2026-03-06", "last_on": "2026-03-06"}
    save(client, plan, "basics", **{**BASICS, **late})
    assert codes(plan) == [("too-late", False)]
    assert act(client, plan, "file_plan").status_code == 302


@pytest.mark.clause("SD-13")
def test_outside_the_filed_territory_only_with_a_permit(client, agencies):
    made = agencies.plan("sd")
    elsewhere = agencies.world.places["320500"]
    Plan.objects.filter(pk=made.pk).update(division=elsewhere)
    plan = fill(client, agencies, "sd", made)
    assert codes(plan) == [("place-outside", True)]
    permits.grant(
        Permit(
            agency=agencies.agency["sd"],
            division=elsewhere,
            document="协商函",
            since=date(2026, 3, 1),
            until=date(2026, 3, 26),
        ),
        actor=agencies.world.staff["sd_centre"],
    )
    assert codes(plan) == []
    assert act(client, plan, "announce").status_code == 302
    assert Plan.objects.get().permit == Permit.objects.get()


@pytest.mark.clause("SD-13")
def test_a_permit_is_recorded_by_the_province_only(client, agencies):
    address = reverse("assessment:permits")
    agency = agencies.agency["sd"]
    sent = {
        "agency": agency.code,
        "division": agency.division_id,
        "document": "协商函",
        "since": "2026-03-01",
        "until": "2026-12-31",
    }
    for who in (agencies.clerk["sd"], agencies.world.staff["lc_centre"]):
        client.force_login(who)
        assert client.post(address, sent).status_code == 403
    client.force_login(agencies.world.staff["sd_centre"])
    wrong = client.post(address, sent | {"agency": "Y0", "until": "2026-02-01"})
    assert sorted(wrong.context["form"].errors) == ["agency", "until"]
    assert client.post(address, sent).status_code == 302
    permit = Permit.objects.get()
    assert (permit.agency, permit.office) == (agency, agencies.world.offices["sd_centre"])
    client.force_login(agencies.world.staff["ln_centre"])
    foreign = client.post(address, sent)
    assert sorted(foreign.context["form"].errors) == ["agency", "division"]


@pytest.mark.clause("SD-13")
def test_the_province_finds_the_permits_from_a_plan(client, agencies):
    plan = agencies.plan("sd", "announced")
    page = reverse("casework:case", args=[plan.number])
    shown = []
    for office in ("sd_centre", "lc_centre"):
        client.force_login(agencies.world.staff[office])
        shown.append(reverse("assessment:permits") in client.get(page).content.decode())
    assert shown == [True, False]


@pytest.mark.clause("LC-19")
def test_a_waiver_stands_on_a_rule_or_warns(client, agencies):
    for key, expected in (("lc", []), ("js", [("waiver-without-rule", False)])):
        plan = fill(client, agencies, key, agencies.plan(key))
        rows = plan.items.get().subjects.filter(kind="theory")
        rows.update(waived=True, reason="特殊工种岗位")
        assert codes(plan) == expected
        plan.items.get().subjects.update(waived=True, reason="特殊工种岗位")
        assert codes(plan) == [("subjects-none", True)]


def test_enrolment_opens_while_it_is_announced(client, agencies):
    plan = fill(client, agencies, "js", agencies.plan("js"))
    act(client, plan, "file_plan")
    act(client, plan, "announce")
    Plan.objects.update(enrol_from=date(2026, 2, 1), enrol_until=date(2026, 3, 1))
    assert refused(act(client, plan, "open_enrolment")) == [
        "公告的报名时间已过，不能开放报名。需要继续的，请取消后另定计划。"
    ]
    assert state(plan) == "announced"


def test_cancelling_takes_the_announcement_back_and_tells(client, agencies):
    plan = fill(client, agencies, "js", agencies.plan("js"))
    act(client, plan, "file_plan")
    act(client, plan, "announce")
    assert act(client, plan, "cancel", "场地停电").status_code == 302
    cancelled = Plan.objects.get()
    assert (cancelled.state, cancelled.is_open) == ("cancelled", False)
    published = Publication.objects.get()
    assert (published.status, published.end_reason) == ("withdrawn", "场地停电")
    told = Notice.objects.filter(subject__endswith="评价计划已取消")
    assert {notice.recipient for notice in told} == {
        agencies.clerk["js"],
        agencies.world.staff["sz_centre"],
        agencies.world.second["sz_centre"],
    }
    assert {notice.body for notice in told} == {"取消原因：场地停电"}


@pytest.mark.clause("HB-02")
def test_a_commissioned_plan_shows_both_names(client, agencies):
    from casework import kinds
    from catalogue import regulations
    from catalogue.regulations.terms import CommissionStep

    agency = agencies.agency["hb"]
    commission = door.open_case(
        kinds.by_code("commission"),
        actor=agencies.client_hr,
        state=CommissionStep.GRANTED,
        owner=agencies.client,
        regulation=regulations.get("hebei-commissioned"),
        title="委托评价",
        division=agency.division,
        receiver=agencies.world.offices["sjz_centre"],
        agency=agency,
        pay="合格者月增技能津贴。",
    )
    commission.items.create(
        occupation=agencies.world.occupations["6-31-01-03"], level=4, headcount=30
    )
    client.force_login(agencies.clerk["hb"])
    start = f"{reverse('assessment:plan-start')}?commission={commission.number}"
    assert client.get(start).status_code == 200
    assert client.post(start).status_code == 302
    plan = Plan.objects.get()
    assert (plan.audiences, plan.incentives) == (["commissioned"], "合格者月增技能津贴。")
    assert plan.items.get().expected == 30
    values = {**BASICS, "audiences": ["commissioned"]}
    assert save(client, plan, "basics", **values).status_code == 302
    body = client.get(url(plan, "-announcement")).context["body"]
    assert body.startswith(f"【评价机构】\n{agency}（{agency.code}）\n委托企业：{agencies.client}")
    assert "【职业（工种）和等级】\n电工（6-31-01-03）四级/中级工：" in body


def test_the_page_of_the_case_asks_as_much_for_one_item_as_for_thirty(
    client, agencies, django_assert_max_num_queries
):
    plan = fill(client, agencies, "lc", agencies.plan("lc"))
    address = reverse("casework:case", args=[plan.number])
    client.get(address)
    with django_assert_max_num_queries(200) as one:
        client.get(address)
    for number in range(29):
        item = plan.items.create(
            occupation=agencies.world.occupations["6-31-01-03"], work_type=f"工种{number}", level=4
        )
        item.subjects.create(kind="theory")
    with django_assert_max_num_queries(len(one)):
        assert client.get(address).status_code == 200


def test_the_announcement_says_how_to_enter(client, agencies):
    """As the agency says, and that one may fill in online as long as a link is open."""
    days = {name: date.fromisoformat(BASICS[name]) for name in DATES}
    with on(days["enrol_from"]):
        own = {"method": "exam", "audiences": ["own_staff"], "enrol_way": "到培训中心203室报名。"}
        plan = agencies.plan("lc", "enrolment", **days, **own)

        def told() -> list[str]:
            part = announcement.body(plan).partition("【报名方式】\n")[2]
            return part.partition("\n\n")[0].splitlines()

        assert told() == ["到培训中心203室报名。"]
        values = {"label": "一", "employer": "", "days": 3, "actor": agencies.clerk["lc"]}
        link, token = entry_links.make(plan, **values)
        assert told() == ["到培训中心203室报名。", announcement.ONLINE]
        assert token not in announcement.body(plan)
        plan.enrol_way = ""
        assert told() == [announcement.ONLINE]
        entry_links.close(link)
        assert told() == ["请与联系人联系报名。"]
