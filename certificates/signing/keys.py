"""Whose key signs: one in use for each agency, made new before it runs out."""

import hashlib
from functools import lru_cache
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.db import IntegrityError, transaction

from certificates import vault
from certificates.models import SigningKey
from certificates.signing import authority
from certificates.signing.interface import Signer, SigningError
from certificates.signing.software import SoftwareSigner
from config import clock
from filing.models import Agency

REMEDY = "请平台管理员运行 manage.py issue_signing_key "


def signer_for(agency: Agency) -> Signer:
    """Who signs for an agency now. Raises SigningError: no key, one that has run out or cannot be
    opened. Where keys may be self-made, an agency without one gets it here."""
    try:
        key = _in_use(agency)
        if key is None and settings.SIGNING_KEYS_SELF_MADE:
            key = _first(agency)
        if key is None:
            raise SigningError(f"“{agency}”还没有签名密钥，{REMEDY}{agency.code}。")
        if not key.was_good(clock.now()):
            raise SigningError(f"“{agency}”的签名证书已过期，{REMEDY}{agency.code}。")
        return _opened(settings.SIGNING_KEY_DIR, key.name, key.chain)
    except vault.MissingKeyError as error:
        raise SigningError(f"“{agency}”的签名密钥打不开，请联系平台管理员。{error}") from error


def issue(agency: Agency) -> SigningKey:
    """A new key for an agency; the one in use is retired. Raises vault.MissingKeyError."""
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        SigningKey.objects.filter(agency=agency, retired_at=None).update(retired_at=clock.now())
        return _made(agency)


def _in_use(agency: Agency) -> SigningKey | None:
    return SigningKey.objects.filter(agency=agency, retired_at=None).first()


def _first(agency: Agency) -> SigningKey:
    """Of two who make the first key at once, one wins and both use it."""
    try:
        with transaction.atomic():
            return _made(agency)
    except IntegrityError:
        return SigningKey.objects.get(agency=agency, retired_at=None)


def _made(agency: Agency) -> SigningKey:
    issuer, private, name = authority.get(), authority.new_key(), f"agency-{uuid4().hex}"
    certificate = issuer.certify(
        private.public_key(), name=agency.name, code=agency.code, since=clock.now()
    )
    chain = (certificate, issuer.certificate)
    row = SigningKey(
        agency=agency,
        name=name,
        fingerprint=hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest(),
        chain=b"".join(each.public_bytes(Encoding.PEM) for each in chain).decode(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )
    vault.keep(name, authority.packed(private))  # before the row: one without its key signs nothing
    try:
        row.save(force_insert=True)
    except IntegrityError:
        vault.discard(name)
        raise
    return row


@lru_cache(maxsize=64)
def _opened(folder, name: str, chain: str) -> SoftwareSigner:
    """Read once for the process; `folder` tells settings apart."""
    private = authority.unpacked(vault.load(name))
    return SoftwareSigner(private, x509.load_pem_x509_certificates(chain.encode()))
