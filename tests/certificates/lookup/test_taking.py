"""A holder takes the PDF along: the stored bytes, for the full ID number, on record."""

import pytest

from casework.services import files
from certificates.enums import CertificateStatus
from certificates.models import HolderDownload
from certificates.services import guarding, passes
from tests.assessment.entering import id_number
from tests.certificates.lookup.files import content_of, drawn, issue
from tests.certificates.lookup.world import TAKE, by_number, by_person, the_pass
from tests.certificates.world import a_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(agencies, certificate):
    return issue(agencies.plan("lc"), certificate, drawn(content_of(certificate)))


def form(page, certificate, number: str = "") -> dict:
    shown = {"pass": the_pass(page.content.decode()), "certificate": certificate.pk}
    return {**shown, "id_number": number} if number else shown


def records() -> list[tuple[int, int]]:
    return list(HolderDownload.objects.values_list("certificate", "edition"))


def test_the_full_id_number_gets_the_stored_bytes_on_record(client, certificate, edition):
    page = by_number(client, certificate)
    answer = client.post(TAKE, form(page, certificate, id_number(1)))
    assert answer.content == files.read(edition.file)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert records() == [(certificate.pk, edition.pk)]


@pytest.mark.parametrize("number", ["", "0000", id_number(2), id_number(1)[-4:]])
def test_another_number_gets_nothing(client, certificate, edition, number):
    answer = client.post(TAKE, form(by_number(client, certificate), certificate, number))
    assert (answer.status_code, records()) == (422, [])
    assert "application/pdf" not in answer.headers["Content-Type"]


def test_who_came_by_the_id_number_need_not_give_it_again(client, certificate, edition):
    answer = client.post(TAKE, form(by_person(client, certificate), certificate))
    assert answer.content == files.read(edition.file)


def test_only_what_was_shown_can_be_taken(client, agencies, certificate, edition):
    other = a_certificate(certificate.agency, 2)
    issue(agencies.plan("lc"), other, drawn(content_of(other)))
    page = by_person(client, certificate)
    asked = {**form(page, certificate), "certificate": other.pk}
    assert client.post(TAKE, asked).headers["Location"] == "/lookup/"
    for wrong in ("", "x", f"{asked['pass']}x"):
        answer = client.post(TAKE, {**asked, "pass": wrong, "certificate": certificate.pk})
        assert answer.status_code == 403
    assert records() == []


def test_a_page_that_stood_open_too_long_asks_again(client, certificate, edition, monkeypatch):
    page = by_person(client, certificate)
    monkeypatch.setattr(passes, "SECONDS", -1)
    answer = client.post(TAKE, form(page, certificate))
    assert (answer.status_code, records()) == (403, [])
    assert "请重新查询" in answer.content.decode()


def test_tries_are_limited_by_certificate_from_whatever_address(
    client, certificate, edition, monkeypatch
):
    monkeypatch.setattr(guarding, "TAKEN_ONE", guarding.Limit("certificate-taken-one", "2/hour"))
    asked = form(by_number(client, certificate), certificate, id_number(2))
    codes = [
        client.post(TAKE, asked, REMOTE_ADDR=f"192.0.2.{at}").status_code for at in range(1, 4)
    ]
    assert codes == [422, 422, 429]


def test_a_revoked_one_is_not_given_out(client, certificate, edition):
    page = by_person(client, certificate)
    certificate.status = CertificateStatus.REVOKED
    certificate.save()
    answer = client.post(TAKE, form(page, certificate))
    assert (answer.status_code, records()) == (422, [])
    assert "这本证书已撤销，不再提供下载" in answer.content.decode()
    assert TAKE not in by_person(client, certificate).content.decode()


def test_a_certificate_without_a_file_offers_none(client, certificate):
    page = by_person(client, certificate)
    assert TAKE not in page.content.decode()
    asked = {
        "pass": str(passes.Pass((certificate.pk,), knows_id=True)),
        "certificate": certificate.pk,
    }
    answer = client.post(TAKE, asked)
    assert "没有电子文件" in answer.content.decode()


def test_damaged_bytes_are_not_given_out(client, certificate, edition):
    page = by_person(client, certificate)
    files.path_of(edition.file.pk).write_bytes(b"other")
    answer = client.post(TAKE, form(page, certificate))
    assert (answer.status_code, records()) == (503, [])
