import pytest

from config import clock
from tests.results.scores.world import held
from tests.results.world import AFTER


@pytest.fixture
def now(settings):
    """The day after the last session."""
    settings.DEMO = True
    with clock.travel(AFTER):
        yield


@pytest.fixture
def day(agencies, now):
    """Three people, of whom everybody came, on the day after."""
    return held(agencies)
