"""Whoever broke the rules gravely is not assessed again in the same year (FACTS 5.2)."""

from datetime import date

import pytest
from django.urls import reverse

from assessment.enums import EntryStatus, RowVerdict
from assessment.models import Entry
from assessment.roster.judging import Judge
from assessment.roster.reading import lines, open_sheet
from assessment.services import entry_decisions
from casework.models import Case
from catalogue.regulations.terms import Audience, PlanStep
from config import clock
from results import conduct
from results.models import Incident
from tests.assessment import entering
from tests.assessment.entering import a_plan, an_entry, filled, six_years
from tests.assessment.whole.rosters import by_years, workbook
from tests.results.held.test_incidents import an_incident
from tests.results.world import EXAM

REASON = (
    "此人在2026年6月3日的考试中有“考试期间使用手机等通信、存储、录音录像设备”的违纪记录，"
    "当年不得再次参加评价。"
)
REMEDY = "请改报2027年的评价；对记录有异议的，请本人向当时的评价机构申请复核。"
TO_HIMSELF = "这个证件号码现在不能报名。请联系评价机构的联系人。"


@pytest.fixture(autouse=True)
def _over(day):
    """The results of the day stand: nothing but a breach keeps its people from another plan."""
    entering.conditions()
    Case.objects.filter(pk=day.plan.pk).update(state=PlanStep.CONFIRMED)


@pytest.fixture
def breach(day) -> Incident:
    """The first candidate used a phone."""
    return an_incident(day, day.entries[0], "all")


@pytest.fixture
def later(agencies, day):
    """A plan of another agency for October that takes registrations, with an item."""
    columns = {"first_on": date(2026, 10, 12), "last_on": date(2026, 10, 13)}
    plan = a_plan(agencies, "sd", ["public"], **columns)
    return plan, agencies.item(plan)


def enter(client, agencies, later, number: int = 1):
    plan, item = later
    client.force_login(agencies.clerk["sd"])
    typed = filled(item, number, audience="public", submit="1")
    return client.post(reverse("assessment:entry-add", args=[plan.number]), typed)


def entered(plan) -> list[str]:
    return list(plan.entries.values_list("status", flat=True))


def test_a_clerk_of_any_agency_is_told_why_and_nothing_is_kept(client, agencies, breach, later):
    answer = enter(client, agencies, later)
    errors = dict(answer.context["form"].errors)
    assert (answer.status_code, errors) == (422, {"id_number": [f"{REASON}{REMEDY}"]})
    assert entered(later[0]) == []
    assert str(breach.session.plan.agency) not in answer.content.decode()


def test_others_are_entered_as_before(client, agencies, breach, later):
    assert enter(client, agencies, later, 2).status_code == 302
    assert entered(later[0]) == [EntryStatus.APPLIED]


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"consequence": "subject"}, id="dealt with more mildly"),
        pytest.param({"conduct": "items", "consequence": "subject"}, id="a milder tier"),
        pytest.param({"conduct": "no-more", "consequence": "all"}, id="no breach any more"),
        pytest.param(
            {"consequence": "all", "revoked_for": "核实有误", "revoked_at": EXAM}, id="taken back"
        ),
    ],
)
def test_what_bars_nobody(client, agencies, day, later, told):
    if "revoked_at" in told:
        told = {**told, "revoked_by": day.arbiter}
    an_incident(day, day.entries[0], **told)
    assert enter(client, agencies, later).status_code == 302
    assert entered(later[0]) == [EntryStatus.APPLIED]


@pytest.mark.parametrize(("first", "status"), [((2026, 12, 31), 422), ((2027, 1, 1), 302)])
def test_the_bar_ends_with_the_year(client, agencies, breach, later, first, status):
    plan, _ = later
    type(plan).objects.filter(pk=plan.pk).update(first_on=date(*first), last_on=date(*first))
    assert enter(client, agencies, later).status_code == status


def test_the_gravest_tier_bars_as_the_one_before_it():
    barring = conduct.rules().barring()
    tiers = {each.tier for each in conduct.rules().conducts if each.key in barring}
    assert (tiers, set(barring.values())) == ({"all", "grave"}, {"all"})


def test_an_applicant_with_a_link_does_not_learn_of_the_breach(client, agencies, breach, later):
    plan, item = later
    client.force_login(agencies.clerk["sd"])
    page = reverse("assessment:entry-links", args=[plan.number])
    link = client.post(page, {"label": "一", "employer": "", "days": "9"}).context["address"]
    client.logout()
    typed = filled(item, 1, audience="public")
    typed = {name: text for name, text in typed.items() if name not in ("ground", "reason")}
    answer = client.post(link, typed)
    errors = dict(answer.context["form"].errors)
    assert (answer.status_code, errors) == (422, {"id_number": [TO_HIMSELF]})
    assert "违纪" not in answer.content.decode()


def test_who_was_entered_before_the_breach_is_not_approved_after_it(agencies, day, later):
    plan, item = later
    for number in range(1, 4):
        six_years(an_entry(plan, item, number, audience="public", status="applied"))
    for entry in day.entries[:2]:
        an_incident(day, entry, "all")
    everybody, actor = Entry.objects.filter(plan=plan), agencies.clerk["sd"]
    outcome = entry_decisions.approve(plan, everybody, actor=actor)
    assert outcome.done == 1
    assert [(name, reasons) for _, name, reasons in outcome.left] == [
        ("考生1", [REASON]),
        ("考生2", [REASON]),
    ]


def test_a_roster_is_not_filed_with_somebody_barred_since(client, agencies, day, later):
    plan, item = later
    approved = {"status": "approved", "decided_by": agencies.clerk["sd"], "decided_at": EXAM}
    for number in (1, 2):
        an_entry(plan, item, number, audience="public", **approved)
    an_incident(day, day.entries[0], "all")
    client.force_login(agencies.clerk["sd"])
    address = reverse("casework:act", args=[plan.number, "close_enrolment"])
    told = client.get(address).content.decode()
    client.post(address, {"version": plan.version})
    plan.refresh_from_db()
    assert plan.state == PlanStep.ENROLMENT
    assert "核准之后，1 人有了当年不得再次参加评价的记录：考生1。" in told


def test_a_line_of_a_roster_is_refused_at_the_number(agencies, day, breach, later):
    plan, _ = later
    for level in (5, 3):
        agencies.item(plan, level=level)
    sheet = open_sheet(workbook(by_years(n, Audience.PUBLIC) for n in (1, 2)), "名册.xlsx")
    judge = Judge(plan, "", clock.today())
    refused, taken = judge.outcomes(list(lines(sheet, clock.today())))
    assert (refused.verdict, refused.line.faults) == (
        RowVerdict.REFUSED,
        [("证件号码", REASON.rstrip("。"), REMEDY.rstrip("。"))],
    )
    assert (taken.verdict, taken.line.faults) == (RowVerdict.NEW, [])
