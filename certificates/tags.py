"""The address in the QR code, and its tag: what shows that whoever asks has seen the certificate,
since numbers are consecutive and would let anyone walk through people.

96 bits of HMAC-SHA-256 over the number: as good as unguessable, and short enough for a coarse code.
The key is kept for ever: it is printed, in a way, on every certificate.
"""

import base64
import hashlib
import hmac
import re
import secrets
from functools import lru_cache

from django.conf import settings

from certificates import vault

KEY = "qr"
BYTES = 12  # of the tag; 16 letters
PURPOSE = b"certificate address\0"
# Whatever stands before it: the portal may have moved since the code was printed.
ADDRESS = re.compile(r"https?://[^/\s]+/verify/([^/?\s]+)/\?t=([\w-]+)", re.ASCII)


def tag_of(number: str) -> str:
    """The tag of a certificate number, as it is written in the address."""
    digest = hmac.new(_key(), PURPOSE + number.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:BYTES]).decode()


def holds(number: str, tag: str) -> bool:
    """Whether a tag that somebody sends is that of the number; takes as long when it is not."""
    return hmac.compare_digest(tag_of(number).encode(), tag.encode())


def address_of(number: str) -> str:
    """What the QR code holds."""
    return f"{settings.SITE_URL}/verify/{number}/?t={tag_of(number)}"


def of_address(text: str) -> tuple[str, str] | None:
    """Number and tag of what a QR code holds, whether they go together or not (`holds`); None
    for a code that leads elsewhere."""
    found = ADDRESS.fullmatch(text.strip())
    return (found[1], found[2]) if found else None


def make_key() -> bytes:
    """The key, made if there is none yet. For the first set-up."""
    return vault.keep(KEY, secrets.token_bytes(32))


def _key() -> bytes:
    return _loaded(settings.SIGNING_KEY_DIR, settings.SIGNING_KEY_SECRET)


@lru_cache(maxsize=4)
def _loaded(folder, secret) -> bytes:
    """Read once for the process; the arguments tell settings apart."""
    return vault.load_or_make(KEY, lambda: secrets.token_bytes(32))
