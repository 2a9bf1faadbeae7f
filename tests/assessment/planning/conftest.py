from datetime import datetime, time

import pytest
from django.utils import timezone

from config import clock
from tests.assessment.conftest import agencies, world
from tests.assessment.planning.steps import TODAY

__all__ = ["agencies", "world"]


@pytest.fixture(autouse=True)
def monday():
    """The day on which plans are made."""
    moment = timezone.make_aware(datetime.combine(TODAY, time(10)))
    with clock.travel(moment):
        yield
