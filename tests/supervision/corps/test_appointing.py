"""Appointments of supervisors: who, by whom, for how long; the card and its public page."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from assessment.models import Duty
from casework.models import Notice
from casework.services import door, sweep
from config import clock
from printing import pdf
from results.models import VisitNote
from supervision.models import CorpsAppointment, Term
from supervision.selectors import campaigns
from supervision.services.corps import appointing
from tests.assessment.entering import portrait
from tests.assessment.staffing.world import duty, examiner
from tests.results.world import ZONE
from tests.supervision.corps.world import DONE, SENT, fresh, term
from ui import ports

NEW, INTERNAL = "/desk/visits/corps/new/", "/desk/visits/internal/"


def typed(who: str, **other) -> dict:
    given = {
        "person": who,
        "card": "聊督〔2026〕5号",
        "since": "2026-06-01",
        "until": "2029-05-31",
        "training": "2026年5月培训",
        "examined_on": "2026-05-20",
        "result": "合格",
    }
    return {**given, **other}


@pytest.mark.clause("LC-21")
def test_an_office_appoints_one_of_its_supervisors(client, corps):
    user = corps.world.member(corps.office, Role.SUPERVISOR, name="督导戊")
    client.force_login(corps.officer)
    who = f"organisation-{corps.office.pk}-{user.pk}"
    with clock.travel(SENT):
        groups = dict(client.get(NEW).context["form"].fields["person"].choices[1:])
        assert [name for people in groups.values() for _, name in people] == ["督导戊"]
        photo = SimpleUploadedFile("照片.png", portrait(), "image/png")
        answer = client.post(NEW, typed(who, photo=photo))
        case = CorpsAppointment.objects.get(person=user)
        assert answer.url == f"/cases/{case.number}/"
        assert "培训：2026年5月培训" in client.get(answer.url).content.decode()
    assert (case.office, case.card_number, case.photo.kind) == (
        corps.office,
        "聊督〔2026〕5号",
        "png",
    )
    assert [row.result for row in case.terms.all()] == ["合格"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.update(result="改")


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"person": ""}, ["person"]),
        ({"person": "organisation-1-1"}, ["person"]),
        ({"until": "2026-05-01"}, ["until"]),
        ({"until": "2036-05-01"}, ["until"]),
        ({"training": ""}, ["training"]),
        ({"training": "电话 138" + "00138000"}, ["training"]),
        ({"examined_on": "2026-07-01"}, ["examined_on"]),
        ({"since": "昨天"}, ["since"]),
    ],
)
def test_odd_input_comes_back_with_what_was_typed(client, corps, wrong, fields):
    user = corps.world.member(corps.office, Role.SUPERVISOR, name="督导戊")
    client.force_login(corps.officer)
    with clock.travel(SENT):
        who = f"organisation-{corps.office.pk}-{user.pk}"
        answer = client.post(NEW, typed(who, **wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, fields)
    assert "聊督〔2026〕5号" in answer.content.decode()
    assert CorpsAppointment.objects.count() == 4


def test_who_may_appoint_whom(client, agencies, corps):
    strangers = {
        "supervisor": (corps.people[0], 403),
        "clerk": (corps.day.clerks[1], 403),
        "expert": (agencies.world.member(corps.office, Role.EXPERT), 403),
    }
    for user, code in strangers.values():
        client.force_login(user)
        assert client.get(NEW).status_code == code
    other = agencies.world.offices["lc_centre"]
    with clock.travel(SENT):
        with pytest.raises(door.ForbiddenError):
            appointing.appoint(other, corps.people[0], term(), actor=corps.officer)
        for person in (corps.people[0], corps.day.arbiter):
            with pytest.raises(ValidationError, match="请重新选择"):
                appointing.appoint(corps.office, person, term(), actor=fresh(corps.officer))
    with pytest.raises(door.ForbiddenError):
        corps.done(corps.appointments[0], "end", SENT, actor=corps.people[0], cause="other")


def test_an_appointment_is_renewed_and_ended(corps):
    case = corps.appointments[0]
    given = {"training": "2029年继续教育", "examined_on": None, "result": "", "photo": None}
    with pytest.raises(ValidationError, match="续聘应接在其后"):
        wrong = {"since": date(2026, 1, 1), "until": date(2029, 1, 1)}
        corps.done(case, "renew", SENT, **given, **wrong)
    later = datetime(2029, 4, 2, 10, tzinfo=ZONE)
    case = corps.done(case, "renew", later, since=date(2029, 5, 6), until=date(2032, 5, 5), **given)
    assert case.holds_on(date(2029, 4, 2)) and case.holds_on(date(2031, 1, 1))
    assert [row.sequence for row in case.terms.all()] == [1, 2]
    case = corps.done(case, "end", later, cause="unfit", note="考核不合格。")
    with clock.travel(later):
        assert (case.state, case.standing) == ("ended", ("已解聘", "danger"))
    assert not case.holds_on(date(2029, 4, 2))


@pytest.mark.clause("LC-21")
def test_the_card_and_what_its_code_says(client, corps):
    case = corps.appointments[0]
    client.force_login(case.person)
    with clock.travel(SENT):
        answer = client.get(f"/desk/visits/corps/{case.number}/card/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    client.force_login(corps.people[1])
    with clock.travel(SENT):
        assert client.get(f"/desk/visits/corps/{case.number}/card/").status_code == 404
    client.logout()
    page = reverse("supervision:supervisor-card", args=[case.token])
    said = {}
    for at in (SENT, datetime(2030, 1, 4, 9, tzinfo=ZONE)):
        with clock.travel(at):
            said[at.year] = client.get(page).content.decode()
    assert ("有效" in said[2026], "已过聘期" in said[2030]) == (True, True)
    assert ("督**" in said[2026], "督导甲" in said[2026], case.number in said[2026]) == (
        True,
        False,
        False,
    )
    corps.done(case, "end", SENT, cause="breach", note="泄露考生信息。")
    with clock.travel(SENT):
        ended = client.get(page).content.decode()
    assert ("已解聘" in ended, "泄露" in ended, "违反" in ended) == (True, False, False)
    assert client.get(page.replace(case.token, "x" * 16)).status_code == 404


def test_a_card_that_cannot_be_printed_says_so(client, corps, monkeypatch):
    def fail(*_, **__):
        raise pdf.PrintError("字库里没有这个字。")

    monkeypatch.setattr(pdf, "render", fail)
    client.force_login(corps.people[0])
    case = corps.appointments[0]
    with clock.travel(SENT):
        answer = client.get(f"/desk/visits/corps/{case.number}/card/", follow=True)
    assert "督导证不能生成：字库里没有这个字。" in answer.content.decode()


def test_an_agency_appoints_its_own_people_only(client, agencies, corps):
    agency, manager = corps.day.plan.agency, agencies.clerk["lc"]
    own = agencies.world.member(agency.organisation, Role.ASSESSOR, name="内督员")
    stranger = agencies.world.member(agencies.agency["sd"].organisation, Role.ASSESSOR)
    good = examiner(agency, 41, "internal", user=own)
    others = [
        examiner(agency, 42, "invigilator", user=own),
        examiner(agency, 43, "internal"),
        examiner(agency, 44, "internal", user=stranger),
        examiner(agency, 45, "internal", user=own, employer="别的单位"),
    ]
    with clock.travel(SENT):
        for row in others:
            with pytest.raises(ValidationError, match="在册人员"):
                appointing.appoint_internal(agency, row, term(), actor=manager)
        case = appointing.appoint_internal(agency, good, term(), actor=fresh(manager))
        assert (case.side, case.appointed_by) == ("internal", agency.organisation)
        with pytest.raises(door.ForbiddenError):
            appointing.appoint_internal(agency, good, term(), actor=corps.officer)
        with pytest.raises(ValidationError, match="在册人员"):
            appointing.appoint_internal(agency, good, term(), actor=fresh(manager))
    row = duty(corps.day.theory, good, "internal")
    note = reverse("results:visits", args=[corps.day.plan.number, corps.day.theory.pk])
    late = datetime(2026, 6, 11, 9, tzinfo=ZONE)
    for user in (manager, own, corps.officer):
        client.force_login(fresh(user))
        with clock.travel(late):
            page = client.get(INTERNAL)
        text = page.content.decode()
        assert ([each[0] for each in page.context["rows"]], "逾期" in text, note in text) == (
            [row],
            True,
            user == own,
        )
    assert [ways(user, late) for user in (own, manager)] == [["内部督导"], ["质量督导"]]
    client.force_login(agencies.clerk["js"])
    with clock.travel(late):
        assert client.get(INTERNAL).context["rows"] == []
        assert client.get(f"/cases/{case.number}/").status_code == 404
    assert Duty.objects.filter(role="internal").count() == 1


def ways(user, at: datetime) -> list[str]:
    """The entries of the menu that lead to the notes of internal supervisors."""
    with clock.travel(at):
        return [each.label for each in ports.own_entries(fresh(user)) if each.url == INTERNAL]


@pytest.mark.parametrize("written", [False, True])
def test_an_internal_supervisor_is_reminded_of_the_note_once(agencies, corps, written):
    """Due five working days after 3 June."""
    agency = corps.day.plan.agency
    own = agencies.world.member(agency.organisation, Role.ASSESSOR, name="内督员")
    row = duty(corps.day.theory, examiner(agency, 41, "internal", user=own), "internal")
    if written:
        told = {"session": row.session, "text": "有序。", "written_by": own, "written_at": DONE}
        VisitNote.objects.create(duty=row, **told)
    found = []
    for day in (3, 8, 9, 10, 11, 12):
        with clock.travel(datetime(2026, 6, day, 18, tzinfo=ZONE)):
            sweep.sweep()
            sweep.sweep()
        mine = Notice.objects.filter(recipient=own, subject__contains="督导记录")
        found.append([each.subject.partition("：")[0] for each in mine.order_by("pk")])
    near, late = ["督导记录即将到期"], ["督导记录即将到期", "督导记录已逾期"]
    assert found == ([[]] * 6 if written else [[], [], near, near, late, late])
    link = reverse("results:visits", args=[corps.day.plan.number, corps.day.theory.pk])
    assert set(mine.values_list("link", flat=True)) == (set() if written else {link})


def test_whose_appointment_is_over_is_drawn_for_no_inspection(corps):
    ended = corps.appointments[0]
    corps.done(ended, "end", SENT, cause="moved", note="调离。")

    class Plan:
        office_id, supervisors, staff = corps.office.pk, True, False

    with clock.travel(DONE):
        pool = campaigns.pool_of(Plan, date(2026, 6, 4))
    assert set(pool) == set(corps.people[1:])
