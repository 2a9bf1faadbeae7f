"""Two at once: one lot, and nobody sent twice."""

import pytest

from casework.services import door
from config import clock
from supervision.models import Sending, Visit
from supervision.services.corps import sending
from tests.races import at_once, kinds_of
from tests.supervision.corps.test_sending import order_of
from tests.supervision.corps.world import SENT, fresh

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_two_officers_send_to_one_session(corps):
    second = corps.world.second["lc"]

    def send(user):
        with clock.travel(SENT):  # of each thread
            return sending.send(corps.day.theory, corps.office, actor=fresh(user))

    outcomes = at_once(lambda: send(corps.officer), lambda: send(second))
    assert kinds_of(outcomes) == ["Sending", "ValidationError"]
    assert (Sending.objects.count(), len(corps.visits())) == (1, 2)


def test_both_decline_at_once_and_two_others_go(corps):
    order = order_of(corps.send())

    def decline(visit):
        row = Visit.objects.get(pk=visit.pk)
        with clock.travel(SENT):
            return door.perform(row, "decline", actor=fresh(row.person), note="不能到场。")

    first, second = corps.visits()
    outcomes = at_once(lambda: decline(first), lambda: decline(second))
    assert kinds_of(outcomes) == ["Event", "Event"]
    assert {row.person_id for row in corps.visits()} == set(order[2:])
