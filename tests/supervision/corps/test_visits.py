"""The note of a visit: on a phone, in time, frozen, corrected, commented and rated."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessment.models import Session
from casework.models import Notice
from casework.services import door, sweep
from config import clock
from results.models import VisitNote
from supervision import ports
from supervision.models import Visit, VisitFinding, VisitPhoto, VisitRating
from supervision.selectors import corps as corps_reads
from supervision.selectors import visits as reads
from supervision.services.corps import noting, watching
from tests.assessment.entering import portrait
from tests.results.world import ZONE
from tests.supervision.corps.world import BEFORE, DONE, SENT, fill, fresh

LATER = datetime(2026, 6, 12, 10, tzinfo=ZONE)  # two working days beyond the limit


@pytest.fixture
def visit(corps) -> Visit:
    """The first of two visits to theory."""
    corps.send()
    return corps.visits()[0]


def url(case: Visit, name: str = "visit-record", *more) -> str:
    return reverse(f"supervision:{name}", args=[case.number, *more])


def enter(client, user) -> None:
    """Sign in anew: a session does not last from one day to the next."""
    client.logout()
    client.force_login(user)


def picture(name: str = "现场.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, portrait(), "image/png")


@pytest.mark.clause("LC-21", "LN-14")
def test_a_note_is_filled_in_on_a_phone_and_handed_in(client, corps, visit):
    client.force_login(visit.person)
    with clock.travel(SENT):
        assert client.get(url(visit)).url == f"/cases/{visit.number}/"
    enter(client, visit.person)
    with clock.travel(BEFORE):
        page = client.get(url(visit))
        assert [label for label, _ in page.context["phases"]] == ["考前", "考中", "考后"]
        assert "提交督导记录" not in page.content.decode()
        answer = client.post(url(visit, "visit-save"), {"field": "plan", "plan": "yes"})
        assert "已保存" in answer.content.decode()
        answer = client.post(url(visit, "visit-save"), {"field": "plan", "plan": "maybe"})
        assert answer.status_code == 422
        client.post(url(visit, "visit-photo-add"), {"photo": picture()})
        form = client.get(url(visit, "visit-finding-add")).context["form"]
        found = {"token": form["token"].value(), "point": "during-seats", "severity": "minor"}
        found |= {"text": "座位标签没有张贴。", "photo_1": picture("标签.png")}
        client.post(url(visit, "visit-finding-add"), found)
    assert [(p.finding_id is None) for p in VisitPhoto.objects.order_by("pk")] == [True, False]
    assert VisitFinding.objects.get().visit == visit
    enter(client, visit.person)
    with clock.travel(DONE):
        page = client.get(url(visit))
        stamp = {n: page.context["stamp"][n].value() for n in ("version", "token")}
        typed = {p.key: "yes" for p in reads.points_of(visit)} | {"during-seats": "no"}
        short = client.post(url(visit), {**stamp, **typed, "words": ""})
        assert (short.status_code, list(short.context["form"].errors)) == (422, ["words"])
        answer = client.post(url(visit), {**stamp, **typed, "words": "巡查一考场。"})
        assert answer.url == f"/cases/{visit.number}/"
    assert Visit.objects.get(pk=visit.pk).state == "reported"


def test_the_note_is_that_of_the_session_too(client, corps, visit):
    done = corps.reported(visit, no="during-seats")
    assert (done.in_time, done.due_day.isoformat()) == (True, "2026-06-10")
    note = VisitNote.objects.get()
    assert (note.written_by, note.text, note.problems) == (
        visit.person,
        "8:30 到场，巡查一考场，秩序良好。",
        "考场没有张贴座位标签。",
    )
    assert (note.points["seats"], note.points["order"]) == ("no", "yes")
    old = reverse("results:visit-write", args=[corps.day.plan.number, corps.day.theory.pk])
    client.force_login(visit.person)
    with clock.travel(DONE):
        assert client.get(old).url == f"/cases/{visit.number}/"


def test_what_is_missing_is_said(corps, visit):
    with pytest.raises(door.NotNowError):
        corps.done(visit, "report", BEFORE, actor=visit.person)
    with pytest.raises(ValidationError) as told:
        corps.done(visit, "report", DONE, actor=visit.person)
    assert [text[:6] for text in told.value.messages] == ["还有 15 ", "请填写督导情"]
    with clock.travel(DONE):
        noting.save(visit, "told", "no", actor=visit.person)
    with pytest.raises(ValidationError, match="不符合，请记录问题"):
        corps.done(visit, "report", DONE, actor=visit.person)
    with pytest.raises(ValidationError), clock.travel(DONE):
        noting.save(visit, "words", "身份证 " + "11010519491231002" + "X", actor=visit.person)


def test_a_note_is_due_in_five_working_days_across_a_holiday(corps):
    """17 June is a Wednesday; the 19th is the Dragon Boat Festival."""
    theory = corps.day.theory
    theory.starts_at = datetime(2026, 6, 17, 9, tzinfo=ZONE)
    theory.ends_at = theory.starts_at + timedelta(hours=1)
    theory.save()
    corps.send()
    first, second = corps.visits()
    with clock.travel(datetime(2026, 6, 18, 9, tzinfo=ZONE)):
        watching.watch()
        watching.watch()
        corps.reported(first, at=clock.now())
    clocks = second.deadlines.filter(key="note")
    assert [row.due_on.isoformat() for row in clocks] == ["2026-06-25"]
    assert Visit.objects.get(pk=second.pk).due_on.isoformat() == "2026-06-25"
    with clock.travel(datetime(2026, 6, 24, 9, tzinfo=ZONE)):
        watching.watch()
    with clock.travel(datetime(2026, 6, 26, 9, tzinfo=ZONE)):
        sweep.sweep()
        sweep.sweep()
    told = Notice.objects.filter(recipient=second.person).order_by("pk")
    subjects = [row.subject.partition("：")[0] for row in told]
    assert subjects == ["请参加外部质量督导", "督导记录即将到期", "督导记录已逾期"]
    office = Notice.objects.filter(recipient=corps.officer, case=second)
    assert [row.subject.partition("“")[2] for row in office] == ["提交督导记录”已逾期 1 个工作日"]
    late = corps.reported(second, at=datetime(2026, 6, 26, 10, tzinfo=ZONE))
    assert (late.in_time, Visit.objects.get(pk=first.pk).in_time) == (False, True)


def test_the_limit_is_the_settings(corps):
    held = datetime(2026, 9, 30, 10, tzinfo=ZONE)  # the day before the National Day
    due = reads.due_day(Session(ends_at=held), "liaocheng-enterprise")
    assert due.isoformat() == "2026-10-13"


def test_the_note_is_frozen_and_corrected_by_a_further_row(corps, visit):
    done = corps.reported(visit, no="site")
    for change in ({"record": "{}"}, {"words": "改"}, {"person": corps.officer}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visit.objects.filter(pk=done.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitFinding.objects.update(text="改")
    with pytest.raises(door.NotNowError), clock.travel(DONE):
        noting.save(done, "words", "改", actor=done.person)
    again = corps.done(done, "correct", DONE, actor=done.person, text="到场时间应为 8:20。")
    assert (again.record, again.corrections.get().text) == (done.record, "到场时间应为 8:20。")
    with pytest.raises(IntegrityError), transaction.atomic():
        again.corrections.update(text="改")
    with pytest.raises(door.ForbiddenError):
        corps.done(done, "correct", DONE, text="别人的更正。")


@pytest.mark.clause("SD-12")
def test_the_agency_comments_and_the_office_rates(client, corps, visit):
    second = corps.visits()[1]
    client.force_login(corps.day.arbiter)
    with clock.travel(DONE):
        assert client.get(f"/cases/{visit.number}/").status_code == 404
    done = corps.reported(visit, no="site")
    with clock.travel(DONE):
        page = client.get(f"/cases/{done.number}/").content.decode()
        assert ("考场没有张贴座位标签。" in page, "反馈意见" in page) == (True, True)
        assert client.get(f"/cases/{second.number}/").status_code == 404
    with pytest.raises(door.NotNowError):
        corps.done(done, "rate", DONE, complete=5, useful=4)
    told = corps.done(done, "answer", DONE, actor=corps.day.arbiter, comment="已补贴。")
    with pytest.raises(door.ForbiddenError):
        corps.done(told, "rate", DONE, actor=done.person, complete=5, useful=4)
    rated = corps.done(told, "rate", DONE, complete=5, useful=4, text="内容具体。")
    assert rated.state == "rated"
    with clock.travel(DONE):
        page = client.get(f"/cases/{done.number}/").content.decode()
        assert ("已补贴。" in page, "内容具体。" in page) == (True, False)
        client.force_login(fresh(done.person))
        assert "内容具体。" in client.get(f"/cases/{done.number}/").content.decode()
    late = corps.reported(second, at=LATER)
    quiet = datetime(2026, 6, 23, 10, tzinfo=ZONE)  # the agency's time is over
    corps.done(late, "rate", quiet, complete=3, useful=2)
    assert [row.in_time for row in VisitRating.objects.order_by("pk")] == [True, False]
    figures = corps_reads.figures_of([late.person_id, done.person_id], [corps.office.pk])
    mine, theirs = figures[done.person_id], figures[late.person_id]
    assert (mine.sent, mine.reported, mine.in_time, mine.complete, mine.useful) == (1, 1, 1, 5, 4)
    assert (theirs.reported, theirs.in_time, theirs.complete) == (1, 0, 3)


def test_a_finding_leads_to_a_violation(client, corps, visit):
    done = corps.reported(visit, no="site")
    client.force_login(fresh(corps.officer))
    with clock.travel(DONE):
        page = client.get(f"/cases/{done.number}/").content.decode()
        lead = reverse("supervision:violation-open", args=["agency", corps.day.plan.agency.pk])
        assert f"{lead}?source={done.number}" in page
        inspect = f"{reverse('supervision:inspection-propose')}?source={done.number}"
        assert inspect in page
        form = client.get(inspect).context["form"]
        assert form["agency"].value() == corps.day.plan.agency.code
        opened = ports.open_violation(
            subject=corps.day.plan.agency,
            facts="考场没有张贴座位标签。",
            office=corps.office,
            actor=fresh(corps.officer),
            source=done,
        )
        assert opened.source.number == done.number
        client.force_login(fresh(done.person))
        assert "?source=" not in client.get(f"/cases/{done.number}/").content.decode()


def test_the_note_is_the_supervisors_alone(client, agencies, corps, visit):
    other = corps.visits()[1].person
    fill(visit, no="site")
    (finding,) = visit.findings.all()
    pages = [url(visit), url(visit, "visit-finding-add"), url(visit, "visit-photo-add")]
    posts = [url(visit, "visit-save"), url(visit, "visit-finding-strike", finding.pk)]
    with clock.travel(DONE):
        for user, code in ((other, 404), (corps.officer, 403), (corps.day.arbiter, 404)):
            client.force_login(fresh(user))
            codes = {client.get(page).status_code for page in pages}
            codes |= {client.post(post).status_code for post in posts}
            assert codes == {code}
        client.force_login(corps.officer)
        page = client.get(f"/cases/{visit.number}/").content.decode()
        assert "秩序良好" not in page
        client.force_login(fresh(visit.person))
        client.post(posts[1])
    assert [row.struck_at is None for row in visit.findings.all()] == [False]


def test_those_who_are_there_see_who_supervises(client, corps, visit):
    client.force_login(corps.day.arbiter)
    page = reverse("results:check-in", args=[corps.day.plan.number, corps.day.theory.pk])
    with clock.travel(BEFORE):
        shown = client.get(page).content.decode()
    assert f"{visit.person.display_name}（外部）" in shown
