import pytest
from django.core.cache import cache

from tests.plugins.kept_worlds import kept
from tests.supervision.conftest import agencies, stored_files, world
from tests.supervision.credit.world import Office, build

__all__ = ["agencies", "nobody_was_here_yet", "office", "stored_files", "world"]


@pytest.fixture(autouse=True)
def nobody_was_here_yet():
    """What visitors did before counts for no test."""
    cache.clear()


@kept
def office(agencies) -> Office:
    """The city's bureau with two agencies and a year of records."""
    return build(agencies)
