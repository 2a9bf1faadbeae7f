"""A key in this process: P-256, read once, signing PAdES B-B (B-T where time stamps are set)."""

from collections.abc import Sequence
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import Certificate, NameOID
from django.conf import settings

from certificates.signing import der, embedding, timestamps
from certificates.signing.interface import SigningError


class SoftwareSigner:
    """Signs with a private key held in memory."""

    def __init__(self, key: EllipticCurvePrivateKey, chain: Sequence[Certificate]):
        if not isinstance(key.curve, SECP256R1):
            raise TypeError("Only P-256 keys sign here.")
        self._key, self.chain = key, tuple(chain)
        self.name = chain[0].subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
        self._parts = der.parts(chain)

    def sign(self, pdf: bytes, *, reason: str, at: datetime) -> bytes:
        """As `Signer.sign`. Raises SigningError outside of the certificate's validity."""
        own = self.chain[0]
        if not own.not_valid_before_utc <= at < own.not_valid_after_utc:
            raise SigningError(f"“{self.name}”的签名证书在签名时不在有效期内，请更换签名密钥。")
        stamped = bool(settings.SIGNING_TIMESTAMP_URL)
        return embedding.embed(
            pdf,
            self._cms,
            name=self.name,
            reason=reason,
            at=at,
            reserved=embedding.RESERVED_STAMPED if stamped else embedding.RESERVED,
        )

    def _cms(self, digest: bytes) -> bytes:
        signed = der.signed_attributes(self._parts, digest)
        signature = self._key.sign(signed, ECDSA(SHA256()))
        return der.content(self._parts, signed, signature, timestamps.stamp(signature))
