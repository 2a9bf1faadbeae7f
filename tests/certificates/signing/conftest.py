import pytest

from certificates.documents.drawing import draw
from certificates.signing import signer_for
from config import clock
from filing.models import Agency
from tests.certificates.documents.making import NUMBER, content, photo
from tests.filing.agencies import agency as an_agency
from tests.filing.world import World, build


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    """Keys of this test alone."""
    settings.SIGNING_KEY_DIR = tmp_path / "keys"
    return settings.SIGNING_KEY_DIR


@pytest.fixture
def world(db) -> World:
    return build()


@pytest.fixture
def agency(world) -> Agency:
    return an_agency(world, "东方机械有限公司")


@pytest.fixture(scope="session")
def plain() -> bytes:
    """A certificate without a signature."""
    return draw([content()], {NUMBER: photo()})[0]


@pytest.fixture
def signed(agency, plain) -> bytes:
    return signer_for(agency).sign(plain, reason="签发证书", at=clock.now())
