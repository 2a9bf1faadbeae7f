import pytest
from django.core.cache import cache

from tests.certificates.world import a_certificate


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    """Keys of this test alone."""
    settings.SIGNING_KEY_DIR = tmp_path / "keys"


@pytest.fixture
def agency(agencies):
    """An agency of Liaocheng, in the register."""
    return agencies.agency["lc"]


@pytest.fixture
def certificate(agency):
    """A certificate of the first invented person."""
    return a_certificate(agency)
