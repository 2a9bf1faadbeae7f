"""Two at once, on PostgreSQL."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.enums import Role
from casework.services import door
from results.models import Arbitration, Result, Score, ScoreRound
from results.services import arbitrating, rounds, score_sheets
from results.services.rounds import Change
from results.sheets import Value
from tests.races import at_once, kinds_of, meeting
from tests.results.scores.world import both, held, taken

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def day(agencies):
    return held(agencies)


def takes(day) -> list:
    """Two clerks ask for the same round."""
    return [
        lambda clerk=clerk: rounds.take(day.plan, day.item.pk, "theory", 1, actor=clerk)
        for clerk in day.clerks
    ]


def test_two_clerks_who_take_the_same_round_get_one(day):
    assert kinds_of(at_once(*takes(day))) == ["ScoreRound", "ValidationError"]
    assert ScoreRound.objects.count() == 1


def test_without_the_lock_the_database_alone_would_stop_the_second(day, monkeypatch):
    score_sheets.prepare(day.plan)
    meet = meeting(2)

    @contextmanager
    def opened(plan, actor, may):
        with transaction.atomic():
            yield plan

    monkeypatch.setattr(rounds, "opened", opened)
    now = rounds.clock.now
    monkeypatch.setattr(rounds.clock, "now", lambda: (meet(), now())[1])
    assert kinds_of(at_once(*takes(day))) == ["IntegrityError", "ScoreRound"]


def saves(round_, day) -> list:
    """The same clerk saves two marks of one person from two windows."""
    return [
        lambda mark=mark: rounds.save(
            round_, [Change(day.entries[0].pk, Value(Decimal(mark)), "")], actor=round_.clerk
        )
        for mark in (70, 80)
    ]


def test_a_clerk_who_saves_twice_at_once_loses_nothing(day):
    round_ = taken(day)
    answers = at_once(*saves(round_, day))
    kept = Score.objects.get()
    missed = [answer for answer in answers if answer]
    assert missed == [{day.entries[0].pk: Value(kept.mark)}]


def test_without_the_lock_on_the_round_one_save_would_break(day, monkeypatch):
    round_, meet = taken(day), meeting(2)

    @contextmanager
    def held_(round_, actor):
        with transaction.atomic():
            yield round_

    write = rounds._write

    def met(*args):
        meet()
        return write(*args)

    monkeypatch.setattr(rounds, "held", held_)
    monkeypatch.setattr(rounds, "_write", met)
    found = at_once(*saves(round_, day))
    assert sum(isinstance(each, IntegrityError) for each in found) == 1


def test_two_arbiters_decide_a_score_once(agencies, day):
    other = agencies.world.member(day.plan.owner, Role.SCORER)
    sheet = both(day, [80, 70, 60], [80, 71, 60])

    def decide(actor, mark):
        return lambda: arbitrating.decide(
            sheet, day.entries[1].pk, Value(Decimal(mark)), reason="核对", actor=actor
        )

    outcomes = at_once(decide(day.arbiter, 70), decide(other, 71))
    assert kinds_of(outcomes) == ["Arbitration", "ValidationError"]
    assert Arbitration.objects.count() == 1


def test_a_save_and_a_hand_in_at_once_leave_nothing_unfrozen(day):
    round_ = taken(day)
    changes = [Change(entry.pk, Value(Decimal(80)), "") for entry in day.entries]
    rounds.save(round_, changes, actor=round_.clerk)

    def save():
        change = Change(day.entries[0].pk, Value(Decimal(90)), "80")
        return rounds.save(round_, [change], actor=round_.clerk)

    def hand_in():
        return rounds.hand_in(round_, checked=False, actor=round_.clerk)

    found = at_once(save, hand_in)
    refused = [each for each in found if isinstance(each, ValidationError)]
    mark = Score.objects.get(entry=day.entries[0]).mark
    assert mark == (80 if refused else 90)
    assert ScoreRound.objects.get().frozen_at is not None


def test_two_who_finish_scoring_compute_once(day):
    both(day, [80, 70, 60])
    both(day, [80, 70, 60], subject="practice")

    def score():
        return door.perform(day.plan, "score", actor=day.arbiter)

    assert kinds_of(at_once(score, score)) == ["Event", "NotNowError"]
    assert Result.objects.count() == 3
