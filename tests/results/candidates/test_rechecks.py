"""Rechecks: asked by a candidate, answered by the agency, and what they hold up."""

import uuid
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from assessment.models import Plan
from casework.enums import PublicationStatus
from casework.models import Event, Notice
from casework.services import door, publications
from catalogue.regulations.terms import PlanStep
from results.models import Recheck, Result
from results.selectors import rechecks as selector
from results.services import rechecks
from tests.results.candidates.world import (
    ENTRANCE,
    NEXT_DAY,
    OWN,
    RECHECK,
    let_in,
    publication,
    rechecks_url,
)
from tests.results.world import ZONE

pytestmark = pytest.mark.django_db
LONG_AFTER = datetime(2026, 7, 6, 10, tzinfo=ZONE)


def asked(subject: str = "practice", text: str = "第三题得分偏低", token=None) -> dict[str, str]:
    return {"subject": subject, "text": text, "token": str(token or uuid.uuid4())}


@pytest.fixture
def candidate(public_day):
    """Candidate 2, who failed practice."""
    return let_in(public_day, 2)


@pytest.fixture
def recheck(public_day):
    entry = public_day.entries[1]
    return rechecks.ask(entry, subject="practice", text="第三题得分偏低", token=uuid.uuid4())


def page_of(recheck: Recheck) -> str:
    return reverse("results:recheck", args=[recheck.entry.plan.number, recheck.pk])


def test_a_candidate_asks_and_the_agency_is_told_without_a_name(public_day, candidate):
    assert candidate.get(RECHECK).status_code == 200
    answer = candidate.post(RECHECK, asked())
    assert answer.headers["Location"] == OWN
    row = Recheck.objects.get()
    assert (row.entry, row.subject, row.text) == (
        public_day.entries[1],
        "practice",
        "第三题得分偏低",
    )
    notices = list(Notice.objects.filter(link__contains="/rechecks/"))
    told = {each.recipient for each in notices}
    assert {public_day.arbiter, public_day.clerks[1]} <= told
    assert [public_day.entries[1].name in each.body for each in notices] == [False] * len(notices)
    assert [row.text in each.body for each in notices] == [False] * len(notices)
    event = Event.objects.get(act="ask_recheck")
    assert (event.actor, event.source, event.target) == (None, "publicity", "publicity")
    body = candidate.get(OWN).content.decode()
    assert "核实中" in body
    assert "2026年6月12日前答复" in body


def revised(entry) -> None:
    """The same result once more, as a correction would write it."""
    old = Result.objects.get(entry=entry)
    Result.objects.filter(pk=old.pk).update(superseded_at=NEXT_DAY)
    new = Result.objects.create(
        plan=old.plan, entry=entry, revision=2, outcome=old.outcome, computed_at=NEXT_DAY
    )
    for each in old.subjects.all():
        new.subjects.create(subject=each.subject, outcome=each.outcome, mark=each.mark)


def test_the_text_is_encrypted_in_the_database(recheck):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM results_recheck")
        assert "第三题" not in cursor.fetchone()[0]


def test_the_same_form_twice_is_one(candidate):
    form = asked()
    answers = [candidate.post(RECHECK, form).headers["Location"] for _ in range(2)]
    assert answers == [OWN, OWN]
    assert (Recheck.objects.count(), Event.objects.filter(act="ask_recheck").count()) == (1, 1)


def test_one_open_of_a_subject(candidate):
    candidate.post(RECHECK, asked())
    again = candidate.post(RECHECK, asked(text="还有第四题"))
    assert again.status_code == 422
    assert selector.OPEN_ALREADY in again.content.decode()
    assert "还有第四题" in again.content.decode()
    assert candidate.post(RECHECK, asked("theory")).status_code == 302
    assert Recheck.objects.count() == 2


def test_one_that_was_answered_is_not_asked_again_of_the_same_result(public_day, recheck, at):
    rechecks.answer(recheck, upheld=False, text="核对无误", actor=public_day.arbiter)
    entry = public_day.entries[1]
    with pytest.raises(ValidationError) as refused:
        rechecks.ask(entry, subject="practice", text="再看一次", token=uuid.uuid4())
    assert refused.value.message_dict == {"subject": [selector.ANSWERED_ALREADY]}
    at(NEXT_DAY)
    revised(entry)
    assert rechecks.ask(entry, subject="practice", text="再看一次", token=uuid.uuid4()).pk


def test_a_token_of_another_registration_gives_nothing_away(public_day, recheck):
    with pytest.raises(ValidationError) as refused:
        rechecks.ask(public_day.entries[0], subject="theory", text="理由", token=recheck.token)
    assert refused.value.messages == [rechecks.ANOTHERS]
    assert Recheck.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"subject": "review"},
        {"subject": "'--"},
        {"text": ""},
        {"text": " \n "},
        {"text": "长" * 1001},
        {"token": "x"},
        {"token": ""},
    ],
)
def test_hostile_posts_are_refused_in_words(candidate, typed):
    answer = candidate.post(RECHECK, asked() | typed)
    assert answer.status_code == 422
    assert not Recheck.objects.exists()


