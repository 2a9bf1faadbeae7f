"""Where the QR code leads, with its tag and without."""

import pytest

from casework.services import files
from certificates import tags
from certificates.services import guarding
from tests.certificates.lookup.files import content_of, drawn, issue, original
from tests.certificates.lookup.world import TAKE, the_pass
from tests.certificates.world import a_certificate

pytestmark = pytest.mark.django_db


def address(certificate, tag: str = "") -> str:
    return f"/verify/{certificate.number}/" + (f"?t={tag}" if tag else "")


def is_told(page, certificate) -> bool:
    """Whether the page tells more than the status."""
    return certificate.agency_name in page.content.decode()


@pytest.mark.clause("SD-10")
def test_with_the_tag_everything_is_shown(client, certificate, settings):
    path = tags.address_of(certificate.number).removeprefix(settings.SITE_URL)
    page = client.get(path)
    assert (page.status_code, is_told(page, certificate)) == (200, True)
    assert page.context["seal"].label == "没有电子文件"


def test_without_it_or_with_another_only_the_status(client, certificate):
    other = a_certificate(certificate.agency, 2)
    for tag in ("", "x", "啊", tags.tag_of(other.number)):
        page = client.get(address(certificate, tag))
        assert (page.status_code, is_told(page, certificate)) == (200, False)
        assert "有效" in page.content.decode()
        assert certificate.name not in page.content.decode()


def test_the_name_opens_it_and_a_wrong_one_does_not(client, certificate):
    page = client.post(address(certificate), {"name": "无此人"})
    assert (page.status_code, is_told(page, certificate)) == (422, False)
    page = client.post(address(certificate), {"name": certificate.name})
    assert (page.status_code, is_told(page, certificate)) == (200, True)


def test_names_are_tried_under_the_same_limits_as_in_the_lookup(client, certificate):
    for _ in range(5):
        client.post(address(certificate), {"name": "无此人"})
    page = client.post(address(certificate), {"name": certificate.name})
    assert (page.status_code, is_told(page, certificate)) == (422, False)
    assert page.context["gate"].challenge.picture
    page = client.post(address(certificate), {"name": "无此人", "another": "words"})
    assert page.context["gate"].challenge.question in page.content.decode()


@pytest.mark.parametrize("number", ["Y000037000001263000777", "X", "%", "0" * 30, "１" * 16])
def test_no_such_number(client, number):
    page = client.get(f"/verify/{number}/")
    assert page.status_code == 404
    assert "没有这个编号的证书" in page.content.decode()
    assert client.post(f"/verify/{number}/", {"name": "考生1"}).status_code == 404


def test_numbers_cannot_be_walked_fast(client, certificate, monkeypatch):
    monkeypatch.setattr(guarding, "SCANS", guarding.Limit("certificate-scan", "2/hour"))
    codes = [client.get(address(certificate)).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    status = client.get(f"/api/v1/certificates/{certificate.number}/status/")
    assert (status.status_code, int(status.headers["Retry-After"]) > 3000) == (429, True)


def test_the_stored_file_is_checked(client, agencies, certificate):
    edition = issue(agencies.plan("lc"), certificate, original(certificate))
    path = address(certificate, tags.tag_of(certificate.number))
    seal = client.get(path).context["seal"]
    assert (seal.label, certificate.agency.name in seal.said) == ("签名有效", True)
    files.path_of(edition.file.pk).write_bytes(b"%PDF-1.7 other")
    page = client.get(path)
    assert (page.status_code, page.context["seal"].label) == (200, "暂时无法核对")


def test_who_scanned_still_gives_the_id_number_to_take_the_file(client, agencies, certificate):
    issue(agencies.plan("lc"), certificate, drawn(content_of(certificate)))
    page = client.get(address(certificate, tags.tag_of(certificate.number)))
    form = {"pass": the_pass(page.content.decode()), "certificate": certificate.pk}
    assert client.post(TAKE, form).status_code == 422
    taken = client.post(TAKE, {**form, "id_number": certificate.id_number})
    assert taken.headers["Content-Type"] == "application/pdf"
