from tests.plugins.kept_worlds import kept
from tests.supervision.conftest import agencies, stored_files, world
from tests.supervision.keeping.world import build

__all__ = ["agencies", "over", "stored_files", "world"]


@kept
def over(agencies):
    """A plan of Liaocheng whose records are over their time."""
    return build(agencies)
