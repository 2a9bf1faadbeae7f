"""Signatures read back, of our own files and of hostile ones."""

import io
import random
import resource
import subprocess
from datetime import timedelta

import pikepdf
import pytest

from casework.services.inspection import probes
from certificates.models import SigningKey
from certificates.signing import (
    Signature,
    UnreadableFileError,
    authority,
    keys,
    signer_for,
    verification,
    verify,
)
from certificates.signing.software import SoftwareSigner
from config import clock


def pdf_of(document: pikepdf.Pdf, **options) -> bytes:
    target = io.BytesIO()
    document.save(target, **options)
    return target.getvalue()


def pages(count: int) -> bytes:
    with pikepdf.new() as document:
        for _ in range(count):
            document.add_blank_page()
        return pdf_of(document)


def children_seconds() -> float:
    """What finished processes of ours have used: other work of the machine does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def reason(pdf: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        verify(pdf)
    return str(caught.value)


def test_a_certificate_as_it_was_issued(agency, signed):
    found = verify(signed)
    (key,) = SigningKey.objects.all()
    assert found == Signature(
        count=1,
        intact=True,
        whole=True,
        trusted=True,
        claimed=True,
        signer=agency.name,
        agency=agency,
        at=found.at,
    )
    assert found.good
    assert key.valid_from <= found.at <= clock.now()


def test_one_byte_changed(signed, plain):
    changed = bytearray(signed)
    changed[len(plain) // 2] ^= 1
    found = verify(bytes(changed))
    assert (found.count, found.intact, found.good) == (1, False, False)


def test_something_added_behind(signed):
    with pikepdf.open(io.BytesIO(signed)) as document:
        rewritten = pdf_of(document)
    for pdf in (signed + b"\n% more\n", rewritten):
        assert not verify(pdf).good
    assert (verify(signed + b"\n% more\n").intact, verify(signed + b"\n% more\n").whole) == (
        True,
        False,
    )


def test_a_file_without_a_signature(plain):
    assert verify(plain) == Signature(0)


def test_a_key_of_nobody_here_is_not_trusted(agency, plain, signed):
    private = authority.new_key()
    forged = authority.Authority(private, authority.get().certificate)
    since = clock.now()
    own = forged.certify(private.public_key(), name=agency.name, code=agency.code, since=since)
    signer = SoftwareSigner(private, [own, forged.certificate])
    found = verify(signer.sign(plain, reason="签发证书", at=clock.now()))
    assert (found.intact, found.trusted, found.agency, found.good) == (True, False, None, False)
    assert found.signer == agency.name


def test_a_certificate_of_ours_that_was_never_recorded_is_not_trusted(agency, plain):
    private, issuer = authority.new_key(), authority.get()
    own = issuer.certify(private.public_key(), name=agency.name, code="X", since=clock.now())
    signer = SoftwareSigner(private, [own, issuer.certificate])
    found = verify(signer.sign(plain, reason="签发证书", at=clock.now()))
    assert (found.intact, found.trusted) == (True, False)


def test_what_was_signed_before_a_key_was_retired_still_counts(agency, plain, signed, monkeypatch):
    old = signer_for(agency)
    now = clock.now() + timedelta(seconds=5)
    monkeypatch.setattr(clock, "now", lambda: now)
    keys.issue(agency)
    assert verify(signed).good
    late = old.sign(plain, reason="签发证书", at=now + timedelta(minutes=1))
    assert (verify(late).intact, verify(late).trusted) == (True, False)


def test_what_was_signed_in_time_counts_after_the_key_has_run_out(signed, monkeypatch):
    later = clock.now() + timedelta(days=365 * 10)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert verify(signed).good


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n", b"PK\x03\x04" + bytes(2000), b"text"])
def test_what_is_no_pdf(db, data):
    assert reason(data) == verification.REASONS["none"]


def test_what_is_too_large_is_not_even_read(db, monkeypatch):
    monkeypatch.setattr(probes, "ask", None)
    assert reason(b"%PDF-1.7" + bytes(100 * 1024 * 1024)) == verification.REASONS["size"]


def test_an_encrypted_file(db, plain):
    with pikepdf.open(io.BytesIO(plain)) as document:
        locked = pdf_of(document, encryption=pikepdf.Encryption(owner="a", user="b"))
        readable = pdf_of(document, encryption=pikepdf.Encryption(owner="a", user=""))
    assert [reason(locked), reason(readable)] == [verification.REASONS["encrypted"]] * 2


def test_ten_thousand_pages_are_refused_soon(db):
    many, begun = pages(10_000), children_seconds()
    assert reason(many) == verification.REASONS["pages"]
    assert children_seconds() - begun < 2


@pytest.mark.parametrize("share", [0.05, 0.5, 0.99])
def test_a_file_cut_off(signed, share):
    assert reason(signed[: int(len(signed) * share)]) == verification.REASONS["damaged"]


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n" + b"[" * 200_000,
        b"%PDF-1.7\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n1 0 obj\n<</Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
        b"%PDF-1.7\n" + b"\x00" * 1_000_000,
    ],
    ids=["deep", "no table", "in a circle", "nothing"],
)
def test_malformed_files_get_an_answer(db, body):
    assert reason(body) in (verification.REASONS["damaged"], verification.REASONS["heavy"])


def test_a_bomb_is_stopped(db, plain):
    """A cross-reference stream that unpacks to gigabytes."""
    with pikepdf.open(io.BytesIO(plain)) as document:
        zeros = pikepdf.Stream(document, bytes(200 * 1024 * 1024))
        document.Root.Metadata = zeros
        bomb = pdf_of(
            document, recompress_flate=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    assert len(bomb) < verification.MOST_BYTES
    assert verify(bomb) == Signature(0)


def test_a_file_that_takes_too_long_is_told(db, monkeypatch):
    def too_long(*args, **kwargs):
        raise subprocess.TimeoutExpired("probe", 20)

    monkeypatch.setattr(subprocess, "run", too_long)
    assert reason(b"%PDF-1.7") == verification.REASONS["heavy"]


@pytest.mark.parametrize("seed", range(12))
def test_bytes_thrown_about_never_break_it(signed, seed):
    """Whatever is changed behind the first bytes: an answer, and never that it is good."""
    dice = random.Random(seed)  # noqa: S311 the same in every run
    changed = bytearray(signed)
    for _ in range(40):
        changed[dice.randrange(8, len(changed))] = dice.randrange(256)
    try:
        assert not verify(bytes(changed)).good
    except UnreadableFileError as error:
        assert str(error) in verification.REASONS.values()
