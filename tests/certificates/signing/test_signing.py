"""Signing, and what others make of it."""

import io
import shutil
import subprocess
from datetime import timedelta

import pikepdf
import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certificates.documents.drawing import draw
from certificates.documents.layouts import Layout
from certificates.signing import SigningError, signer_for
from certificates.signing.authority import roots
from config import clock
from tests.certificates.documents.making import NUMBER, content, photo
from tests.certificates.documents.reading import POPPLER

needs_pdfsig = pytest.mark.skipif(shutil.which("pdfsig") is None, reason=POPPLER)


def status(pdf: bytes):
    """What pyHanko says, stock and strict."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    trusted = [
        x509.Certificate.load(der)
        for path in roots()
        for _, _, der in pem.unarmor(path.read_bytes(), multiple=True)
    ]
    return validate_pdf_signature(signature, ValidationContext(trusted, allow_fetching=False))


def test_pyhanko_finds_it_valid_whole_and_final(signed):
    found = status(signed)
    assert (found.bottom_line, found.coverage) == (True, SignatureCoverageLevel.ENTIRE_FILE)
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    assert signature.docmdp_level == MDPPerm.NO_CHANGES
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_it_says_who_why_and_when(agency, plain):
    at = clock.now().replace(microsecond=0) + timedelta(minutes=3)
    signed = signer_for(agency).sign(plain, reason="签发证书", at=at)
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    found = signature.sig_object
    assert (found["/Name"], found["/Reason"]) == (agency.name, "签发证书")
    assert signature.self_reported_timestamp == at


def test_what_is_signed_is_what_pades_asks_for(signed):
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    attributes = {each["type"].native for each in signature.signer_info["signed_attrs"]}
    assert attributes == {
        "content_type",
        "message_digest",
        "signing_certificate_v2",
        "cms_algorithm_protection",
    }
    assert len(signature.other_embedded_certs) == 1


@needs_pdfsig
def test_pdfsig_finds_it_valid(signed, tmp_path):
    assert "Signature is Valid." in pdfsig(signed, tmp_path)
    assert "Total document signed" in pdfsig(signed, tmp_path)


def pdfsig(pdf: bytes, folder) -> str:
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    run = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return run.stdout


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_one_byte_changed_and_it_is_no_longer_whole(signed, plain, tmp_path, part):
    changed = bytearray(signed)
    at = int(len(plain) * part)
    changed[at] ^= 1
    try:
        intact = status(bytes(changed)).intact
    except Exception as error:
        intact = type(error).__name__ == ""
    assert not intact
    if shutil.which("pdfsig"):
        assert "Signature is Valid." not in pdfsig(bytes(changed), tmp_path)


def test_the_file_stays_as_it_was_and_as_archives_ask(signed, plain):
    assert signed.startswith(plain)
    with pikepdf.open(io.BytesIO(signed)) as after, pikepdf.open(io.BytesIO(plain)) as before:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        told = [
            {key: str(value) for key, value in each.trailer.Info.items()}
            for each in (before, after)
        ]
        assert told[0] == told[1]
        (widget,) = after.pages[0].Annots
        assert (widget.F & 0b110, [int(side) for side in widget.Rect]) == (4, [0, 0, 0, 0])


def test_every_layout_can_be_signed(agency):
    signer = signer_for(agency)
    (pdf,) = draw([content()], {NUMBER: photo()}, layout=Layout.OVERPRINT)
    assert status(signer.sign(pdf, reason="签发证书", at=clock.now())).bottom_line


def test_a_proof_is_never_signed(agency):
    (proof,) = draw([content()], {NUMBER: photo()}, proof=True)
    with pytest.raises(SigningError, match="样张不能签名"):
        signer_for(agency).sign(proof, reason="签发证书", at=clock.now())


def test_nothing_is_signed_twice(agency, signed):
    with pytest.raises(SigningError, match="已经签过名"):
        signer_for(agency).sign(signed, reason="签发证书", at=clock.now())


def test_what_is_no_pdf_is_not_signed(agency):
    with pytest.raises(SigningError, match="不完整或已损坏"):
        signer_for(agency).sign(b"no document", reason="签发证书", at=clock.now())
