"""Three hundred certificates from confirmed results, through the pages, and read back."""

import hashlib
import io
import zipfile

import pytest
from pypdf import PdfReader

from casework.models import Event
from casework.services import files, integrity, jobs
from certificates.models import Certificate, Edition, ReservedNumber
from certificates.signing import verify
from config import clock
from tests.certificates.documents.reading import words
from tests.certificates.issuing.world import DAY, NOW, at, fresh, reserved
from tests.results.publishing.steps import sit

pytestmark = [pytest.mark.django_db, pytest.mark.long]
PEOPLE = 300


@pytest.mark.clause("SD-10", "LC-18", "SD-09")
def test_three_hundred_are_issued_and_read_back(agencies, client):
    day = reserved(agencies, "sd", PEOPLE)
    with clock.travel(NOW):
        sit(client, day.arbiter)
        page = client.get(at("issue", day.plan))
        assert page.context["waiting"] == PEOPLE
        token = page.context["form"]["token"].value()
        given = {"token": token, "issued_on": DAY, "signed": "on"}
        assert client.post(at("begin", day.plan), given).status_code == 302
        jobs.work_off(seconds=600)
        whole = b"".join(client.get(at("zip", day.plan, 1)).streaming_content)
    assert fresh(day.plan).state == "certified"
    assert Certificate.objects.count() == PEOPLE
    assert ReservedNumber.objects.filter(state="issued").count() == PEOPLE
    each_is_its_own(day)
    those_are_read(day)
    with zipfile.ZipFile(io.BytesIO(whole)) as pack:
        assert len(pack.namelist()) == PEOPLE
    assert Event.objects.filter(case=day.plan, act="certify").count() == 1
    assert list(integrity.verify()) == []


def each_is_its_own(day) -> None:
    """Three hundred files, no two alike, each as its digest says."""
    digests = set()
    for edition in Edition.objects.select_related("file"):
        data = files.read(edition.file)
        assert hashlib.sha256(data).hexdigest() == edition.sha256
        digests.add(edition.sha256)
    assert len(digests) == PEOPLE
    assert set(Certificate.objects.values_list("entry", flat=True)) == {
        entry.pk for entry in day.entries
    }


def those_are_read(day) -> None:
    """The first, one in the middle and the last: every field, one page, a good signature."""
    rows = list(Certificate.objects.order_by("number"))
    for found in (rows[0], rows[150], rows[-1]):
        data = files.read(found.editions.get().file)
        assert len(PdfReader(io.BytesIO(data)).pages) == 1
        text = words(data)
        wanted = (
            *(found.number, found.name, found.id_number, found.occupation),
            *(found.printed_work_type, found.printed_level, found.agency_name),
            *("职业技能等级证书", "2026年6月22日"),
        )
        assert [each for each in wanted if "".join(each.split()) not in text] == []
        signature = verify(data)
        assert (signature.good, signature.agency) == (True, day.plan.agency)
        middle = len(data) // 2
        changed = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        assert not verify(changed).good
