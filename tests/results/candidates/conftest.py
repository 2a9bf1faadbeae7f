from contextlib import ExitStack

import pytest
from django.core.cache import cache

from config import clock
from tests.results.candidates.world import results_in_public
from tests.results.world import BEFORE, a_day


@pytest.fixture(autouse=True)
def no_limits():
    """Each test with counts of its own."""
    cache.clear()


@pytest.fixture
def at():
    """Move the clock, until the test ends or it is moved again."""
    with ExitStack() as moves:
        yield lambda moment: moves.enter_context(clock.travel(moment))


@pytest.fixture
def day(agencies, at):
    """Three people of Liaocheng, made ready, the day before the exam."""
    at(BEFORE)
    return a_day(agencies, "lc")


@pytest.fixture
def public_day(day, at):
    """The same, their results in public: 1 qualified, 2 failed practice, 3 absent from theory."""
    return results_in_public(day, at)
