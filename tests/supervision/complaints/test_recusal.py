"""The accused's own people never see a complaint nor that there is one."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import BUREAU_ROLES, Role
from accounts.models import Membership, User
from casework import selectors
from casework.models import Notice
from casework.services import assignment, comments, door
from casework.services.materials import overview
from config import clock
from filing.enums import AgencyStatus, ConflictCause
from filing.models import Conflict
from filing.selectors import recusal, register
from supervision.enums import ComplaintTarget
from supervision.models import Complaint, Violation
from supervision.selectors.complaints import by_code
from supervision.services.complaints import opening
from tests.assessment.staffing.world import examiner
from tests.casework.files.pictures import jpg
from tests.filing.granting import on
from tests.supervision.complaints.world import (
    ACCEPT,
    CONTACT,
    NAME,
    TEXT,
    a_complaint,
    receipt_of,
    said,
)
from tests.supervision.violations.world import TODAY, suspension
from tests.supervision.violations.world import act as violation_act

pytestmark = pytest.mark.django_db
ASK = ("ask", {"subject": "考场安排", "question": "请说明六月三日第二考场的监考安排。"})


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def against(office, **changes):
    return said(None, target=ComplaintTarget.OFFICE, office=office, **changes)


def pages(case) -> list[str]:
    """Every address that a complaint has."""
    own = f"/cases/{case.number}/"
    acts = (
        "accept",
        "refuse",
        "answer",
        "ask",
        "lead",
        "hold",
        "identify",
        "transfer",
        "step_back",
    )
    return [
        own,
        f"{own}materials/",
        f"{own}materials/new/",
        f"{own}comment/",
        f"{own}hand-over/",
        f"{own}release/",
        *(f"{own}acts/{name}/" for name in acts),
        reverse("accounts:unmask", args=["supervision.complaint", case.pk, "name"]),
        *(f"/files/{slot.papers[0].current.file_id}/" for slot in overview(case)),
    ]


def with_evidence(given) -> Complaint:
    """Came in with a picture, and somebody took it up."""
    token = uuid4()
    opening.submit(given, token=token, uploads=[SimpleUploadedFile("照片.jpg", jpg())])
    case = Complaint.objects.get(token=token)
    assignment.take(case, actor=case.office.memberships.filter(role=Role.ACCEPTOR).first().user)
    assert len(pages(case)) == 17
    return case


def answers(client, user, case) -> set[int]:
    client.force_login(fresh(user))
    return {client.get(page).status_code for page in pages(case)}


@pytest.mark.clause("LC-22")
@pytest.mark.parametrize("role", BUREAU_ROLES)
@pytest.mark.parametrize("key", ["dcf", "lc", "lc_centre", "yg", "sd", "as", "js"])
def test_who_sees_a_complaint_about_a_city_office(client, world, role, key):
    """By role and territory: of the accused city office nobody, of the office above its staff."""
    case = a_complaint(against(world.offices["lc"]))
    person = world.member(world.offices[key], role)
    sees = key == "sd" and role not in (Role.EXPERT, Role.SUPERVISOR)
    assert selectors.cases_visible_to(person).filter(pk=case.pk).exists() is sees
    client.force_login(person)
    assert client.get(f"/cases/{case.number}/").status_code == (200 if sees else 404)


def test_nobody_of_the_accused_reaches_any_page_or_notice(client, world, lc, agencies):
    office, firm = with_evidence(against(world.offices["dcf"])), with_evidence(said(lc))
    assert answers(client, world.staff["lc"], office) == {200, 409}
    assert answers(client, world.staff["lc"], firm) == {200, 409}
    colleague = world.member(lc.organisation, Role.ASSESSOR)
    for user, case in (
        (world.staff["dcf"], office),
        (world.second["dcf"], office),
        (agencies.clerk["lc"], firm),
        (colleague, firm),
        (world.staff["ln"], firm),
    ):
        assert answers(client, user, case) == {404}
        assert case.number not in client.get("/cases/?progress=all").text
        assert case.number not in client.get("/desk/").text
        assert Notice.objects.filter(recipient=user).count() == 0
        assert client.get("/complaints/").status_code in (200, 403)
    client.force_login(world.staff["dcf"])
    assert client.get("/complaints/").context["figures"].total == 0


@pytest.fixture
def tied(world, lc):
    """Officers of the city that are tied to the agency in each of the ways there are."""
    office = world.offices["lc"]

    def member(**membership) -> User:
        user = world.member(office, Role.ACCEPTOR, Role.REVIEWER)
        if membership:
            Membership.objects.create(
                user=user, organisation=lc.organisation, role=Role.CLERK, **membership
            )
        return user

    relative, assessor = member(), member()
    Conflict.objects.create(
        user=relative,
        code=lc.credit_code,
        name=lc.name,
        cause=ConflictCause.RELATION,
        declared_at=clock.now(),
        declared_by=relative,
    )
    examiner(lc, 77, user=assessor)
    left = clock.today().replace(day=1)
    return {
        "member": member(since=date(2024, 1, 1)),
        "former": member(since=date(2024, 1, 1), until=left),
        "relative": relative,
        "assessor": assessor,
        "long gone": member(since=date(2015, 1, 1), until=date(2016, 1, 1)),
        "free": member(),
    }


def test_an_officer_tied_to_the_accused_knows_of_nothing(client, tied, lc):
    case = a_complaint(said(lc))
    seen = {
        key: selectors.cases_visible_to(fresh(user)).filter(pk=case.pk).exists()
        for key, user in tied.items()
    }
    told = {key: Notice.objects.filter(recipient=user).exists() for key, user in tied.items()}
    expected = dict.fromkeys(tied, False) | {"long gone": True, "free": True}
    assert (seen, told) == (expected, expected)
    for key in ("member", "former", "relative", "assessor"):
        assert answers(client, tied[key], case) == {404}


def test_the_list_of_ties_is_that_of_recusal(tied, lc):
    """`organisations_of` bars from what `reasons` bars from."""
    day, organisation = clock.today(), lc.organisation
    barred = recusal.reasons([user.pk for user in tied.values()], organisation, day)
    listed = {
        user.pk
        for user in tied.values()
        if recusal.organisations_of(user, day).filter(pk=organisation.pk).exists()
    }
    assert listed == set(barred)


def test_a_tied_officer_can_do_nothing_even_past_the_pages(tied, officer, lc):
    case = a_complaint(said(lc))
    barred = fresh(tied["relative"])
    with pytest.raises(door.ForbiddenError):
        door.perform(case, "accept", actor=barred)
    with pytest.raises(door.NotNowError):
        assignment.take(case, actor=barred)
    with pytest.raises(door.ForbiddenError):
        comments.add(case, text="看一下", actor=barred)
    assignment.take(case, actor=officer)
    with pytest.raises(door.NotNowError):
        assignment.hand_over(case, actor=officer, to=barred)
    assert barred not in selectors.colleagues(Complaint.objects.get())
    assert Complaint.objects.get().state == "received"


def test_where_everybody_is_tied_the_office_above_gets_it(world, lc):
    for user in (world.staff["lc"], world.second["lc"]):
        Membership.objects.create(
            user=user, organisation=lc.organisation, role=Role.CLERK, since=date(2020, 1, 1)
        )
    case = a_complaint(said(lc))
    assert case.office == world.offices["sd"]


def test_an_officer_steps_back_for_good(client, world, officer, lc):
    case = a_complaint(said(lc))
    assignment.take(case, actor=officer)
    client.force_login(fresh(officer))
    page = client.get(f"/cases/{case.number}/acts/step_back/")
    sent = {
        "reason": "与投诉人是亲属",
        "version": page.context["form"]["version"].value(),
        "token": uuid4(),
    }
    answer = client.post(f"/cases/{case.number}/acts/step_back/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/cases/")
    assert client.get(f"/cases/{case.number}/").status_code == 404
    case = Complaint.objects.get()
    assert (case.office, case.assignee) == (world.offices["lc"], None)
    second = fresh(world.second["lc"])
    door.perform(case, "step_back", actor=second, reason="与被投诉人是同学")
    case = Complaint.objects.get()
    assert case.office == case.receiver == world.offices["sd"]
    assert Notice.objects.filter(recipient=world.staff["sd"], case=case).exists()


def test_naming_the_accused_bars_its_people_from_then_on(client, world):
    """A complaint about an unlisted name turns out to be about the office that has it."""
    place = world.places["371502"]
    case = a_complaint(said(None, target=ComplaintTarget.OTHER, said="区里的人", place=place))
    mine = world.staff["dcf"]
    assert case.office == world.offices["dcf"]
    door.perform(case, "identify", actor=fresh(mine), agency=None, office=world.offices["dcf"])
    case = Complaint.objects.get()
    assert (case.accused, case.office) == (world.offices["dcf"], world.offices["lc"])
    assert answers(client, mine, case) == {404}


def test_what_is_asked_of_the_accused_does_not_tell_of_the_complaint(
    client, tied, officer, lc, agencies
):
    case = a_complaint(said(lc), officer, ACCEPT, ASK)
    asked = case.explanations.get()
    client.force_login(agencies.clerk["lc"])
    page = client.get(f"/cases/{asked.number}/")
    assert page.status_code == 200
    assert ASK[1]["question"] in page.text
    for secret in (case.number, "投诉", "举报", case.name, case.contact, case.text):
        assert secret not in page.text
    notice = Notice.objects.get(recipient=agencies.clerk["lc"])
    assert not any(word in notice.subject + notice.body for word in ("投诉", "举报", case.number))
    client.force_login(fresh(tied["relative"]))
    assert client.get(f"/cases/{asked.number}/").status_code == 404
    client.force_login(fresh(officer))
    assert case.number in client.get(f"/cases/{asked.number}/").text


@pytest.mark.clause("LC-22", "LN-14")
def test_from_the_complaint_to_a_sanction_and_its_appeal(client, world, officer, lc, agencies):
    """What comes of it the agency sees and answers; of the complaint it learns nothing anywhere."""
    party = agencies.clerk["lc"]
    receipt = receipt_of(said(lc))
    case = by_code(receipt.code)
    with on(TODAY):
        door.perform(case, "accept", actor=officer)
        door.perform(case, "lead", actor=fresh(officer), subject=lc, facts="考场秩序混乱。")
        led = Violation.objects.get()
        assert (led.source_id, client_codes(client, party, led)) == (case.pk, [404])
        wish = suspension()
        led = violation_act(led, "notify", officer, wish=wish, facts="考场秩序混乱。")
        led = violation_act(led, "defend", party, text="当天已经纠正。")
        led = violation_act(led, "decide", world.second["lc"], wish=wish)
        assert register.status_on(lc, TODAY) == AgencyStatus.SUSPENDED
        led = violation_act(led, "appeal", party, text="处理过重。")
        led = violation_act(led, "uphold", world.staff["sd"], note="事实清楚。")
        answered = {"outcome": "founded", "reply": "已作出处理决定。"}
        door.perform(case, "answer", actor=fresh(officer), **answered)
        assert client_codes(client, party, led, case) == [200, 404]
        secrets = (case.number, NAME, CONTACT, TEXT)
        places = ("/cases/", "/desk/", "/desk/notices/", f"/cases/{led.number}/")
        places += (f"/cases/{led.number}/materials/", "/sanctions/", f"/agencies/{lc.code}/")
        for place in places:
            page = client.get(place)
            assert (page.status_code, [each for each in secrets if each in page.text]) == (200, [])
        own = Notice.objects.filter(recipient=party)
        assert [n for n in own if any(each in n.subject + n.body for each in secrets)] == []
        told = client.post("/complaints/track/", {"code": receipt.code}).text
        assert ("已作出处理决定。" in told, led.number in told) == (True, False)
        client.force_login(fresh(officer))
        assert led.number in client.get(f"/cases/{case.number}/").text


def client_codes(client, user, *cases) -> list[int]:
    client.force_login(fresh(user))
    return [client.get(f"/cases/{case.number}/").status_code for case in cases]
