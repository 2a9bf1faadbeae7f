"""Several at once, each in a thread with a connection of its own; for tests on PostgreSQL."""

from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection


def at_once(*acts) -> list:
    """What each act answered or raised, all begun together, each in its own connection."""
    barrier, outcomes = Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait(10)
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def kinds_of(outcomes) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def meeting(count: int):
    """A place where `count` threads wait for each other, the same for each of them once."""
    barrier = Barrier(count)

    def meet():
        try:
            barrier.wait(10)
        except BrokenBarrierError:
            pytest.fail("they did not meet")

    return meet


def race(*acts) -> list[str]:
    """What acts begun together came to, sorted: what each answered, or `refused` where the person
    would be told why not. Any other error is raised."""
    outcomes = at_once(*acts)
    for outcome in outcomes:
        if isinstance(outcome, Exception) and not isinstance(outcome, ValidationError):
            raise outcome
    return sorted(
        "refused" if isinstance(outcome, ValidationError) else str(outcome) for outcome in outcomes
    )
