"""How far the data of certificates has come, and which of it presses (FACTS 10.3)."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.enums import OFFICE_STAFF
from accounts.models import User
from accounts.selectors import governs, holds, staffed_by
from casework.services.deadlines import add_months
from certificates.enums import CertificateStatus, Origin, UploadKind, UploadState
from certificates.models import Certificate, Edition, Upload, UploadRow
from certificates.selectors import visible
from config import clock
from filing.models import Agency


def claim_until(certificate: Certificate) -> date:
    """The last day on which the holder may claim the subsidy, if the certificate shows nationally
    by then."""
    return add_months(certificate.issued_on, settings.SUBSIDY_MONTHS)


def is_pressing(certificate: Certificate) -> bool:
    """Whether that day draws near, and the certificate does not show nationally yet."""
    return (
        certificate.status == CertificateStatus.VALID
        and certificate.upload != UploadState.NATIONAL
        and _first_day() <= certificate.issued_on <= _last_day()
    )


def pressing(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Those of `rows` that press: issued here, not shown nationally, the day near and not past."""
    return rows.filter(
        status=CertificateStatus.VALID,
        issued_on__range=(_first_day(), _last_day()),
        upload__in=(UploadState.NONE, UploadState.UPLOADED),
    ).exclude(origin=Origin.LEGACY)


def _first_day() -> date:
    """Issued before it, the subsidy is lost already."""
    return add_months(clock.today(), -settings.SUBSIDY_MONTHS)


def _last_day() -> date:
    """Issued on it, there are as many days left as one is warned ahead."""
    near = clock.today() + timedelta(days=settings.SUBSIDY_WARNING_DAYS)
    return add_months(near, -settings.SUBSIDY_MONTHS)


def may_upload(user: User, agency: Agency) -> bool:
    """The agency's managers and clerks, and the staff of the offices of its territory: in some
    regions the employment service uploads (LN-10)."""
    if visible.side_of(user, agency):
        return True
    return any(
        governs(office, agency.division) and holds(user, office.pk, *OFFICE_STAFF)
        for office in staffed_by(user)
    )


def uploads_visible_to(user: User) -> QuerySet[Upload]:
    """The upload files of the agencies that one sees."""
    rows = Upload.objects.filter(agency__in=visible.agencies_visible_to(user))
    return rows.select_related("agency__division", "agency__organisation", "plan", "made_by")


def with_counts(rows: QuerySet[Upload]) -> QuerySet[Upload]:
    """Each with how many certificates stand in it, and how many came back."""
    return rows.annotate(
        people=Count("rows", filter=Q(rows__kind=UploadKind.ISSUED)),
        ended=Count("rows", filter=Q(rows__kind=UploadKind.ENDED)),
        returned=Count("rows", filter=~Q(rows__refused="")),
    )


def due(agency: Agency) -> QuerySet[Certificate]:
    """What is to be uploaded of an agency: valid, issued or corrected here since it last was, and
    in no file that still waits to be sent."""
    waiting = UploadRow.objects.filter(
        certificate=OuterRef("pk"), upload__sent_on=None, kind=UploadKind.ISSUED
    )
    rows = Certificate.objects.filter(
        agency=agency, status=CertificateStatus.VALID, upload=UploadState.NONE
    )
    return rows.exclude(origin=Origin.LEGACY).filter(~Exists(waiting))


def ended_due(agency: Agency) -> QuerySet[Certificate]:
    """What was uploaded and is valid no more, and was not told upward."""
    told = UploadRow.objects.filter(certificate=OuterRef("pk"), kind=UploadKind.ENDED, refused="")
    rows = Certificate.objects.filter(agency=agency).exclude(status=CertificateStatus.VALID)
    return rows.exclude(upload=UploadState.NONE).filter(~Exists(told))


def last_editions(pks: list[int]) -> dict[int, int]:
    """The key of the last edition of each certificate."""
    rows = Edition.objects.filter(certificate__in=pks).order_by("certificate", "sequence")
    return dict(rows.values_list("certificate_id", "pk"))


def counts(rows: QuerySet[Certificate]) -> dict[str, int]:
    """How many valid certificates are at each state of the upload."""
    valid = rows.filter(status=CertificateStatus.VALID).exclude(origin=Origin.LEGACY)
    found = dict(valid.order_by().values_list("upload").annotate(n=Count("pk")))
    return {state.value: found.get(state.value, 0) for state in UploadState}
