from tests.assessment.conftest import agencies, world
from tests.assessment.planning.conftest import monday

__all__ = ["agencies", "monday", "world"]
