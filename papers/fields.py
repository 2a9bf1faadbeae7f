"""Model fields of papers."""

import hashlib
import unicodedata

from accounts import protection
from accounts.fields import LookupHash

# Full-width letters, digits and signs have a half-width twin; superscripts (10²) stay as they are.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")


class TextHash(LookupHash):
    """The keyed hash of a text, whatever its blanks, line ends and widths of signs. A `LookupHash`
    is of numbers: to it `3-2` and `32` are the same."""

    def hashed(self, plain: str) -> str:
        return text_hash(self.purpose, plain)


def text_hash(purpose: str, text: str) -> str:
    """Under which a text is found; the same for texts that read the same. Empty stays empty."""
    plain = plain_text(text)
    if not plain:
        return ""
    return protection.fingerprint(purpose, hashlib.sha256(plain.encode()).hexdigest())


def plain_text(text: str) -> str:
    """What of a text tells it from others. Pure."""
    return "".join(
        char for char in text.translate(HALF_WIDTH) if unicodedata.category(char) not in UNSEEN
    )
