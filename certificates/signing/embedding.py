"""A signature's place in a PDF: an invisible field, added behind the file as it is."""

import io
from collections.abc import Callable
from datetime import datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from certificates.documents.content import PROOF_MARK
from certificates.signing.interface import SigningError

FIELD = "Signature"
RESERVED, RESERVED_STAMPED = 6_144, 24_576  # hexadecimal digits: chain, time stamp


class _Appended(IncrementalPdfFileWriter):
    """Leaves title and metadata as they are: what is signed says the same, and stays PDF/A."""

    def _update_meta(self) -> None:
        pass


def embed(
    pdf: bytes,
    make: Callable[[bytes], bytes],
    *,
    name: str,
    reason: str,
    at: datetime,
    reserved: int = RESERVED,
) -> bytes:
    """The PDF with the CMS that `make` makes of its SHA-256 digest. Certifies that the document is
    whole: no change is allowed after it. Raises SigningError for a PDF that cannot be signed."""
    try:
        writer = _Appended(io.BytesIO(pdf))
    except PdfError as error:
        raise SigningError("这份 PDF 不完整或已损坏，无法签名。") from error
    if writer.trailer["/Info"].get("/Keywords") == PROOF_MARK:
        raise SigningError("样张不能签名。")
    if "/AcroForm" in writer.root:
        raise SigningError("这份 PDF 已经签过名，不能再签。")
    embedder = PdfCMSEmbedder(new_field_spec=SigFieldSpec(FIELD))
    steps = embedder.write_cms(FIELD, writer)
    next(steps)
    placeholder = SignatureObject(
        timestamp=at,
        subfilter=SigSeedSubFilter.PADES,
        name=name,
        reason=reason,
        bytes_reserved=reserved,
    )
    final = SigMDPSetup("sha256", certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    steps.send(SigObjSetup(placeholder, mdp_setup=final))
    prepared, output = steps.send(SigIOSetup("sha256"))
    steps.send(make(prepared.document_digest))
    return output.getvalue()
