"""A CMS signature after PAdES B-B, put together from parts that are the same each time.

asn1crypto takes ten milliseconds to build one; all but the digest and the signature itself are
known beforehand. The parts come from asn1crypto once for each key (`parts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

SEQUENCE, SET, OCTETS = 0x30, 0x31, 0x04
FIRST, SECOND = 0xA0, 0xA1  # context-specific, constructed
SHA256 = algos.DigestAlgorithm({"algorithm": "sha256"})


@dataclass(frozen=True)
class Parts:
    """Of one key. `attributes` are the signed ones apart from the digest."""

    data: bytes  # of SignedData before the signer
    signer: bytes  # of SignerInfo before the signed attributes
    attributes: tuple[bytes, ...]
    algorithm: bytes


def parts(chain: Sequence[x509.Certificate]) -> Parts:
    """What stays the same for a P-256 key whose certificates are `chain`, its own first."""
    certificates = [asn1.Certificate.load(each.public_bytes(Encoding.DER)) for each in chain]
    own = certificates[0]
    algorithm = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
    issued = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
    certificate_id = tsp.ESSCertIDv2({"cert_hash": own.sha256})
    protection = cms.CMSAlgorithmProtection(
        {"digest_algorithm": SHA256, "signature_algorithm": algorithm}
    )
    return Parts(
        data=core.Integer(1).dump()
        + cms.DigestAlgorithms([SHA256]).dump()
        + cms.EncapsulatedContentInfo({"content_type": "data"}).dump()
        + tlv(FIRST, *sorted(each.dump() for each in certificates)),
        signer=core.Integer(1).dump() + issued.dump() + SHA256.dump(),
        attributes=(
            attribute("content_type", cms.ContentType("data").dump()),
            attribute(
                "signing_certificate_v2",
                tsp.SigningCertificateV2({"certs": [certificate_id]}).dump(),
            ),
            attribute("cms_algorithm_protection", protection.dump()),
        ),
        algorithm=algorithm.dump(),
    )


def signed_attributes(given: Parts, digest: bytes) -> bytes:
    """The set that is signed: what the file's digest is, and the constant ones."""
    own = attribute("message_digest", core.OctetString(digest).dump())
    return tlv(SET, *sorted((*given.attributes, own)))


def content(given: Parts, signed: bytes, signature: bytes, unsigned: Sequence[bytes] = ()) -> bytes:
    """The whole ContentInfo. `signed` is of `signed_attributes`."""
    more = [tlv(SECOND, *unsigned)] if unsigned else []
    signer = tlv(
        SEQUENCE,
        given.signer,
        bytes([FIRST]) + signed[1:],
        given.algorithm,
        tlv(OCTETS, signature),
        *more,
    )
    data = tlv(SEQUENCE, given.data, tlv(SET, signer))
    return tlv(SEQUENCE, cms.ContentType("signed_data").dump(), tlv(FIRST, data))


def attribute(kind: str, value: bytes) -> bytes:
    """A CMS attribute of one value."""
    return tlv(SEQUENCE, cms.CMSAttributeType(kind).dump(), tlv(SET, value))


def tlv(tag: int, *values: bytes) -> bytes:
    """Tag, length, value."""
    value = b"".join(values)
    size = len(value)
    if size < 0x80:
        return bytes([tag, size]) + value
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + value
