import pytest

from tests.supervision.inspections.world import Desk, build


@pytest.fixture
def desk(agencies) -> Desk:
    """The city's bureau with supervisors and five agencies."""
    return build(agencies)
