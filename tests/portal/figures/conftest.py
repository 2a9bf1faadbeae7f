import pytest

from tests.filing.granting import on
from tests.plugins.kept_worlds import kept
from tests.portal.figures.world import TODAY, Busy, build
from tests.results.conftest import agencies, stored_files, world

__all__ = ["agencies", "busy", "stored_files", "world"]


@pytest.fixture(autouse=True)
def in_july():
    """The day on which the figures are looked at."""
    with on(TODAY):
        yield


@kept
def busy(agencies) -> Busy:
    """Certificates, results, filings, deadlines and complaints of several places."""
    return build(agencies)
