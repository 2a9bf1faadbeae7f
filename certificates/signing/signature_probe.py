"""Run by `probes.ask` as a process of its own: a PDF on stdin, what its signature says on stdout
(JSON). Roots that are trusted are files named on the command line.

No part of the portal is imported here, and nothing is fetched: whether a key was retired is for the
portal to say. Memory and time are bounded by the kernel.
"""

import asyncio
import io
import json
import logging
import math
import resource
import sys
import time
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

CPU_SECONDS = 2  # beyond what the libraries take to load
MOST_PAGES = 20
# The last ones: what should be a dictionary or a number is something else.
DAMAGED = (PdfError, SignatureValidationError, ValueError, LookupError, TypeError, AttributeError)


def answer(data: bytes, roots: list[x509.Certificate]) -> dict:
    """What is to be said of a file: why it cannot be read, or what its signature is."""
    try:
        reader = PdfFileReader(io.BytesIO(data))
        if reader.encrypted:
            return {"unreadable": "encrypted"}
        if _pages(reader) > MOST_PAGES:
            return {"unreadable": "pages"}
        signatures = reader.embedded_signatures
        told = asyncio.run(_validated(signatures[-1], roots)) if signatures else {}
        return {"signatures": len(signatures)} | told
    except (MemoryError, RecursionError):
        return {"unreadable": "heavy"}
    except DAMAGED:
        return {"unreadable": "damaged"}


def _pages(reader: PdfFileReader) -> int:
    """What the file says of itself; a wrong number only spares us its reading."""
    pages = reader.root["/Pages"]
    count = pages["/Count"]
    if isinstance(count, IndirectObject):
        count = count.get_object()
    return max(int(count), len(pages["/Kids"]))


async def _validated(signature, roots: list[x509.Certificate]) -> dict:
    """Trust is asked as of the time that the signature claims: a certificate outlives the key."""
    moment = signature.self_reported_timestamp
    context = ValidationContext(
        trust_roots=roots, allow_fetching=False, moment=moment, best_signature_time=moment
    )
    status = await async_validate_pdf_signature(signature, context, skip_diff=True)
    stamp = status.timestamp_validity
    return {
        "intact": bool(status.intact and status.valid),
        "trusted": bool(status.trusted),
        "whole": status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        "signer": _named(status.signing_cert),
        "fingerprint": status.signing_cert.sha256.hex(),
        "at": moment.isoformat() if moment else "",
        "stamped_at": stamp.timestamp.isoformat() if stamp and stamp.intact else "",
    }


def _named(certificate: x509.Certificate) -> str:
    """The organisation, else whatever the certificate is for."""
    subject = certificate.subject.native
    return str(subject.get("organization_name") or subject.get("common_name") or "")


def read_roots(paths: list[str]) -> list[x509.Certificate]:
    """The certificates in these PEM files."""
    return [
        x509.Certificate.load(der)
        for path in paths
        for _, _, der in pem.unarmor(Path(path).read_bytes(), multiple=True)
    ]


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    memory, *paths = sys.argv[1:]
    seconds = math.ceil(time.process_time()) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read(), read_roots(paths))))
