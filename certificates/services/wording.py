"""What a certificate says, made from its columns, and what of it an edition keeps."""

import hashlib

from certificates import tags
from certificates.documents.content import TEMPLATE_VERSION, Content
from certificates.models import Certificate


def of(certificate: Certificate) -> Content:
    """What the columns of a certificate say, worded as it is printed."""
    return Content(
        number=certificate.number,
        name=certificate.name,
        document=str(certificate.get_document_display()),
        id_number=certificate.id_number,
        occupation=certificate.occupation,
        work_type=certificate.printed_work_type,
        level=certificate.printed_level,
        agency=certificate.agency_name,
        issued_on=certificate.issued_on.isoformat(),
        address=tags.address_of(certificate.number),
    )


def frozen(text: str) -> dict[str, str | int]:
    """The columns of an edition that keep a content (`Content.to_json`) as it was printed."""
    return {
        "content": text,
        "content_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "template_version": TEMPLATE_VERSION,
    }
