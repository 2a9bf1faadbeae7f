"""A holder takes the PDF of a certificate along, without an account, on record."""

import secrets

from accounts.protection import fingerprint
from casework.services import files
from certificates.enums import CertificateStatus
from certificates.models import Certificate, Edition, HolderDownload
from config import clock

NO_FILE = "这本证书没有电子文件，请联系发证机构。"
NOT_VALID = "这本证书已{}，不再提供下载。"


class NotTakenError(Exception):
    """There is nothing to take. The text says why, in Chinese."""


def is_holder(certificate: Certificate, id_number: str) -> bool:
    """Whether that is the full ID number on the certificate."""
    given = fingerprint("id_number", id_number)
    return secrets.compare_digest(certificate.id_hash, given) and bool(given)


def take(certificate: Certificate) -> tuple[Edition, bytes]:
    """The newest edition and its bytes as they were stored, on record. Who may: who gave the name
    and the full ID number, which the view has asked. Raises NotTakenError, DamagedFileError."""
    if certificate.status != CertificateStatus.VALID:
        raise NotTakenError(NOT_VALID.format(certificate.get_status_display().removeprefix("已")))
    rows = Edition.objects.filter(certificate=certificate).defer("content")
    edition = rows.select_related("file").order_by("-sequence").first()
    if edition is None or edition.file is None:
        raise NotTakenError(NO_FILE)
    data = files.read(edition.file)
    HolderDownload.objects.create(certificate=certificate, edition=edition, at=clock.now())
    return edition, data
