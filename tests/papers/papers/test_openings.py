"""A sealed paper is read by nobody before its session, and every opening is on record."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from casework.models import Case, Event
from config import clock
from papers.checks import ready
from papers.models import Opening, Paper
from papers.parts import papers as part
from papers.selectors.papers import standings
from papers.services import contents, openings, sealing
from tests.papers.papers.world import BEFORE, a_bench
from tests.results.world import AFTER, EXAM

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(bench):
    return bench.sealed()[0]


def url(paper, name: str = "paper-open") -> str:
    return reverse(f"papers:{name}", args=[paper.plan.number, paper.pk])


def token_of(page) -> str:
    return re.search(r'name="token" value="([0-9a-f-]{36})"', page.content.decode())[1]


def opened(client, person, paper, cause="session", sheet="paper", token=""):
    """What the form answers that somebody sends, freshly signed in: the clock may have moved."""
    client.logout()
    client.force_login(person)
    token = token or f"00000000-0000-4000-8000-{Event.objects.count():012}"
    return client.post(url(paper), {"token": token, "cause": cause, "sheet": sheet})


def words(answer) -> str:
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


@pytest.mark.clause("LC-15", "HB-04")
def test_nobody_opens_a_sealed_paper_before_its_session(client, bench, paper):
    for person in (bench.day.watch.examiner.user, bench.manager):
        early = opened(client, person, paper)
        assert early.status_code == 422
        assert "2026年6月3日 09:00之前不能启封" in early.content.decode()
        page = client.get(url(paper)).content.decode()
        assert ("2026年6月3日 09:00之前不能启封" in page, "启封并下载" in page) == (True, False)
    assert Opening.objects.count() == 0
    with clock.travel(bench.day.theory.starts_at - timedelta(seconds=1)):
        assert opened(client, bench.manager, paper).status_code == 422
    with clock.travel(bench.day.theory.starts_at):
        answer = opened(client, bench.day.watch.examiner.user, paper)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    row = Opening.objects.get()
    assert (row.cause, row.session, row.opened_by, row.with_key) == (
        "session",
        bench.day.theory,
        bench.day.watch.examiner.user,
        False,
    )
    paper.refresh_from_db()
    assert paper.status == "opened"
    event = Event.objects.get(case=bench.plan, act="open_paper")
    assert json.loads(event.facts) == {"paper": paper.number, "cause": "session", "key": False}
    assert event.actor == bench.day.watch.examiner.user


def test_the_paper_of_the_room_has_no_answers_and_the_key_has(client, bench, paper):
    with clock.travel(EXAM):
        plain = opened(client, bench.manager, paper)
        keyed = opened(client, bench.day.clerks[0], paper, "scoring", "key")
    text = contents.read(paper)["sections"][0]["questions"][0]["text"]
    assert [(text in words(each), "机密解析" in words(each)) for each in (plain, keyed)] == [
        (True, False),
        (True, True),
    ]
    for page in PdfReader(io.BytesIO(plain.content)).pages:
        said = page.extract_text().replace("\n", "")
        assert (paper.number in said, "A卷" in said, "姓名" in said) == (True, True, True)
    assert list(Opening.objects.order_by("pk").values_list("with_key", flat=True)) == [False, True]


def test_whoever_is_in_the_room_is_led_to_the_papers_from_the_start(client, bench):
    start = bench.day.theory.starts_at

    def is_offered(person, moment) -> bool:
        with clock.travel(moment):
            client.logout()
            client.force_login(person)
            page = client.get(reverse("assessment:duties")).content.decode()
            return reverse("papers:papers", args=[bench.plan.number]) in page

    watch = bench.day.watch.examiner.user
    assert not is_offered(watch, start)  # nothing is sealed
    bench.sealed()
    assessor = bench.day.assessors[0].examiner.user  # of practice, on the next day
    asked = [(watch, start - timedelta(seconds=1)), (watch, start), (assessor, start)]
    assert [is_offered(*each) for each in asked] == [False, True, False]


def test_who_is_in_the_room_gets_no_key(client, bench, paper):
    with clock.travel(EXAM):
        assert opened(client, bench.manager, paper, "session", "key").status_code == 403
        assert opened(client, bench.day.watch.examiner.user, paper, sheet="key").status_code == 422
    assert Opening.objects.count() == 0


def people(agencies, bench) -> dict:
    """One of each who might ask."""
    owner, world = bench.plan.owner, agencies.world
    return {
        "manager": bench.manager,
        "writer": bench.writer,
        "clerk": bench.day.clerks[1],
        "scorer": bench.day.clerks[0],
        "invigilator": bench.day.watch.examiner.user,
        "assessor": bench.day.assessors[0].examiner.user,
        "idle assessor": world.member(owner, Role.ASSESSOR),
        "centre": world.staff["lc_centre"],
        "supervisor": world.member(world.offices["lc_centre"], Role.SUPERVISOR),
        "foreign manager": agencies.clerk["js"],
        "foreign office": world.staff["sz_centre"],
    }


# Per moment and subject, who gets the file, for what; everybody else gets 403, or 404 at all.
MATRIX = {
    ("before", "theory"): {},
    ("exam", "theory"): {
        "manager": {"session"},
        "invigilator": {"session"},
        "scorer": {"scoring"},
    },
    ("after", "theory"): {
        "manager": {"session", "review"},
        "invigilator": {"session"},
        "scorer": {"scoring"},
        "writer": {"review"},
        "centre": {"review"},
    },
    ("exam", "practice"): {},
    ("after", "practice"): {
        "manager": {"session", "review"},
        "assessor": {"scoring"},
        "scorer": {"scoring"},
        "writer": {"review"},
        "centre": {"review"},
    },
}
MOMENTS = {"before": BEFORE, "exam": EXAM, "after": AFTER}
NOWHERE = {"foreign manager", "foreign office", "supervisor"}


@pytest.mark.clause("LC-15", "HB-04")
@pytest.mark.parametrize(("moment", "subject"), MATRIX)
def test_who_opens_what_when(client, agencies, bench, moment, subject, monkeypatch):
    paper = bench.sealed(subject)[0]
    monkeypatch.setattr(openings.contents, "printed", lambda *_: b"%PDF")
    got, missing = {}, set()
    with clock.travel(MOMENTS[moment]):
        for name, person in people(agencies, bench).items():
            for cause in ("session", "scoring", "review", "printing"):
                answer = opened(client, person, paper, cause)
                if answer.status_code == 200:
                    got.setdefault(name, set()).add(cause)
                elif answer.status_code == 404:
                    missing.add(name)
                else:
                    assert answer.status_code in (403, 422)
    assert (got, missing) == (MATRIX[moment, subject], NOWHERE)
    assert Opening.objects.count() == sum(len(causes) for causes in got.values())


def test_officers_see_that_papers_exist_but_not_what_they_hold(client, agencies, bench):
    drawn = bench.draw()
    text = contents.read(drawn[0])["sections"][0]["questions"][0]["text"]
    sealed = drawn[0]
    sealing.seal(sealed, actor=bench.manager, version=0)
    client.force_login(agencies.world.staff["lc_centre"])
    overview = client.get(reverse("papers:papers", args=[bench.plan.number])).content.decode()
    assert all(each.number in overview for each in drawn)
    for each in (sealed, drawn[1]):
        page = client.get(url(each, "paper")).content.decode()
        assert (each.digest in page, text in page, "断开电源" in page) == (True, False, False)
    case = client.get(reverse("casework:case", args=[bench.plan.number])).content.decode()
    assert ("试题试卷" in case, text in case) == (True, False)
    assert client.get(url(sealed, "paper-spoil")).status_code == 403


def test_the_client_of_a_commission_is_told_nothing(client, agencies):
    bench = a_bench(agencies, "hb")
    paper = bench.draw()[0]
    client.force_login(agencies.client_hr)
    assert client.get(reverse("casework:case", args=[bench.plan.number])).status_code == 200
    assert client.get(reverse("papers:papers", args=[bench.plan.number])).status_code == 403
    assert client.get(url(paper, "paper")).status_code == 403
    assert client.get(url(paper)).status_code == 403


def test_a_form_sent_twice_opens_once_and_not_again_later(client, bench, paper):
    token = "11111111-1111-4111-8111-111111111111"
    with clock.travel(EXAM):
        first = opened(client, bench.manager, paper, token=token)
        second = opened(client, bench.manager, paper, token=token)
    with clock.travel(EXAM + timedelta(minutes=5)):
        late = opened(client, bench.manager, paper, token=token)
    assert [each.status_code for each in (first, second, late)] == [200, 200, 422]
    assert Opening.objects.count() == 1


@pytest.mark.clause("LC-15")
def test_another_sheet_from_the_same_page_is_another_opening(client, bench, paper):
    with clock.travel(EXAM):
        client.logout()
        client.force_login(bench.day.clerks[0])
        token = token_of(client.get(url(paper)))
        for sheet in ("paper", "key", "key"):
            answer = opened(client, bench.day.clerks[0], paper, "scoring", sheet, token)
            assert answer["Content-Type"] == "application/pdf"
    assert list(Opening.objects.order_by("pk").values_list("with_key", flat=True)) == [False, True]


def test_the_sealing_line_stands_whole_on_every_page(paper):
    pages = PdfReader(io.BytesIO(contents.printed(paper, "paper"))).pages
    found = [re.sub(r"\s", "", page.extract_text()).count("密封线内不要答题") for page in pages]
    assert (found, len(found) > 1) == ([1] * len(found), True)


def test_a_session_put_off_moves_the_time_and_shows_what_was_known(client, bench, paper):
    session = bench.day.theory
    with clock.travel(EXAM):
        assert opened(client, bench.manager, paper).status_code == 200
        session.starts_at += timedelta(days=1)
        session.ends_at += timedelta(days=1)
        session.save()
        late = opened(client, bench.manager, paper)
        assert (late.status_code, "2026年6月4日 09:00之前" in late.content.decode()) == (422, True)
        codes = [issue.code for issue in ready.issues(bench.plan)]
        assert "paper_leaked" in codes
        session.cancelled_at = EXAM
        session.save()
        off = opened(client, bench.manager, paper)
        assert "还没有安排场次" in off.content.decode()


def test_of_a_cancelled_plan_nothing_is_opened_and_all_is_spoiled(client, bench, paper):
    Case.objects.filter(pk=bench.plan.pk).update(state="cancelled")
    with clock.travel(AFTER):
        answer = opened(client, bench.manager, paper)
        assert "计划已经取消" in answer.content.decode()
        assert answer.status_code == 422
        at = url(paper, "paper-spoil")
        sent = {"token": token_of(client.get(at)), "reason": "计划取消"}
        assert client.post(at, sent).status_code == 302
        page = client.get(reverse("papers:papers", args=[bench.plan.number]))
        assert page.status_code == 200
    paper.refresh_from_db()
    assert (paper.status, paper.spoiled_for) == ("spoiled", "计划取消")


def test_contents_that_were_tampered_with_are_not_sealed(bench):
    paper = bench.draw()[0]
    Paper.objects.filter(pk=paper.pk).update(digest="0" * 64)
    paper.refresh_from_db()
    with pytest.raises(ValidationError, match="摘要不一致"):
        sealing.seal(paper, actor=bench.manager, version=0)


def test_the_page_of_the_plan_warns_two_working_days_before(bench):
    def near() -> bool:
        return part.part(bench.plan, bench.manager).shown["near"]

    assert near()  # 2 June, the session is on the 3rd
    with clock.travel(BEFORE - timedelta(days=5)):
        assert not near()
    bench.sealed()
    bench.sealed("practice")
    assert not near()
    shown = part.part(bench.plan, bench.manager).shown
    assert [(tone, words) for _, tone, words in shown["rows"]] == [("ok", "已封存")] * 2
    assert (shown["next"], ready.issues(bench.plan)) == (None, [])


def test_missing_papers_are_named(bench):
    codes = [(issue.code, issue.refuses) for issue in ready.issues(bench.plan)]
    assert codes == [("paper_missing", False), ("paper_missing", False)]
    bench.draw()
    codes = [issue.code for issue in ready.issues(bench.plan)]
    assert codes == ["paper_unsealed", "paper_missing"]
    assert [each.lacking for each in standings(bench.plan)] == [[], ["A", "B"]]
