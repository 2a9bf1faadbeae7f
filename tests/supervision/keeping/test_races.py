"""A hold at the very moment of the destruction, and two who destroy at once."""

import uuid
from functools import partial

import pytest

from casework.services import door
from config import clock
from results.models import ArchiveItem, Hold
from results.services import archiving
from supervision.models import DueRecord
from tests.races import at_once, kinds_of, meeting
from tests.supervision.keeping.world import NOW, WISH, fresh

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def later(do):
    """Threads have a clock of their own."""

    def run():
        with clock.travel(NOW):
            return do()

    return run


def test_a_hold_at_the_same_moment_comes_before_or_after(over):
    with clock.travel(NOW):
        case = over.approved()
    meet = meeting(2)

    def destroy():
        meet()
        return door.perform(case, "destroy", actor=fresh(over.other), **WISH)

    def hold():
        meet()
        return archiving.place_hold(
            over.plan, reason="诉讼", actor=fresh(over.officer), token=uuid.uuid4()
        )

    outcomes = at_once(later(destroy), later(hold))
    gone = DueRecord.objects.exclude(destroyed_on=None).count()
    marked = ArchiveItem.objects.exclude(destroyed_on=None).count()
    assert Hold.objects.count() == 1
    if isinstance(outcomes[0], Exception):  # the hold was first: nothing went
        assert (kinds_of(outcomes), gone, marked) == (["Event", "ValidationError"], 0, 0)
    else:
        assert (kinds_of(outcomes), gone, marked) == (["Event", "Event"], 4, 3)


def test_a_hold_that_waits_for_the_lock_is_not_overlooked(over, monkeypatch):
    """The hold is written while the destruction stands at the door of the plan."""
    with clock.travel(NOW):
        case = over.approved()
    real = door.lock

    def held_meanwhile(pks):
        [placed] = at_once(
            later(
                partial(
                    archiving.place_hold,
                    over.plan,
                    reason="诉讼",
                    actor=fresh(over.officer),
                    token=uuid.uuid4(),
                )
            )
        )
        assert not isinstance(placed, Exception)
        return real(pks)

    def destroy():
        # First the destruction itself is locked, then the plan.
        calls = iter([real, held_meanwhile])
        monkeypatch.setattr(door, "lock", lambda pks: next(calls, real)(pks))  # noqa: PLW0108 - each call the next
        return door.perform(case, "destroy", actor=fresh(over.other), **WISH)

    [outcome] = at_once(later(destroy))
    assert type(outcome).__name__ == "ValidationError"
    assert not DueRecord.objects.exclude(destroyed_on=None).exists()


def test_destroyed_by_two_at_once_is_destroyed_once(over):
    with clock.travel(NOW):
        case = over.approved()

    def destroy(who):
        return door.perform(case, "destroy", actor=fresh(who), version=case.version, **WISH)

    outcomes = at_once(later(partial(destroy, over.other)), later(partial(destroy, over.clerk)))
    assert kinds_of(outcomes) == ["Event", "StaleError"]
