"""The way of a violation: who may do which step, when, and who sees it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import Role
from accounts.models import Membership, User
from casework.models import Letter, Material, Notice
from casework.selectors import cases_visible_to
from casework.services import door, letters
from supervision.models import Decision, Statement, Violation
from supervision.services.violations import open_violation
from tests.assessment.entering import id_number
from tests.assessment.staffing.world import examiner
from tests.certificates.life.steps import paper
from tests.filing.filled import MOBILE
from tests.filing.granting import on
from tests.results.world import a_day
from tests.supervision.violations.world import (
    FACTS,
    TODAY,
    a_wish,
    act,
    appealed,
    decided,
    heard,
    opened,
    suspension,
)

pytestmark = pytest.mark.django_db
TALK = a_wish("agency_talk")


@pytest.fixture
def agency(agencies):
    return agencies.agency["lc"]


@pytest.fixture
def party(agencies):
    return agencies.clerk["lc"]


def offered(case: Violation, user) -> list[str]:
    """What the machine offers somebody now."""
    user.__dict__.pop("_roles", None)
    return [each.transition for each in door.available(Violation.objects.get(pk=case.pk), user)]


@pytest.mark.clause("LC-22")
@pytest.mark.parametrize(
    ("key", "may"),
    [
        ("lc", True),
        ("lc_centre", True),
        ("sd", True),
        ("sd_centre", True),
        ("dcf", False),
        ("yg", False),
        ("ln", False),
        ("as", False),
        ("js", False),
    ],
)
def test_the_office_opens_a_case_on_whom_it_governs(world, agencies, agency, key, may):
    day = a_day(agencies, "lc")
    for subject in (agency, examiner(agency, 9), day.entries[0]):
        if may:
            case = opened(world, subject, key)
            assert (case.office, case.receiver, case.owner) == (world.offices[key],) * 2 + (None,)
        else:
            with pytest.raises(door.ForbiddenError):
                opened(world, subject, key)


def test_only_staff_of_the_office_open_one(world, agencies, agency, party):
    office = world.offices["lc"]
    people = [party, world.staff["ln"], world.member(office, Role.EXPERT)]
    people.append(world.member(office, Role.SUPERVISOR))
    for person in people:
        with pytest.raises(door.ForbiddenError):
            open_violation(subject=agency, facts=FACTS, office=office, actor=person)


def test_nobody_on_the_own_organisation(world, agency):
    officer = world.staff["lc"]
    Membership.objects.create(
        user=officer, organisation=agency.organisation, role=Role.ASSESSOR, since=TODAY
    )
    with pytest.raises(door.ForbiddenError):
        opened(world, agency)
    other = open_violation(
        subject=agency, facts=FACTS, office=world.offices["lc"], actor=world.second["lc"]
    )
    assert offered(other, officer) == []
    assert "notify" in offered(other, world.second["lc"])


def test_nor_on_an_employer_of_the_last_three_years(world, agency):
    officer, day = world.second["lc"], TODAY - timedelta(300)
    case = opened(world, agency)
    Membership.objects.create(
        user=officer,
        organisation=agency.organisation,
        role=Role.CLERK,
        since=day - timedelta(300),
        until=day,
    )
    assert offered(case, User.objects.get(pk=officer.pk)) == []
    with pytest.raises(door.ForbiddenError):
        open_violation(
            subject=agency,
            facts=FACTS,
            office=world.offices["lc"],
            actor=User.objects.get(pk=officer.pk),
        )


@pytest.mark.parametrize("facts", ["", "  ", f"证件号码 {id_number(1)} 的考生", f"电话 {MOBILE}"])
def test_facts_are_asked_for_and_name_no_number(world, agency, facts):
    with pytest.raises(ValidationError) as refused:
        open_violation(
            subject=agency, facts=facts, office=world.offices["lc"], actor=world.staff["lc"]
        )
    assert list(refused.value.error_dict) == ["facts"]
    assert not Violation.objects.exists()


def test_an_inspection_or_complaint_leads_to_it(world, agency):
    source = opened(world, agency)
    case = opened(world, agency, source=source)
    assert [each.pk for each in source.led_to.all()] == [case.pk]


@pytest.mark.clause("LC-22")
def test_nor_does_an_officer_who_is_one_of_its_people(world, agency, client):
    """Whoever examines for the agency learns of it with the agency, and reads no more than it."""
    insider = world.member(world.offices["lc"], Role.MANAGER, Role.REVIEWER)
    examiner(agency, 77, user=insider)
    client.force_login(insider)
    case = opened(world, agency)
    address = f"/cases/{case.number}/"
    assert (client.get(address).status_code, cases_visible_to(insider).count()) == (404, 0)
    case = act(case, "notify", world.staff["lc"], wish=TALK, facts=FACTS)
    page = client.get(address).content.decode()
    assert (FACTS in page, world.staff["lc"].name in page) == (True, False)
    assert not Notice.objects.filter(recipient=insider).exists()
    client.force_login(world.second["lc"])
    assert world.staff["lc"].name in client.get(address).content.decode()


@pytest.mark.clause("LC-22")
def test_the_party_sees_nothing_before_it_is_told(world, agency, party):
    case = opened(world, agency)
    assert not cases_visible_to(party).filter(pk=case.pk).exists()
    case = act(case, "notify", world.staff["lc"], wish=TALK, facts=FACTS)
    assert cases_visible_to(party).filter(pk=case.pk).exists()
    assert offered(case, party) == ["defend", "waive"]
    assert Notice.objects.filter(recipient=party).count() == 1


@pytest.mark.clause("LC-22")
def test_the_steps_and_who_may_do_them(world, agency, party):
    first, second, above = world.staff["lc"], world.second["lc"], world.staff["sd"]
    clerk = world.member(world.offices["lc"], Role.ACCEPTOR)
    foreign = [world.staff["ln"], world.staff["dcf"], world.staff["lc_centre"]]
    case = opened(world, agency)
    assert offered(case, first) == ["notify"]
    assert offered(case, second) == ["notify", "dismiss"]
    assert offered(case, clerk) == ["notify"]
    case = act(case, "notify", first, wish=TALK, facts=FACTS)
    assert (offered(case, first), offered(case, second)) == ([], ["dismiss"])
    case = act(case, "defend", party, text="我单位已经整改。")
    assert offered(case, first) == []
    assert offered(case, clerk) == []
    assert offered(case, second) == ["decide", "send_back", "dismiss"]
    with pytest.raises(door.ForbiddenError):
        act(case, "decide", first, wish=TALK)
    case = act(case, "decide", second, wish=TALK)
    assert (offered(case, party), offered(case, first)) == (["appeal"], [])
    case = act(case, "appeal", party, text="处理过重。")
    assert offered(case, above) == ["uphold", "change", "revoke"]
    assert offered(case, second) == offered(case, first) == offered(case, party) == []
    for person in foreign:
        assert offered(case, person) == []
    case = act(case, "uphold", above, note="事实清楚。")
    assert offered(case, party) == offered(case, above) == []
    assert [row.kind for row in case.statements.all()] == ["defence", "appeal"]


@pytest.mark.clause("LC-22")
def test_at_the_top_other_people_of_the_same_office_answer_an_appeal(world, agency):
    third = world.member(world.offices["sd"], Role.SIGNER)
    case = appealed(world, agency, TALK, "sd")
    assert case.office == world.offices["sd"]
    assert offered(case, world.staff["sd"]) == offered(case, world.second["sd"]) == []
    assert offered(case, third) == ["uphold", "change", "revoke"]


def test_who_says_nothing_in_time_is_decided_without(world, agency, party):
    case = act(opened(world, agency), "notify", world.staff["lc"], wish=TALK, facts=FACTS)
    assert case.statement_until == TODAY + timedelta(7)  # five working days, a weekend between
    with on(case.statement_until):
        assert "go_on" not in offered(case, world.staff["lc"])
        assert "defend" in offered(case, party)
    with on(case.statement_until + timedelta(1)):
        case = act(case, "go_on", world.staff["lc"])
        act(case, "decide", world.second["lc"], wish=TALK)
    assert "没有提出陈述申辩" in Letter.objects.get(kind="violation_decision").context


def test_an_appeal_has_its_time(world, agency, party):
    case = decided(world, agency, TALK)
    with on(case.appeal_until):
        assert offered(case, party) == ["appeal"]
    with on(case.appeal_until + timedelta(1)):
        assert offered(case, party) == []
        with pytest.raises(door.NotNowError):
            act(case, "appeal", party, text="…")


def test_back_for_more_and_told_anew(world, agency, party):
    case = heard(world, agency, TALK)
    case = act(case, "send_back", world.second["lc"], note="补充现场照片。")
    assert (case.state, case.proposed_by) == ("opened", None)
    case = act(case, "notify", world.second["lc"], wish=suspension(), facts="补充：另有视频。")
    case = act(case, "waive", party)
    assert "decide" in offered(case, world.staff["lc"])
    assert offered(case, world.second["lc"]) == []
    assert list(case.decisions.values_list("stage", "sanction")) == [
        ("proposed", "agency_talk"),
        ("proposed", "agency_suspend"),
    ]


def test_dismissed_after_the_notice_the_party_gets_a_letter(world, agency):
    case = act(heard(world, agency, TALK), "dismiss", world.second["lc"], note="情节轻微。")
    assert not case.is_open
    assert Letter.objects.filter(kind="violation_dismissal").count() == 1
    quiet = act(opened(world, agency), "dismiss", world.second["lc"], note="查无实据。")
    assert not quiet.is_open
    assert Letter.objects.filter(case=quiet.pk).count() == 0


@pytest.mark.clause("LC-22")
def test_each_step_has_its_letter(world, agency, party):
    case = act(appealed(world, agency, suspension()), "uphold", world.staff["sd"], note="维持。")
    found = Letter.objects.filter(case=case.pk).order_by("pk")
    assert [(row.title, row.office) for row in found] == [
        ("违规处理事先告知书", world.offices["lc"]),
        ("违规处理决定书", world.offices["lc"]),
        ("申诉处理决定书", world.offices["sd"]),
    ]
    assert letters.may_acknowledge(found[0], party)
    assert not letters.may_acknowledge(found[0], world.staff["lc"])


def test_letters_to_a_person_are_not_the_officer_s_to_acknowledge(world, agencies, agency):
    own = world.member(agency.organisation, Role.ASSESSOR)
    someone = examiner(agency, 1, user=own)
    case = decided(world, someone, a_wish("staff_admonish"))
    letter = Letter.objects.filter(case=case.pk).first()
    assert f'"addressee":"{someone.name}"' in letter.context
    assert letters.may_acknowledge(letter, own)
    assert not letters.may_acknowledge(letter, world.staff["lc"])


@pytest.mark.clause("LC-22")
def test_who_served_speaks_for_himself_nobody_of_the_agency_sees_it(world, agencies, agency, party):
    own = world.member(agency.organisation, Role.ASSESSOR)
    someone = examiner(agency, 1, user=own)
    case = opened(world, someone)
    assert not cases_visible_to(own).filter(pk=case.pk).exists()
    wish = a_wish("staff_admonish")
    case = act(case, "notify", world.staff["lc"], wish=wish, facts=FACTS)
    assert cases_visible_to(own).filter(pk=case.pk).exists()
    assert not cases_visible_to(party).filter(pk=case.pk).exists()
    case = act(case, "defend", own, text="当时已经报告。")
    assert Statement.objects.get().recorded is False


def test_for_a_person_without_account_an_officer_writes_it_down(world, agencies):
    entry = a_day(agencies, "lc").entries[0]
    case = opened(world, entry)
    wish = a_wish("candidate_subject", subject="theory")
    case = act(case, "notify", world.staff["lc"], wish=wish, facts=FACTS)
    case = act(case, "defend", world.staff["lc"], text="本人承认。", upload=paper("笔录.pdf"))
    row = Statement.objects.get()
    assert (row.recorded, row.text) == (True, "本人承认。")
    assert Material.objects.get(case=case.pk).title == "陈述申辩材料"
    assert entry.name not in case.title
    assert all(entry.name not in each.subject + each.body for each in Notice.objects.all())


def test_a_refused_effect_leaves_nothing_half(world, agency):
    wish = suspension()
    case = heard(world, agency, wish)
    agency.valid_until = TODAY - timedelta(1)
    agency.save()
    with pytest.raises(ValidationError, match="备案已到期"):
        act(case, "decide", world.second["lc"], wish=wish)
    assert Violation.objects.get(pk=case.pk).state == "heard"
    assert list(Decision.objects.values_list("stage", flat=True)) == ["proposed"]
    assert Letter.objects.filter(kind="violation_decision").count() == 0


@pytest.mark.parametrize(
    ("wish", "where"),
    [
        (a_wish("agency_suspend"), "until"),
        (a_wish("agency_suspend", TODAY), "until"),
        (a_wish("agency_suspend", TODAY, TODAY - timedelta(1)), "until"),
        (a_wish("agency_suspend", TODAY, TODAY.replace(year=2027)), "until"),
        (a_wish("agency_suspend", TODAY - timedelta(1), TODAY), "since"),
        (a_wish("agency_talk", TODAY, TODAY), "until"),
        (a_wish("agency_strike_bar", TODAY, TODAY), "until"),
        (a_wish("staff_bar", TODAY, TODAY), "sanction"),
        (a_wish("nothing"), "sanction"),
        (a_wish("agency_talk", subject="theory"), "subject"),
    ],
)
def test_what_cannot_be_decided_is_told_at_its_field(world, agency, wish, where):
    case = opened(world, agency)
    with pytest.raises(ValidationError) as refused:
        act(case, "notify", world.staff["lc"], wish=wish, facts=FACTS)
    assert list(refused.value.error_dict) == [where]
    assert Violation.objects.get(pk=case.pk).state == "opened"
