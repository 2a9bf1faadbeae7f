import pytest

from tests.filing.granting import DAY, on
from tests.filing.world import World, build
from tests.plugins.kept_worlds import kept


@kept
def world() -> World:
    """Offices, people and applicants of three provinces."""
    return build()


@pytest.fixture(autouse=True)
def stored_files(settings, tmp_path):
    """A folder of its own for the files of a test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def on_a_monday():
    """The day for tests that print dates."""
    with on(DAY):
        yield
