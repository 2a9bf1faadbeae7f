"""The platform's own certification authority: for demonstrations, and for regions without another.

Its certificates say which agency a key belongs to. Readers outside trust them only where they were
told to; what counts here is the portal's own check (`verification`).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import NameOID
from django.conf import settings

from certificates import vault
from config import clock

NAME = "authority"
TITLE = "技评通平台签名根证书"
YEARS, AGENCY_YEARS = 20, 3
MOST_BYTES = 64  # of a common name; the whole stands beside it
ROOTS = "roots"  # certificates that are trusted, one a file; others may be put beside ours


@dataclass(frozen=True)
class Authority:
    """A key that certifies others, with its own certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def certify(
        self, key: ec.EllipticCurvePublicKey, *, name: str, code: str, since: datetime
    ) -> x509.Certificate:
        """A certificate of an agency's key for `AGENCY_YEARS`."""
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
                x509.NameAttribute(NameOID.COMMON_NAME, _cut(name)),
                x509.NameAttribute(NameOID.SERIAL_NUMBER, code),
            ]
        )
        until = since + timedelta(days=365 * AGENCY_YEARS)
        made = _builder(subject, key, since, until).issuer_name(self.certificate.subject)
        return (
            made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .sign(self.key, hashes.SHA256())
        )


def get() -> Authority:
    """The platform's authority, made at the first use where keys may be self-made. Raises
    vault.MissingKeyError."""
    return _read(vault.load_or_make(NAME, _made))


def make() -> Authority:
    """The authority, made if there is none yet. For the first set-up."""
    return get() if vault.exists(NAME) else _read(vault.keep(NAME, _made()))


def roots() -> list[Path]:
    """Files of the certificates that are trusted."""
    return sorted((Path(settings.SIGNING_KEY_DIR) / ROOTS).glob("*.pem"))


def new_key() -> ec.EllipticCurvePrivateKey:
    """A key as they all are here: P-256."""
    return ec.generate_private_key(ec.SECP256R1())


def packed(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A private key as the vault takes it."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def unpacked(data: bytes) -> ec.EllipticCurvePrivateKey:
    """What `packed` gave. Raises TypeError for a key of another kind."""
    key = load_der_private_key(data, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("This is no elliptic key.")
    return key


def _made() -> bytes:
    """Key and certificate in one, so that no two processes mix theirs."""
    key, now = new_key(), clock.now()
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.COMMON_NAME, TITLE),
        ]
    )
    until = now + timedelta(days=365 * YEARS)
    since = now - timedelta(days=1)
    made = _builder(subject, key.public_key(), since, until).issuer_name(subject)
    certificate = (
        made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = packed(key)
    return len(private).to_bytes(2, "big") + private + certificate.public_bytes(Encoding.DER)


def _read(kept: bytes) -> Authority:
    """Unpack what is kept, and show the certificate to whoever checks signatures."""
    end = 2 + int.from_bytes(kept[:2], "big")
    found = Authority(unpacked(kept[2:end]), x509.load_der_x509_certificate(kept[end:]))
    folder = Path(settings.SIGNING_KEY_DIR) / ROOTS
    path = folder / "platform.pem"
    shown = found.certificate.public_bytes(Encoding.PEM)
    if not path.exists() or path.read_bytes() != shown:
        folder.mkdir(exist_ok=True)
        draft = folder / f".platform-{secrets.token_hex(8)}"  # of each process and thread its own
        draft.write_bytes(shown)
        draft.replace(path)
    return found


def _builder(subject, key, since: datetime, until: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _cut(name: str) -> str:
    return name.encode()[:MOST_BYTES].decode(errors="ignore")


def _usage(*, signs: bool) -> x509.KeyUsage:
    """Of documents, or of other certificates."""
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_cert_sign=not signs,
        crl_sign=not signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
