import pytest

from config import clock
from tests.supervision.conftest import agencies, stored_files, world
from tests.supervision.violations.world import NOW

__all__ = ["agencies", "stored_files", "world"]


@pytest.fixture(autouse=True)
def in_july():
    """The day on which violations are dealt with."""
    with clock.travel(NOW):
        yield
