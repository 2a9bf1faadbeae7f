"""Two at once, on PostgreSQL."""

import uuid

import pytest
from django.core.cache import cache
from django.db import IntegrityError, close_old_connections
from django.test import Client

from assessment.models import Plan
from casework.models import Event
from casework.services import door, publications
from config import clock
from results.models import Recheck
from results.services import rechecks
from tests.races import at_once, kinds_of, meeting, race
from tests.results.candidates.test_rechecks import LONG_AFTER
from tests.results.candidates.world import ENTRANCE, NEXT_DAY, three

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def then(moment, act):
    """Each thread has a clock of its own."""

    def run():
        with clock.travel(moment):
            return act()

    return run


def ask(day, token=None, subject: str = "practice"):
    """Candidate 2 asks on the first day of the publicity."""
    token = token or uuid.uuid4()

    def act() -> str:
        rechecks.ask(day.entries[1], subject=subject, text="请核对", token=token)
        return "asked"

    return then(NEXT_DAY, act)


def test_of_two_rechecks_of_a_subject_at_once_one_is_taken(public_day):
    assert race(ask(public_day), ask(public_day)) == ["asked", "refused"]
    assert (Recheck.objects.count(), Event.objects.filter(act="ask_recheck").count()) == (1, 1)


def test_one_form_sent_twice_at_once_is_one(public_day):
    token = uuid.uuid4()
    assert race(ask(public_day, token), ask(public_day, token)) == ["asked", "asked"]
    assert (Recheck.objects.count(), Event.objects.filter(act="ask_recheck").count()) == (1, 1)


def test_without_the_lock_the_second_would_break(public_day, monkeypatch):
    meet, refuse = meeting(2), rechecks._refuse

    def refuse_and_meet(*args):
        refuse(*args)
        meet()

    monkeypatch.setattr(door, "lock", lambda pks: [Plan.objects.get(pk=pks[0])])
    monkeypatch.setattr(rechecks, "_refuse", refuse_and_meet)
    outcomes = at_once(ask(public_day), ask(public_day))
    assert sorted(kinds_of(outcomes)) == [IntegrityError.__name__, "str"]


def test_two_who_answer_at_once_answer_once(public_day):
    asked = rechecks.ask(
        public_day.entries[1], subject="practice", text="请核对", token=uuid.uuid4()
    )

    def answer(user, upheld):
        def act() -> str:
            rechecks.answer(
                Recheck.objects.select_related("entry__plan").get(pk=asked.pk),
                upheld=upheld,
                text="核对过",
                actor=user,
            )
            return "answered"

        return then(NEXT_DAY, act)

    arbiter, clerk = public_day.arbiter, public_day.clerks[1]
    outcomes = at_once(answer(arbiter, upheld=True), answer(clerk, upheld=False))
    assert sorted(kinds_of(outcomes)) == ["NotNowError", "str"]
    assert Event.objects.filter(act="answer_recheck").count() == 1


def test_publicity_that_ends_and_a_recheck_never_both_happen(public_day):
    """Asked as of the last day, ended as of a later one: whoever is second sees the first."""

    def close() -> str:
        return f"closed {len(publications.close_due())}"

    came = race(ask(public_day), then(LONG_AFTER, close))
    assert came in (["asked", "closed 0"], ["closed 1", "refused"])


def test_guesses_sent_at_once_are_all_counted(public_day):
    cache.clear()
    entry = public_day.entries[0]

    def guess(place: int):
        def act() -> int:
            close_old_connections()
            typed = three(1, entry, id_number=f"wrong{place}")
            return Client(REMOTE_ADDR=f"192.0.2.{place}").post(ENTRANCE, typed).status_code

        return act

    outcomes = at_once(*(guess(place) for place in range(1, 15)))
    assert sorted(outcomes) == [422] * 10 + [429] * 4
