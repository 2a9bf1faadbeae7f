"""Whoever is exempt from a subject is given no seat for it."""

import pytest
from django.urls import reverse

from assessment.checks.seating import check, unseated
from assessment.frames.arrangement import Frame
from assessment.frames.prints import Arranged
from assessment.models import Seat, Session
from assessment.selectors.overviews import lines
from catalogue.regulations.terms import PlanStep
from tests.results.whole.cast import CARRIED

pytestmark = pytest.mark.django_db


def seated(session: Session) -> set[int]:
    return set(Seat.objects.filter(session=session).values_list("entry", flat=True))


@pytest.mark.parametrize("order", ["sequence", "lot"])
def test_seats_given_out_leave_out_who_is_exempt(begin, order):
    walk = begin("sd")
    plan = walk.plan
    type(plan).objects.filter(pk=plan.pk).update(state=PlanStep.ROSTER)
    exempt, others = walk.entries[CARRIED], set(walk.entries) - {CARRIED}
    for session in plan.sessions.all():
        address = reverse("assessment:seats", args=[plan.number, session.pk])
        walk.send(walk.clerk, address, order=order)
        everybody = {walk.entries[number].pk for number in others}
        if session.subject == "practice":
            everybody.add(exempt.pk)
        assert seated(session) == everybody


def test_nobody_waits_for_a_seat_that_is_not_needed(begin):
    plan = begin("sd").plan
    arranged = Frame.of(plan)
    assert unseated(arranged) == {}
    assert [issue.code for issue in check(arranged)] == []
    printed = Arranged.of(plan)
    assert [printed.unseated(session) for session in (None, *plan.sessions.all())] == [[]] * 3
    rows = lines(plan, list(plan.sessions.order_by("starts_at")))
    assert [(row.due, row.seated) for row in rows] == [(7, 7), (8, 8)]
