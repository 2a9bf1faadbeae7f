"""The same complaint, and the same act, at the same moment."""

from functools import partial
from uuid import uuid4

import pytest

from casework.services import door
from supervision.models import Complaint
from supervision.services.complaints import opening
from tests.races import at_once, kinds_of
from tests.supervision.complaints.world import a_complaint, said

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def test_the_same_form_at_once_is_one_complaint(lc):
    send = partial(opening.submit, said(lc), token=uuid4())
    receipts = at_once(send, send)
    assert kinds_of(receipts) == ["Receipt", "Receipt"]
    assert sorted(bool(each.code) for each in receipts) == [False, True]
    assert Complaint.objects.count() == 1


def test_taken_on_and_refused_at_once_is_one_of_both(world, lc):
    case = a_complaint(said(lc))
    first, second = world.staff["lc"], world.second["lc"]
    outcomes = at_once(
        partial(door.perform, case, "accept", actor=first, version=case.version),
        partial(door.perform, case, "refuse", actor=second, version=case.version, reply="不属于。"),
    )
    assert kinds_of(outcomes) == ["Event", "StaleError"]
