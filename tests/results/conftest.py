import pytest

from tests.assessment.conftest import agencies
from tests.filing.conftest import world

__all__ = ["agencies", "world"]


@pytest.fixture(autouse=True)
def stored_files(settings, tmp_path):
    """A folder of its own for the files of a test."""
    settings.MEDIA_ROOT = tmp_path
