"""The status of a certificate: its only writer. What it says shows everywhere at once, as lookup,
verification, lists and the interface all read the one column."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from casework.models import Case
from casework.services.door import SystemActor
from certificates.enums import CertificateStatus, UploadState
from certificates.models import Certificate, StatusChange
from config import clock

OVER = "这本证书{}，不能再次办理。"


def lock(certificate: Certificate) -> Certificate:
    """The certificate as it stands now, locked until the caller's transaction ends."""
    return Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)


def demand_valid(certificate: Certificate) -> None:
    """Raises ValidationError for one that was revoked or replaced."""
    if certificate.status != CertificateStatus.VALID:
        raise ValidationError(OVER.format(certificate.get_status_display()))


def revoke(
    certificate: Certificate,
    *,
    actor: User | SystemActor,
    reason: str,
    case: Case | None = None,
) -> StatusChange:
    """Revoke a certificate from today, for good. Who may is for the caller, a case with its second
    person's approval; `case` is that case. Raises ValidationError without a reason, and for one
    that is not valid any more."""
    if not reason.strip():
        raise ValidationError("请写明撤销证书的原因。")
    return _end(certificate, CertificateStatus.REVOKED, actor, reason, case)


def restore(
    certificate: Certificate,
    *,
    actor: User | SystemActor,
    reason: str,
    case: Case,
) -> StatusChange:
    """Take a revocation back from today, where the decision behind it fell on appeal; the days in
    between stay in its history, and its data is to be uploaded again. Only by the very case that
    revoked it. Raises ValidationError for any other certificate."""
    with transaction.atomic():
        row = lock(certificate)
        last = row.history.order_by("-pk").first()
        if row.status != CertificateStatus.REVOKED or last is None or last.case_id != case.pk:
            raise ValidationError("这本证书不是由这件决定撤销的，不能恢复。")
        row.status, row.standing_since = CertificateStatus.VALID, clock.today()
        row.upload, row.uploaded_on, row.national_on = UploadState.NONE, None, None
        row.save(update_fields=["status", "standing_since", "upload", "uploaded_on", "national_on"])
        return _written(row, row.status, actor, reason, case)


def replace(
    certificate: Certificate,
    successor: Certificate,
    *,
    actor: User | SystemActor,
    reason: str,
    case: Case | None = None,
) -> StatusChange:
    """Let another certificate of the same holder take the place of one (换发), from today. Raises
    ValidationError where either is not valid any more, or they are of two people."""
    if successor.pk == certificate.pk or successor.id_hash != certificate.id_hash:
        raise ValidationError("换发后的证书须是同一人的另一本证书。")
    return _end(certificate, CertificateStatus.REPLACED, actor, reason, case, successor)


def _end(certificate, status, actor, reason, case, successor=None) -> StatusChange:
    with transaction.atomic():
        # In ascending key, so that two never wait for each other.
        pks = sorted(each.pk for each in (certificate, successor) if each)
        rows = Certificate.objects.select_for_update(of=("self",)).filter(pk__in=pks)
        locked = {row.pk: row for row in rows.order_by("pk")}
        for row in locked.values():
            demand_valid(row)
        row = locked[certificate.pk]
        row.status, row.standing_since = status, clock.today()
        row.replaced_by = locked.get(successor.pk) if successor else None
        row.save(update_fields=["status", "standing_since", "replaced_by"])
        certificate.status, certificate.standing_since = row.status, row.standing_since
        return _written(row, status, actor, reason, case)


def _written(row, status, actor, reason, case) -> StatusChange:
    return StatusChange.objects.create(
        certificate=row,
        status=status,
        since=row.standing_since,
        at=clock.now(),
        by=actor if isinstance(actor, User) else None,
        reason=reason.strip()[:300],
        case_id=case.pk if case else None,
    )
