import pytest

from tests.filing.world import World, build


@pytest.fixture
def world(db) -> World:
    """Offices, people and applicants of three provinces."""
    return build()


@pytest.fixture(autouse=True)
def stored_files(settings, tmp_path):
    """A folder of its own for the files of a test."""
    settings.MEDIA_ROOT = tmp_path
