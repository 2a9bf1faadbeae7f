import pytest

from config import clock
from tests.assessment.arranging.steps import TODAY


@pytest.fixture(autouse=True)
def stored_files(settings, tmp_path):
    """A folder of its own for the files of a test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def monday():
    """Nine days before the first session."""
    with clock.travel(TODAY):
        yield
