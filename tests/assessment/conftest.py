from tests.assessment.world import Agencies, build
from tests.filing.conftest import world
from tests.plugins.kept_worlds import kept

__all__ = ["agencies", "world"]


@kept
def agencies(world) -> Agencies:
    """Agencies in force in four provinces, and their people."""
    return build(world)
