"""A PDF that somebody sends: original, older, forged, unknown, or hostile."""

import os
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client

from casework.models import StoredFile
from certificates.enums import CertificateStatus
from certificates.services import guarding
from tests.certificates.lookup import files
from tests.certificates.lookup.files import content_of, drawn, encrypted, issue
from tests.certificates.lookup.world import FILE, cpu_below, send

pytestmark = pytest.mark.django_db
SOON = 5  # seconds of a processor: two probes, each with two and what its libraries take
API = "/api/v1/certificates/verify-file/"


@pytest.fixture
def plan(agencies):
    return agencies.plan("lc")


@pytest.fixture
def original(plan, certificate) -> bytes:
    """The file of a certificate, as it was issued."""
    data = files.original(certificate)
    issue(plan, certificate, data)
    return data


def found(response):
    assert response.status_code == 200, response.content.decode()
    return response.context["found"]


def differing(response) -> dict[str, tuple[str, str]]:
    return {each.label: (each.printed, each.recorded) for each in found(response).differing}


@pytest.mark.clause("SD-10")
def test_an_original_is_told_with_its_status(client, original, certificate):
    page = send(client, original)
    check = found(page)
    assert (check.verdict, check.is_authentic, check.tone) == ("original", True, "ok")
    assert (check.seal.label, check.seal.intact) == ("签名有效", True)
    assert (differing(page), len(check.compared)) == ({}, 9)
    assert certificate.id_number not in page.content.decode()
    certificate.status = CertificateStatus.REVOKED
    certificate.save()
    check = found(page := send(client, original))
    assert (check.verdict, check.is_authentic, check.tone) == ("original", False, "danger")
    assert "证书已撤销" in page.content.decode()


def test_an_older_edition_is_named_so(client, plan, certificate, original):
    certificate.name = "考生一"
    certificate.save()
    issue(plan, certificate, drawn(content_of(certificate)))
    page = send(client, original)
    check = found(page)
    assert (check.verdict, check.is_authentic, check.edition) == ("older", False, 2)
    assert check.card.edition == 3
    assert differing(page) == {"姓名": ("考生1", "考生一")}


@pytest.mark.usefixtures("original")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"level": "一级/高级技师"}, {"职业技能等级": ("一级/高级技师", "三级/高级工")}),
        ({"issued_on": "2024-06-30"}, {"发证日期": ("2024年6月30日", "2026年6月30日")}),
        (
            {"id_number": "00000019900101992X", "occupation": "焊工"},
            {
                "证件号码": ("0000**********992X", "0000**********0018"),
                "职业名称": ("焊工", "电工"),
            },
        ),
    ],
)
def test_an_edited_one_is_called_forged_and_what_differs_is_shown(
    client, certificate, change, expected
):
    page = send(client, drawn(content_of(certificate, **change)))
    check = found(page)
    assert (check.verdict, check.is_authentic, check.tone) == ("forged", False, "danger")
    assert differing(page) == expected
    assert "伪造或被改动" in page.content.decode()


@pytest.mark.usefixtures("original")
def test_serial_and_remark_of_a_reissue_are_compared_as_well(client, plan, certificate):
    printed = {"print_serial": "B0002", "remark": "补发"}
    data = files.original(certificate, **printed)
    issue(plan, certificate, data, **printed)
    check = found(page := send(client, data))
    assert (check.verdict, differing(page), len(check.compared)) == ("original", {}, 11)
    page = send(client, files.original(certificate, print_serial="B0009"))
    assert found(page).verdict == "forged"
    assert differing(page) == {
        "证书印制流水码": ("B0009", "B0002"),
        "备注": ("（文件中没有读到）", "补发"),
    }


@pytest.mark.usefixtures("original")
def test_a_copy_that_says_the_same_is_no_original(client, certificate):
    page = send(client, drawn(content_of(certificate)))
    assert (found(page).verdict, differing(page)) == ("forged", {})
    assert found(page).seal.label == "没有电子签名"
    assert "照片、签名等其他部分可能被改动" in page.content.decode()


def test_one_byte_changed_breaks_the_signature(client, original):
    at = original.index(b"stream") + 60
    page = send(client, original[:at] + bytes([original[at] ^ 1]) + original[at + 1 :])
    if page.status_code == 200:
        assert found(page).verdict in ("forged", "unknown")
        assert found(page).seal.label in ("签名失效", "无法检查签名")
    page = send(client, original + b"\n% more")
    assert (found(page).verdict, found(page).seal.label) == ("forged", "签名失效")


def test_another_certificate_drawn_and_signed_alike_is_not_the_one_issued(
    client, original, certificate
):
    """Whoever has the agency's key still cannot make a second original."""
    page = send(client, files.original(certificate, level="一级/高级技师"))
    check = found(page)
    assert (check.verdict, check.seal.label, check.is_authentic) == ("forged", "签名有效", False)
    assert differing(page) == {"职业技能等级": ("一级/高级技师", "三级/高级工")}


