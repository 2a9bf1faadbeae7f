import pytest

from accounts.models import User
from tests.filing.granting import on
from tests.filing.whole.pages import People
from tests.filing.whole.steps import MONDAY, Way


@pytest.fixture(autouse=True)
def on_a_monday():
    with on(MONDAY):
        yield


@pytest.fixture
def way(client, world):
    """The way of a new applicant: `way(regulation, place, affiliation)`, or of one that is there
    (`owner`, `applicant`)."""

    def begin(
        regulation: str,
        place: str = "",
        affiliation: str = "",
        kind: str = "enterprise",
        *,
        owner=None,
        applicant: User | None = None,
    ) -> Way:
        if owner is None:
            owner, applicant = world.applicant(place, affiliation, kind)
        return Way(People(client), world, owner, applicant, regulation)

    return begin
