import pytest

from config import clock
from tests.plugins.kept_worlds import kept
from tests.supervision.conftest import agencies, stored_files, world
from tests.supervision.risk.world import NIGHT, Ground, build

__all__ = ["agencies", "ground", "stored_files", "tonight", "world"]


@kept
def ground(agencies) -> Ground:
    """One agency that stands out, honest ones, a small one."""
    return build(agencies)


@pytest.fixture(autouse=True)
def tonight():
    with clock.travel(NIGHT):
        yield
