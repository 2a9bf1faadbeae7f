from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from assessment.models import Duty
from casework.services import files
from config import clock
from tests.assessment.entering import portrait
from tests.results.world import EXAM, Day, a_day


@pytest.fixture
def day(agencies) -> Iterator[Day]:
    """Ten minutes into theory, in Liaocheng."""
    with clock.travel(EXAM):
        yield a_day(agencies, "lc")


@pytest.fixture
def watcher(day):
    """The account of the invigilator of theory."""
    return day.watch.examiner.user


@pytest.fixture
def external(agencies, day):
    """An external supervisor of the centre of the place, sent to theory."""
    user = agencies.world.member(
        agencies.world.offices["lc_centre"], Role.SUPERVISOR, name="外督员"
    )
    Duty.objects.create(session=day.theory, user=user, role="external")
    return user


@pytest.fixture
def with_photo(day):
    """The first candidate has a portrait."""
    entry = day.entries[0]
    entry.photo = files.keep(portrait(), case=day.plan, name="照片.png", kind="png", by=None)
    entry.save()
    return entry


@pytest.fixture
def picture():
    """Makes a photograph for upload."""
    return lambda name="现场.png": SimpleUploadedFile(name, portrait(), "image/png")
