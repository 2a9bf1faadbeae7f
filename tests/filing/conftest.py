import pytest

from tests.filing.world import World, build


@pytest.fixture
def world(db) -> World:
    """Offices, people and applicants of three provinces."""
    return build()
