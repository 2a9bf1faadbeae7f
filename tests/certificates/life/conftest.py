import pytest

from tests.certificates.conftest import agencies, stored_files, world
from tests.certificates.life.steps import TODAY
from tests.filing.granting import on

__all__ = ["agencies", "stored_files", "world"]


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    """Keys of this test alone."""
    settings.SIGNING_KEY_DIR = tmp_path / "keys"


@pytest.fixture(autouse=True)
def in_july():
    """Ten days after the certificates of these tests were issued."""
    with on(TODAY):
        yield
