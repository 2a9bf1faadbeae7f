import pytest

from tests.assessment.changes.world import Arranged, arranged
from tests.assessment.conftest import agencies, world
from tests.assessment.planning.conftest import monday

__all__ = ["agencies", "monday", "world"]


@pytest.fixture
def ready(agencies) -> Arranged:
    """The agency of Liaocheng with everything arranged and ready."""
    return arranged(agencies, "lc", "ready")
