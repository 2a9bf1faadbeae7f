"""A certificate's file that somebody edited: it is called so, with what differs, and who only
guesses learns nothing of the record."""

import pytest

from certificates import tags
from tests.certificates.lookup import edits, files
from tests.certificates.lookup.world import cpu_below, send
from tests.certificates.world import a_certificate

pytestmark = pytest.mark.django_db
SOON = 5  # seconds of a processor: two probes, each with two and what its libraries take
NOBODY, NO_NUMBER = "无此人", "Y000037000001263000777"
NO_ID = "00000019900101992X"


@pytest.fixture
def other(agencies, agency):
    """Another person's certificate, issued with its file."""
    made = a_certificate(agency, 2)
    issued(agencies.plan("lc"), made)
    return made


@pytest.fixture
def original(agencies, certificate, other) -> bytes:
    """The file of a certificate as it was issued, its code with the right tag."""
    return issued(agencies.plan("lc"), certificate)


def issued(plan, certificate) -> bytes:
    data = drawn(certificate)
    files.issue(plan, certificate, data)
    return data


def drawn(certificate, **words: str) -> bytes:
    return files.original(certificate, address=tags.address_of(certificate.number), **words)


def told(client, data: bytes):
    """What came of a file, and the page."""
    page = send(client, data)
    assert page.status_code == 200, page.content.decode()
    return page.context["found"], page.content.decode()


def differing(found) -> dict[str, tuple[str, str]]:
    return {each.key: (each.printed, each.recorded) for each in found.differing}


@pytest.mark.clause("SD-10")
def test_an_edited_name_is_called_forged_beside_the_recorded_one(client, original, certificate):
    """The code on the file, with its tag, opens the record as it does on the page of the code."""
    found, page = told(client, edits.reworded(original, certificate, name="王五"))
    assert (found.verdict, found.seal.label) == ("forged", "签名失效")
    assert differing(found) == {"name": ("王五", certificate.name)}
    assert "伪造或被改动" in page
    assert certificate.id_number not in page


@pytest.mark.clause("SD-10")
def test_an_edited_number_is_called_forged_beside_the_recorded_one(client, original, certificate):
    """Name and ID number open the record, as in the lookup; the properties still say the first."""
    edited = edits.reworded(original, certificate, number=NO_NUMBER)
    expected = {"number": (NO_NUMBER, certificate.number)}
    found, _ = told(client, edits.without_code(edited))
    assert (found.verdict, differing(found)) == ("forged", expected)
    assert found.traces == (
        f"文件属性里的证书编号是 {certificate.number}，与页面上的不同。",
        "页面上没有读到二维码。",
    )


def test_a_later_revision_shows_that_the_original_is_within(client, original, certificate):
    """Whatever was added says: the file begins with what was issued, which identifies it."""
    nothing_right = files.original(certificate, name=NOBODY, number=NO_NUMBER, id_number=NO_ID)
    found, _ = told(client, edits.added_to(original, nothing_right))
    assert (found.verdict, found.card.number) == ("forged", certificate.number)
    assert found.said.startswith("签发时的文件还完整地在这份文件里")
    assert set(differing(found)) == {"name", "number", "id_number"}
    # Even where what was added cannot be read.
    found, _ = told(client, original + b"\n1 0 obj\n<</Type/Catalog>>\nstartxref\n9\n%%EOF\n")
    assert (found.verdict, found.card.number) == ("forged", certificate.number)


def test_saved_anew_it_is_no_original_though_it_says_the_same(client, original):
    found, _ = told(client, edits.saved(original))
    assert (found.verdict, differing(found), found.traces) == ("forged", {}, ())
    assert found.seal.label == "签名失效"


