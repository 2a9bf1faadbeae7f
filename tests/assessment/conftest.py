import pytest

from tests.assessment.world import Agencies, build
from tests.filing.conftest import world

__all__ = ["agencies", "world"]


@pytest.fixture
def agencies(world) -> Agencies:
    """Agencies in force in four provinces, and their people."""
    return build(world)
