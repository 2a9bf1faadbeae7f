"""An inspection for a cause: proposed, approved by another, seen through."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from casework.models import Notice
from casework.services import door
from config import clock
from supervision.models import Inspection, Inspector
from supervision.services.causes import propose
from supervision.services.violations import open_violation
from tests.assessment.staffing.world import examiner
from tests.supervision.complaints.world import ACCEPT, a_complaint, said
from tests.supervision.inspections.causes import GROUNDS, approved, proposed, send, statuses, wish
from tests.supervision.inspections.world import (
    PREPARED,
    VISIT,
    fill,
    fresh,
    inspector,
)
from tests.supervision.violations.world import FACTS, a_wish, act

pytestmark = pytest.mark.django_db


def approved_on_the_pages(client, desk, complaint) -> Inspection:
    """The officer follows the link of the complaint; the colleague approves and names two."""
    agency = desk.agencies[0]
    client.force_login(desk.officer)
    way = f"/desk/inspections/for-cause/?source={complaint.number}"
    assert way in client.get(f"/cases/{complaint.number}/").content.decode()
    form = client.get(way).context["form"]
    assert (form["cause"].value(), form["agency"].value()) == ("complaint", agency.code)
    sent = {
        "office": desk.office.pk,
        "agency": agency.code,
        "cause": "complaint",
        "grounds": GROUNDS,
        "methods": ["on_site", "papers"],
        "begins_on": "2026-06-08",
        "ends_on": "2026-06-12",
    }
    for field, typed in (("agency", "没有这家"), ("ends_on", "2026-06-07")):
        wrong = client.post(way, {**sent, field: typed})
        assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, [field])
        assert GROUNDS in wrong.content.decode()
    sent["once"] = client.get(way).context["once"]
    first, again = (client.post(way, sent) for _ in range(2))  # a double click
    assert (first.status_code, again.url) == (302, first.url)
    other = client.post(way, {**sent, "agency": desk.agencies[1].code})  # back, and changed
    drop = Inspection.objects.get(agency=desk.agencies[1])
    assert other.url == f"/cases/{drop.number}/"
    door.perform(drop, "withdraw", actor=fresh(desk.officer))
    case = Inspection.objects.exclude(pk=drop.pk).get()
    assert (case.state, case.owner, case.because_of_id) == ("proposed", None, complaint.pk)
    assert client.get(f"/cases/{case.number}/acts/approve/").status_code == 403
    client.force_login(desk.colleague)
    done = send(client, case, "approve", inspectors=[u.pk for u in desk.supervisors[:2]])
    assert done.status_code == 302
    return Inspection.objects.get(pk=case.pk)


@pytest.mark.clause("LC-22", "LN-14")
def test_a_complaint_leads_through_the_pages_to_a_published_result(client, desk):
    agency = desk.agencies[0]
    with clock.travel(PREPARED):
        complaint = a_complaint(said(agency), desk.officer, ACCEPT)
        case = approved_on_the_pages(client, desk, complaint)
    assert [row.user for row in case.inspectors.order_by("pk")] == desk.supervisors[:2]
    agent = desk.world.member(agency.organisation, Role.MANAGER)
    assert statuses(client, case, agent, desk.supervisors[0]) == [404, 200]
    assert not Notice.objects.filter(recipient=agent).exists()
    case = desk.done(case, "begin", VISIT, actor=inspector(case))
    assert case.owner == agency.organisation
    client.force_login(fresh(agent))
    page = client.get(f"/cases/{case.number}/").content.decode()
    hidden = (GROUNDS, "投诉", complaint.number, desk.supervisors[0].name)
    assert ["有因检查" in page, *(word in page for word in hidden)] == [True] + [False] * 4
    fill(case, no="rules")
    case = desk.done(case, "report", VISIT, actor=inspector(case))
    case = desk.done(case, "answer", VISIT, actor=agent, note="没有异议。")
    case = desk.done(case, "conclude", VISIT, result="minor", note="轻微。")
    desk.done(case, "publish", VISIT, summary="收费标准没有公示。")
    client.logout()
    for address in ("/inspections/results/", f"/agencies/{agency.code}/", "/inspections/"):
        with clock.travel(VISIT):
            shown = client.get(address).content.decode()
        hidden = (GROUNDS, complaint.number, "检查缘由")
        assert ["有因检查" in shown, *(word in shown for word in hidden)] == [True] + [False] * 3


def test_who_proposes_does_not_approve_and_the_tied_are_kept_out(client, desk):
    agency, tied = desk.agencies[0], desk.supervisors[4]
    Membership.objects.create(
        user=tied, organisation=agency.organisation, role=Role.ASSESSOR, since=date(2025, 1, 1)
    )
    insider = desk.world.member(desk.office, Role.REVIEWER)
    Membership.objects.create(
        user=insider, organisation=agency.organisation, role=Role.ASSESSOR, since=date(2025, 1, 1)
    )
    case = proposed(desk)
    for actor, problem in (
        (desk.officer, door.ForbiddenError),
        (insider, door.ForbiddenError),
        (desk.supervisors[0], door.ForbiddenError),
    ):
        with pytest.raises(problem):
            desk.done(case, "approve", PREPARED, actor=actor, inspectors=desk.supervisors[:1])
    for chosen in ([], [tied], [desk.colleague], [desk.world.hr]):
        with pytest.raises(ValidationError):
            desk.done(case, "approve", PREPARED, actor=desk.colleague, inspectors=chosen)
    assert Inspector.objects.count() == 0
    assert statuses(client, case, insider, desk.officer, desk.colleague) == [404, 200, 200]
    assert not Notice.objects.filter(recipient=insider).exists()
    with pytest.raises(door.ForbiddenError), clock.travel(PREPARED):
        propose(wish(desk), office=desk.office, actor=fresh(insider))
    refused = desk.done(case, "refuse", PREPARED, actor=desk.colleague, note="线索不足。")
    assert (refused.state, refused.is_open) == ("cancelled", False)
    assert statuses(client, case, insider) == [404]


def test_a_proposal_is_changed_by_who_made_it_until_it_is_approved(client, desk):
    case = proposed(desk)
    client.force_login(desk.officer)
    with clock.travel(PREPARED):
        address = reverse("casework:act", args=[case.number, "revise"])
        form = client.get(address).context["form"]
        stamp = {name: form[name].value() for name in ("version", "token")}
        same = {name: form[name].value() for name in ("cause", "grounds", "methods")}
        same |= {"begins_on": "2026-06-08", "ends_on": "2026-06-12"}
        assert (form["grounds"].value(), form["methods"].value()) == (GROUNDS, case.methods)
        for wrong, field in (({}, "__all__"), ({"ends_on": "2026-06-07"}, "ends_on")):
            answer = client.post(address, {**stamp, **same, **wrong})
            assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        client.post(address, {**stamp, **same, "grounds": "改后的理由。", "methods": ["papers"]})
    changed = Inspection.objects.get()
    assert (changed.grounds, changed.methods, changed.state) == (
        "改后的理由。",
        ["papers"],
        "proposed",
    )
    told = Notice.objects.filter(case=case, recipient=desk.colleague).order_by("pk")
    assert [row.subject.partition("：")[2] or row.subject for row in told] == [
        case.title,
        "提出人已修改",
    ]
    with pytest.raises(door.StaleError), clock.travel(PREPARED):
        # Who approves has read what it was before.
        chosen = {"inspectors": desk.supervisors[:2]}
        door.perform(case, "approve", actor=fresh(desk.colleague), version=case.version, **chosen)
    given = {"cause": "media", "grounds": "x", "methods": ["papers"]}
    given |= {"begins_on": date(2026, 6, 8), "ends_on": date(2026, 6, 12)}
    with pytest.raises(door.ForbiddenError):
        desk.done(case, "revise", PREPARED, actor=desk.colleague, **given)
    desk.done(case, "approve", PREPARED, actor=desk.colleague, inspectors=desk.supervisors[:2])
    with pytest.raises(door.NotNowError):
        desk.done(case, "revise", PREPARED, **given)


def test_nothing_that_follows_names_who_complained(desk):
    """The complainant's name and contact, however they are written, at every step that others
    read; the text that does not name them passes."""
    agency, named = desk.agencies[0], "据 王 证人（WANG＠example.com）反映。"
    with clock.travel(PREPARED):
        complaint = a_complaint(said(agency), desk.officer, ACCEPT)

    def refused(field: str, do, *args, **data):
        with pytest.raises(ValidationError) as wrong:
            do(*args, **data)
        assert (list(wrong.value.error_dict), "投诉人" in str(wrong.value)) == ([field], True)

    refused("grounds", proposed, desk, because_of=complaint, grounds=named)
    case = proposed(desk, because_of=complaint)
    chosen = {"inspectors": desk.supervisors[:2]}
    case = desk.done(case, "approve", PREPARED, actor=desk.colleague, **chosen)
    case = desk.done(case, "begin", VISIT, actor=inspector(case))
    fill(case, no="rules")
    case = desk.done(case, "report", VISIT, actor=inspector(case))
    agent = desk.world.member(case.owner, Role.MANAGER)
    case = desk.done(case, "answer", VISIT, actor=agent, note="没有异议。")
    refused("note", desk.done, case, "order", VISIT, days=5, note=named)
    refused("note", desk.done, case, "conclude", VISIT, result="minor", note=named)
    case = desk.done(case, "conclude", VISIT, result="minor", note="轻微。")
    refused("summary", desk.done, case, "publish", VISIT, summary=named)
    subject = {"subject": agency, "office": desk.office, "actor": fresh(desk.officer)}
    with clock.travel(VISIT):
        refused("facts", open_violation, facts=named, source=case, **subject)
        led = open_violation(facts=FACTS, source=case, **subject)
        ways = {"wish": a_wish("agency_talk"), "facts": named}
        refused("facts", act, led, "notify", fresh(desk.officer), **ways)
        ways = {"wish": replace(ways["wish"], grounds=named), "facts": FACTS}
        refused("grounds", act, led, "notify", fresh(desk.officer), **ways)


def test_of_the_inner_side_the_tied_read_nothing_afterwards(client, desk):
    """An officer who examines for the agency is one of its people, also once it was begun."""
    insider = desk.world.member(desk.office, Role.MANAGER, Role.REVIEWER)
    examiner(desk.agencies[0], 77, user=insider)
    with clock.travel(PREPARED):
        complaint = a_complaint(said(desk.agencies[0]), desk.officer, ACCEPT)
    case = proposed(desk, cause="complaint", because_of=complaint)
    assert statuses(client, case, insider, desk.colleague) == [404, 200]
    chosen = {"inspectors": desk.supervisors[:2], "note": "线索具体。"}
    case = desk.done(case, "approve", PREPARED, actor=desk.colleague, **chosen)
    case = desk.done(case, "begin", VISIT, actor=inspector(case))
    pages = {}
    for user in (insider, desk.colleague):
        client.force_login(fresh(user))
        with clock.travel(VISIT):
            pages[user] = client.get(f"/cases/{case.number}/").content.decode()
    inner = (GROUNDS, complaint.number, "线索具体。", desk.colleague.name, desk.supervisors[0].name)
    assert [word in pages[insider] for word in inner] == [False] * 5
    assert [word in pages[desk.colleague] for word in inner] == [True] * 5


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"cause": "drawn"}, "cause"),
        ({"grounds": " "}, "grounds"),
        ({"grounds": "电话 138" + "00138000"}, "grounds"),
        ({"methods": []}, "methods"),
        ({"begins_on": date(2026, 5, 31)}, "begins_on"),
        ({"ends_on": date(2026, 6, 7)}, "ends_on"),
    ],
)
def test_odd_proposals_are_refused_at_their_field(desk, other, field):
    with pytest.raises(ValidationError) as refused:
        proposed(desk, **other)
    assert list(refused.value.error_dict) == [field]
    assert Inspection.objects.count() == 0


def test_an_office_inspects_only_whom_it_governs(desk):
    world = desk.world
    for key in ("yg", "as", "dcf"):
        with pytest.raises(door.ForbiddenError), clock.travel(PREPARED):
            propose(wish(desk), office=world.offices[key], actor=world.staff[key])


def test_the_named_are_replaced_by_name_and_one_always_stays(desk):
    case = approved(desk, 1)
    (seat,) = Inspector.objects.all()
    with pytest.raises(ValidationError, match="至少要有一人"):
        desk.done(case, "send", PREPARED, actor=desk.colleague, leaving=seat, reason="因病")
    case = desk.done(case, "step_back", PREPARED, actor=seat.user, reason="亲属在该机构任职")
    assert Notice.objects.filter(recipient=desk.colleague, subject__contains="回避").count() == 1
    with pytest.raises(door.NotNowError):
        desk.done(case, "replace", PREPARED, inspector=seat, reason="因病")
    with pytest.raises(ValidationError):
        desk.done(case, "send", PREPARED, actor=desk.colleague, inspectors=[seat.user])
    case = desk.done(case, "send", PREPARED, actor=desk.colleague, inspectors=[desk.supervisors[3]])
    assert inspector(case) == desk.supervisors[3]
    assert [row.number for row in Inspector.objects.order_by("pk")] == [1, 2]