def test_another_persons_code_is_named(client, original, certificate, other):
    found, page = told(client, edits.with_code_of(original, drawn(other)))
    assert (found.verdict, found.card.number) == ("forged", certificate.number)
    assert found.traces == (f"二维码是另一本证书的，编号 {other.number}。",)
    assert other.name not in page
    # With the other's number as well, it is the other's record that the code opens.
    renumbered = edits.reworded(original, certificate, name="王五", number=other.number)
    found, _ = told(client, edits.with_code_of(renumbered, drawn(other)))
    assert (found.verdict, found.card.number) == ("forged", other.number)
    assert set(differing(found)) == {"name", "id_number"}


def test_a_code_with_a_made_up_tag_opens_nothing(client, original, certificate, other):
    fake = files.original(other, address=f"https://jiping.example/verify/{other.number}/?t=AAAA")
    found, page = told(client, edits.with_code_of(original, fake))
    assert found.traces == ("二维码不是签发时的二维码。",)
    assert other.name not in page


@pytest.mark.parametrize("at", [0, 1])
def test_a_page_that_was_put_in_is_named(client, original, certificate, at):
    found, _ = told(client, edits.with_a_page(original, at))
    assert (found.verdict, differing(found)) == ("forged", {})
    assert found.traces == ("文件有 2 页，签发的证书只有 1 页。",)


@pytest.mark.usefixtures("original")
def test_whoever_guesses_learns_nothing_of_the_record(client, certificate):
    """A number that exists with another's name: that they do not go together may be known, as on
    the page of the number; nothing else, not even whether the level is right."""
    guess = files.drawn(files.content_of(certificate, name=NOBODY))
    found, page = told(client, guess)
    assert (found.verdict, found.card) == ("forged", None)
    assert [(each.key, each.printed, each.recorded) for each in found.compared] == [
        ("number", certificate.number, certificate.number),
        ("name", NOBODY, "（不显示）"),
    ]
    for secret in (certificate.name, certificate.agency_name, certificate.printed_level):
        assert secret not in page.replace("评价机构", "")


def test_one_with_our_signature_is_forged_whatever_it_says(client, original, certificate):
    nothing_right = edits.reworded(
        original, certificate, name=NOBODY, number=NO_NUMBER, id_number=NO_ID
    )
    untitled = edits.untitled(edits.without_code(nothing_right))
    found, page = told(client, untitled)
    assert (found.verdict, found.card, found.compared) == ("forged", None, ())
    assert found.said == "文件带有本系统的签名信息，但不是签发的任何一份证书。"
    assert certificate.name not in page


@pytest.mark.usefixtures("original")
def test_foreign_files_and_proofs_are_not_called_forged(client, certificate):
    found, _ = told(client, files.of_pages(1))
    assert (found.verdict, found.traces) == (
        "unknown",
        ("页面上没有可以核对的文字，像是扫描件或照片。",),
    )
    foreign = files.content_of(certificate, name=NOBODY, number=NO_NUMBER, id_number=NO_ID)
    found, _ = told(client, files.drawn(foreign))
    assert (found.verdict, found.card, found.compared) == ("unknown", None, ())
    found, _ = told(client, files.proof(certificate))
    assert (found.verdict, found.card, found.said) == (
        "unknown",
        None,
        "这是核发前的样张，不是证书。",
    )


def test_a_certificate_without_a_file_of_ours_is_not_called_forged(client, certificate):
    """One of an earlier system, say: there is nothing to compare the file with."""
    found, _ = told(client, files.drawn(files.content_of(certificate)))
    assert (found.verdict, found.tone, found.is_authentic) == ("fileless", "warn", False)
    found, _ = told(client, files.drawn(files.content_of(certificate, level="一级/高级技师")))
    assert (found.verdict, list(differing(found))) == ("forged", ["level"])


@pytest.mark.parametrize("make", [lambda: edits.nested(5_000), lambda: edits.brackets(500_000)])
def test_deep_nesting_is_told_soon(client, make):
    data = make()
    with cpu_below(SOON):
        page = send(client, data)
    assert page.status_code == 422
    assert "文件不完整或已损坏" in page.content.decode()
