"""What a key must be able to do, whether it lies in software, in a module or behind a service."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cryptography.x509 import Certificate


class SigningError(Exception):
    """No signature can be made now. The text says in Chinese why, and what to do."""


class Signer(Protocol):
    """Signs for one agency. Another kind of key (hardware, a national SM2 service) has the same
    shape: `embedding.embed` puts whatever CMS it makes of a digest into the PDF."""

    @property
    def name(self) -> str:
        """Who signs, as readers show it."""

    @property
    def chain(self) -> Sequence[Certificate]:
        """The signer's certificate and those above it."""

    def sign(self, pdf: bytes, *, reason: str, at: datetime) -> bytes:
        """The PDF with the signature as an addition; nothing of it is changed. `at` is the time
        that the signature claims. Raises SigningError."""
