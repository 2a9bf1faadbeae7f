import pytest
from django.core.cache import cache

from tests.supervision.conftest import agencies, stored_files, world

__all__ = ["agencies", "lc", "nobody_was_here_yet", "officer", "stored_files", "world"]


@pytest.fixture(autouse=True)
def nobody_was_here_yet():
    """What visitors did before counts for no test."""
    cache.clear()


@pytest.fixture
def lc(agencies):
    """An agency of Liaocheng, whose complaints go to the city."""
    return agencies.agency["lc"]


@pytest.fixture
def officer(world):
    return world.staff["lc"]
