"""Assessments from the draft of a plan to the admission tickets, through the pages alone."""

from contextlib import ExitStack

import pytest

from tests.assessment.conftest import agencies, world
from tests.assessment.entering import conditions
from tests.assessment.whole.steps import MONDAY, Days, Way
from tests.filing.conftest import stored_files
from tests.filing.whole.pages import People

__all__ = ["agencies", "stored_files", "world"]


@pytest.fixture
def days():
    """The clock, at nine on a Monday."""
    with ExitStack() as stack:
        made = Days(stack)
        made.turn_to(MONDAY)
        yield made


@pytest.fixture
def way(client, agencies, days):
    """The way of a plan of the agency of a region: `way("lc")`."""
    conditions()

    def begin(key: str) -> Way:
        return Way(People(client), agencies, days, key)

    return begin
