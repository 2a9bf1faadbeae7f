import pytest
from django.core.cache import cache

from tests.plugins.kept_worlds import kept
from tests.supervision.conftest import agencies, stored_files, world
from tests.supervision.pay.world import build

__all__ = ["agencies", "nobody_was_here_yet", "paid", "stored_files", "world"]


@pytest.fixture(autouse=True)
def nobody_was_here_yet():
    """What visitors did before counts for no test."""
    cache.clear()


@kept
def paid(agencies):
    """An enterprise of Liaocheng and a client of Hebei that owe pay for certificates."""
    return build(agencies)