def test_only_while_the_publicity_takes_objections(public_day, candidate, at):
    at(LONG_AFTER)
    client = let_in(public_day, 2)
    closed = client.post(RECHECK, asked())
    assert closed.status_code == 422
    assert "公示期内才能申请复核" in closed.content.decode()
    assert client.get(RECHECK).headers["Location"] == OWN
    assert RECHECK not in client.get(OWN).content.decode()
    at(NEXT_DAY)
    Plan.objects.filter(pk=public_day.plan.pk).update(state=PlanStep.REVIEW)
    assert let_in(public_day, 2).post(RECHECK, asked()).status_code == 422
    assert not Recheck.objects.exists()


def test_what_was_written_is_shown_once_more_to_whose_time_is_over(public_day, candidate, at):
    at(NEXT_DAY)
    answer = candidate.post(RECHECK, asked(text="写了很久的<b>理由</b>"))
    assert answer.status_code == 403
    assert "写了很久的&lt;b&gt;理由&lt;/b&gt;" in answer.content.decode()
    assert ENTRANCE in answer.content.decode()
    assert not Recheck.objects.exists()


def test_publicity_does_not_end_while_one_is_open(public_day, recheck, at):
    at(LONG_AFTER)
    assert list(selector.open_of(public_day.plan)) == [recheck]
    assert publications.close_due() == []
    assert publication(public_day).status == PublicationStatus.OPEN
    rechecks.answer(recheck, upheld=False, text="核对无误", actor=public_day.arbiter)
    assert list(selector.open_of(public_day.plan)) == []
    assert [each.pk for each in publications.close_due()] == [publication(public_day).pk]
    assert Plan.objects.get(pk=public_day.plan.pk).state == PlanStep.PUBLICISED


def test_one_that_was_upheld_leads_to_a_correction_and_holds_publicity_up(
    public_day, recheck, client, candidate, at
):
    client.force_login(public_day.arbiter)
    plan = reverse("casework:case", args=[public_day.plan.number])
    assert rechecks_url(public_day) in client.get(plan).content.decode()
    listed = client.get(rechecks_url(public_day)).content.decode()
    assert (page_of(recheck) in listed, recheck.text in listed) == (True, False)
    form = {"upheld": "yes", "answer": "第三题漏加 25 分。", "token": str(uuid.uuid4())}
    answer = client.post(page_of(recheck), form, follow=True)
    way = f"{reverse('results:correction-propose', args=[public_day.plan.number])}"
    assert f'href="{way}?recheck={recheck.pk}"' in answer.content.decode()
    proposing = client.get(f"{way}?recheck={recheck.pk}")
    assert proposing.status_code == 200
    assert proposing.context["form"]["recheck"].value() == recheck.pk
    at(LONG_AFTER)
    assert publications.close_due() == []
    shown = let_in(public_day, 2).get(OWN).content.decode()
    assert ("第三题漏加 25 分。" in shown, "成绩有误" in shown) == (True, True)


def test_an_answer_is_given_once(public_day, recheck):
    rechecks.answer(recheck, upheld=False, text="核对无误", actor=public_day.arbiter)
    with pytest.raises(door.NotNowError):
        rechecks.answer(recheck, upheld=True, text="有误", actor=public_day.clerks[1])
    recheck.refresh_from_db()
    assert (recheck.upheld, recheck.answer, recheck.answered_by) == (
        False,
        "核对无误",
        public_day.arbiter,
    )


@pytest.mark.parametrize("text", ["", "  ", f"请致电 138{'0' * 8}"])
def test_an_answer_has_reasons_and_no_numbers_of_people(public_day, recheck, client, text):
    client.force_login(public_day.arbiter)
    form = {"upheld": "no", "answer": text, "token": str(uuid.uuid4())}
    answer = client.post(page_of(recheck), form)
    assert answer.status_code == 422
    recheck.refresh_from_db()
    assert recheck.answered_at is None


def test_who_reads_and_who_answers(public_day, recheck, agencies):
    plan = public_day.plan
    scorer, clerk = public_day.clerks
    officer, stranger = (
        agencies.world.member(agencies.receiver["lc"], Role.REVIEWER),
        agencies.clerk["ln"],
    )
    form = {"upheld": "no", "answer": "核对无误", "token": str(uuid.uuid4())}
    found = {}
    for name, user in {
        "scorer": scorer,
        "office": officer,
        "stranger": stranger,
        "clerk": clerk,
    }.items():
        client = Client()
        client.force_login(user)
        found[name] = (
            client.get(rechecks_url(public_day)).status_code,
            client.get(page_of(recheck)).status_code,
            client.post(page_of(recheck), form).status_code,
        )
    assert found == {
        "scorer": (200, 200, 403),
        "office": (403, 403, 403),
        "stranger": (404, 404, 404),
        "clerk": (200, 200, 302),
    }
    anonymous = Client().get(reverse("results:rechecks", args=[plan.number]))
    assert anonymous.status_code == 302


def test_the_list_asks_the_same_for_one_and_for_thirty(public_day, client):
    client.force_login(public_day.arbiter)
    counts = []
    client.get(rechecks_url(public_day))
    for rows in (1, 29):
        for _ in range(rows):
            Recheck.objects.create(
                entry=public_day.entries[0],
                subject="theory",
                token=uuid.uuid4(),
                text="理由",
                submitted_at=NEXT_DAY,
                upheld=False,
                answer="核对无误",
                answered_by=public_day.arbiter,
                answered_at=NEXT_DAY,
            )
        with CaptureQueriesContext(connection) as asked_:
            assert client.get(rechecks_url(public_day)).status_code == 200
        counts.append(len(asked_))
    assert counts[0] == counts[1]
