import pytest

from config import clock
from tests.papers.papers.world import BEFORE, a_bench


@pytest.fixture(autouse=True)
def movable(settings):
    """The clock stands on the day before the first session."""
    settings.DEMO = True
    with clock.travel(BEFORE):
        yield


@pytest.fixture
def bench(agencies):
    return a_bench(agencies)
