import pytest

from tests.papers.banks.world import Kept, build


@pytest.fixture
def kept(agencies) -> Kept:
    """The bank of the agency in Liaocheng."""
    return build(agencies)


@pytest.fixture
def writer(client, kept):
    """Its writer, signed in."""
    client.force_login(kept.writer)
    return client
