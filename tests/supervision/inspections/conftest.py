from tests.plugins.kept_worlds import kept
from tests.supervision.inspections.world import Desk, build


@kept
def desk(agencies) -> Desk:
    """The city's bureau with supervisors and five agencies."""
    return build(agencies)
