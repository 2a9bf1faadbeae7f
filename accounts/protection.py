"""Personal data at rest: encrypted with keys that rotate, found again by a keyed hash.

Stored text carries the short name of its key (`3f9a01c2.…`), so that what lies under an old key
can be found and re-encrypted (`manage.py rekey_personal_data`). The key of the hashes is another
one: who reads the table and holds the encryption keys still cannot try out all ID numbers.
"""

import base64
import hashlib
import hmac
import os
import re
import unicodedata
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12
NAME = 8
SHORTEST_KEY = 32


class ProtectionError(Exception):
    """Protected text cannot be read: its key is gone or it was altered."""


def encrypt(text: str) -> str:
    """`text` under the newest key (AES-256-GCM). Empty stays empty."""
    if not text:
        return ""
    key = settings.PERSONAL_DATA_KEYS[0]
    nonce = os.urandom(NONCE)
    sealed = _cipher(key).encrypt(nonce, text.encode(), None)
    return f"{key_name(key)}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(stored: str) -> str:
    """The text behind what `encrypt` gave. Raises ProtectionError."""
    if not stored:
        return ""
    name, _, body = stored.partition(".")
    key = next((k for k in settings.PERSONAL_DATA_KEYS if key_name(k) == name), None)
    if key is None:
        raise ProtectionError(
            f"PERSONAL_DATA_KEYS 中没有名为 {name} 的密钥，无法读取受保护的数据。"
        )
    try:
        raw = base64.urlsafe_b64decode(body)
        return _cipher(key).decrypt(raw[:NONCE], raw[NONCE:], None).decode()
    except (InvalidTag, ValueError) as error:
        raise ProtectionError("受保护的数据不完整或被改动，无法读取。") from error


def current_prefix() -> str:
    """What text under the newest key begins with."""
    return f"{key_name(settings.PERSONAL_DATA_KEYS[0])}."


def fingerprint(purpose: str, value: str) -> str:
    """The keyed hash under which a value is found: the same for the same `purpose` (`id_number`,
    `phone`) and value, however it was typed. Empty stays empty."""
    plain = normalise(value)
    if not plain:
        return ""
    key = settings.LOOKUP_KEY
    digest = hmac.new(key.encode(), f"{purpose}\0{plain}".encode(), hashlib.sha256)
    return f"{key_name(key)}.{digest.hexdigest()}"


def fingerprint_prefix() -> str:
    """What a hash under the present `LOOKUP_KEY` begins with."""
    return f"{key_name(settings.LOOKUP_KEY)}."


def normalise(value: str) -> str:
    """One spelling of a number: half-width, capitals, no blanks or dashes, no +86. Pure."""
    if value.isascii() and value.isalnum():
        return value.upper()
    text = unicodedata.normalize("NFKC", value)
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Pd", "Zs"))
    return re.sub(r"^\+86", "", kept).upper()


@cache
def key_name(key: str) -> str:
    """A key's short public name."""
    return hashlib.sha256(f"name\0{key}".encode()).hexdigest()[:NAME]


@cache
def _cipher(key: str) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=None, info=b"jiping personal data").derive(key.encode())
    return AESGCM(derived)
