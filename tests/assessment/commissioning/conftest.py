from tests.assessment.planning.conftest import agencies, monday, world
from tests.filing.conftest import stored_files

__all__ = ["agencies", "monday", "stored_files", "world"]
