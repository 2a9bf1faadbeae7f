"""Two at once: a contest is decided once, a period begun and closed once, a list whole."""

import pytest

from casework.models import Publication
from casework.services import door, publications
from config import clock
from supervision.models import CreditItem, CreditRating, CreditRound
from supervision.services.credit import contests, rounds
from tests.races import at_once, kinds_of
from tests.supervision.credit.world import OVER, RATED, REASON, fresh, standing

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
WHY = "已核实。"


def at(moment, act):
    """The act at that moment: the clock of a thread is its own."""

    def run():
        with clock.travel(moment):
            return act()

    return run


def test_two_officers_decide_a_contest_and_one_does(office):
    case = office.publicised()
    made = office.contested(case, "suspend")
    third = office.world.member(office.world.offices["lc"], "reviewer")

    def decide(act, user):
        return at(
            RATED,
            lambda: door.perform(made, act, actor=user, version=made.version, note=WHY),
        )

    outcomes = at_once(decide("uphold", office.second), decide("reject", fresh(third)))
    assert kinds_of(outcomes) == ["Event", "StaleError"]
    upheld = type(made).objects.get(pk=made.pk).state == "upheld"
    assert standing(case, office.bad) == ((90, "A", 2) if upheld else (65, "C", 1))


def test_two_contests_upheld_at_once_both_count(office):
    case = office.publicised()
    first, second = office.contested(case, "suspend"), office.contested(case, "founded")
    third = office.world.member(office.world.offices["lc"], "reviewer")

    def uphold(made, user):
        return at(RATED, lambda: door.perform(made, "uphold", actor=user, note=WHY))

    outcomes = at_once(uphold(first, office.second), uphold(second, fresh(third)))
    assert kinds_of(outcomes) == ["Event", "Event"]
    assert standing(case, office.bad) == (98, "A", 3)
    assert Publication.objects.filter(case=case, status="open").count() == 1
    assert CreditRating.objects.filter(round=case, superseded_at=None).count() == 2


def test_a_period_is_begun_once(office):
    def begin(user):
        lc = office.world.offices["lc"]
        return at(RATED, lambda: rounds.begin(lc, "2026", actor=user))

    outcomes = at_once(begin(office.officer), begin(office.second))
    assert kinds_of(outcomes) == ["CreditRound", "ValidationError"]
    assert CreditRound.objects.count() == 1


def test_a_period_is_closed_once(office):
    case = office.publicised()
    closed = at_once(at(OVER, publications.close_due), at(OVER, publications.close_due))
    assert sorted(len(each) for each in closed) == [0, 1]
    assert Publication.objects.filter(case=case, kind="announcement").count() == 1


def test_a_contest_and_the_end_of_the_publicity(office):
    """Either the contest keeps it open, or it comes after the end, which it may for a time."""
    case = office.publicised()
    item = CreditItem.objects.get(round=case, rule="late")

    def contest():
        return contests.contest(item, text=REASON, actor=office.clerk)

    outcomes = at_once(at(OVER, contest), at(OVER, publications.close_due))
    assert not any(isinstance(each, Exception) for each in outcomes)
    state = CreditRound.objects.get(pk=case.pk).state
    assert state == ("final" if outcomes[1] else "publicity")