def test_many_names_in_one_place_are_one_wrong_name(client, certificate, original):
    names = "".join(f"考生{number}" for number in range(1, 9))
    page = send(client, drawn(content_of(certificate, name=names)))
    assert (found(page).verdict, found(page).card) == ("forged", None)


def test_guesses_by_file_are_limited_by_number(client, certificate, original, monkeypatch):
    monkeypatch.setattr(guarding, "NUMBERS", guarding.Limit("certificate-number", "2/hour"))
    forged = drawn(content_of(certificate, name="无此人"))
    assert [send(client, forged).status_code for _ in range(3)] == [200, 200, 429]
    assert send(client, original).status_code == 200


def test_files_are_limited_by_address(client, original, monkeypatch):
    monkeypatch.setattr(guarding, "FILES", guarding.Limit("certificate-file", "2/hour"))
    assert [send(client, original).status_code for _ in range(3)] == [200, 200, 429]


HOSTILE = {
    "no pdf": (lambda: b"\xff\xd8\xff\xe0" + b"x" * 1000, "这不是 PDF 文件"),
    "text": ("这不是证书。".encode, "这不是 PDF 文件"),
    "only a head": (lambda: b"%PDF-1.7\n", "文件不完整或已损坏"),
    "cut": (lambda: files.of_pages(9)[:400], "文件不完整或已损坏"),
    "noise": (lambda: b"%PDF-1.7\n" + os.urandom(200_000), "文件不完整或已损坏"),
    "with a password": (lambda: encrypted(files.of_pages(1), "secret"), "文件设有密码或权限限制"),
    "with restrictions": (lambda: encrypted(files.of_pages(1), ""), "文件设有密码或权限限制"),
    "10,000 pages": (lambda: files.of_pages(10_000), "文件页数与证书不符"),
    "empty": (bytes, "空"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_get_a_clear_answer_soon(client, kind):
    make, said = HOSTILE[kind]
    data = make()
    with cpu_below(SOON):
        page = send(client, data)
    assert page.status_code == 422
    assert said in page.content.decode()
    cache.clear()
    file = _named(data)
    answer = client.post(API, {"file": file})
    assert answer.status_code == 400
    assert said in answer.json()["file"][0]
    assert answer.json()["file"][0].startswith(("这", "文", "提"))


def test_a_bomb_is_stopped(client):
    """A page whose content unpacks to a gigabyte, in a file of one megabyte."""
    data = files.bomb(100)
    with cpu_below(SOON):
        page = send(client, data)
    assert page.status_code == 422 or found(page).verdict == "unknown"


def test_a_hundred_megabytes_are_thrown_away_as_they_come(client):
    data = b"%PDF-1.7\n" + bytes(100 * 1024 * 1024)
    with cpu_below(SOON):
        page = send(client, data)
    assert page.status_code == 422
    assert "文件超过 10 MB" in page.content.decode()
    answer = client.post(API, {"file": _named(b"%PDF-1.7\n" + bytes(11 * 1024 * 1024))})
    assert (answer.status_code, list(answer.json())) == (413, ["detail"])


def test_nothing_that_was_sent_is_kept(client, original, certificate):
    before = StoredFile.objects.count()
    send(client, original)
    send(client, drawn(content_of(certificate, level="一级/高级技师")))
    assert StoredFile.objects.count() == before


def test_the_form_is_protected_though_the_file_comes_first(certificate):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(FILE, {"file": _named(files.of_pages(1))}).status_code == 403
    page = strict.get(FILE)
    token = page.context["csrf_token"]
    answer = strict.post(
        FILE, {"csrfmiddlewaretoken": str(token), "file": _named(files.of_pages(1))}
    )
    assert answer.status_code == 200


def test_no_file_is_asked_for(client):
    page = client.post(FILE, {})
    assert page.status_code == 422
    assert "请选择证书文件" in page.content.decode()


def test_the_api_says_the_same(client, original, certificate):
    answer = client.post(API, {"file": _named(original)}).json()
    assert (answer["authentic"], answer["verdict"]) == (True, "original")
    assert answer["certificate"]["certificate_number"] == certificate.number
    assert all(each["same"] for each in answer["fields_compared"])
    forged = drawn(content_of(certificate, level="一级/高级技师"))
    answer = client.post(API, {"file": _named(forged)}).json()
    assert (answer["authentic"], answer["verdict"]) == (False, "forged")
    assert [each for each in answer["fields_compared"] if not each["same"]] == [
        {
            "field": "level",
            "printed": "一级/高级技师",
            "recorded": "三级/高级工",
            "same": False,
        }
    ]


def _named(data: bytes):
    file = BytesIO(data)
    file.name = "证书.pdf"
    return file
