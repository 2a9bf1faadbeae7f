from tests.plugins.kept_worlds import kept
from tests.supervision.corps.world import Corps, build


@kept
def corps(agencies) -> Corps:
    """The bureau of Liaocheng with four supervisors, and an assessment to come."""
    return build(agencies)
