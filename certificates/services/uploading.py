"""Data of certificates goes upward, in the columns of HB 结果备案表（二） (LN-10, HB-07)."""

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from accounts.models import User
from assessment.models import Plan
from casework.services.door import ForbiddenError, NotNowError
from casework.services.publications import personal_number
from certificates.enums import CertificateStatus, UploadKind, UploadState
from certificates.models import Certificate, Upload, UploadRow, UploadTakenBack
from certificates.selectors import upward
from config import clock
from filing.models import Agency
from printing import sheets
from printing.sheets import Further
from results.documents.record_list import HEADINGS as HEADS

ENDED_HEADS = ("证书编号", "状态", "自", "换发为")
MOST, ROWS = 20_000, 1000
NOT_YOURS = "只有评价机构的管理员、经办人和当地机关的工作人员可以办理证书数据上传。"
NOTHING = "没有需要上传的证书：都已上传，或已在还没有标记上传的表里。"
SENT = "这份表已标记上传，请刷新页面。"
UNSENT = "这份表没有标记上传，请刷新页面。"
ANSWERED = "上级系统已经答复这份表，不能撤回上传标记。退回的证书请在回执中导入。"
SHORTEST = 4  # characters of a reason


def make(
    agency: Agency,
    *,
    actor: User,
    plan: Plan | None = None,
    first_on: date | None = None,
    last_on: date | None = None,
) -> Upload:
    """Put together what is to be uploaded, of a plan or issued between two days. Who may:
    `upward.may_upload`. Raises ForbiddenError; ValidationError where there is nothing, or more than
    a file takes."""
    _demand(agency, actor)
    with transaction.atomic():
        Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
        rows = upward.due(agency).order_by("number")
        if plan:
            rows = rows.filter(plan=plan)
        if first_on:
            rows = rows.filter(issued_on__gte=first_on)
        if last_on:
            rows = rows.filter(issued_on__lte=last_on)
        found = [(pk, UploadKind.ISSUED) for pk in rows.values_list("pk", flat=True)]
        ended = upward.ended_due(agency).order_by("number").values_list("pk", flat=True)
        found += [(pk, UploadKind.ENDED) for pk in ended]
        if not found:
            raise ValidationError(NOTHING)
        if len(found) > MOST:
            raise ValidationError(f"共 {len(found)} 本，一份表最多 {MOST} 本，请缩短期间。")
        upload = Upload.objects.create(
            agency=agency,
            plan=plan,
            first_on=first_on,
            last_on=last_on,
            made_by=actor,
            made_at=clock.now(),
        )
        _write_rows(upload, found)
    return upload


def _write_rows(upload: Upload, found: list[tuple[int, UploadKind]]) -> None:
    for start in range(0, len(found), ROWS):
        part = found[start : start + ROWS]
        editions = upward.last_editions([pk for pk, _ in part])
        UploadRow.objects.bulk_create(
            UploadRow(upload=upload, certificate_id=pk, edition_id=editions[pk], kind=kind)
            for pk, kind in part
        )


def sheet(upload: Upload) -> tuple[bytes, int]:
    """The file, and how many certificates stand in it; ID numbers in full, so each is on record
    (`exporting.record`) before it is handed out."""
    rows = list(upload.rows.select_related("certificate__replaced_by").order_by("pk"))
    issued = [line(row.certificate) for row in rows if row.kind == UploadKind.ISSUED]
    ended = [_ended(row.certificate) for row in rows if row.kind == UploadKind.ENDED]
    further = [Further("撤销和换发", ENDED_HEADS, ended)] if ended else []
    content = sheets.blank(
        HEADS, choices={}, title="结果备案表（二）", rows=issued, further=further
    )
    return content, len(rows)


def line(certificate: Certificate) -> list[str]:
    """A certificate in the columns of the 结果备案表（二）."""
    return [
        certificate.name,
        str(certificate.get_document_display()),
        certificate.id_number,
        certificate.employer,
        certificate.occupation,
        certificate.printed_work_type,
        certificate.printed_level,
        certificate.number,
        certificate.issued_on.isoformat(),
        certificate.agency_name,
        certificate.agency_name,
    ]


def _ended(certificate: Certificate) -> list[str]:
    return [
        certificate.number,
        str(certificate.get_status_display()),
        certificate.standing_since.isoformat(),
        certificate.replaced_by.number if certificate.replaced_by else "",
    ]


def mark_sent(upload: Upload, *, on: date, actor: User) -> int:
    """Say that the file was uploaded; answers how many certificates count as uploaded now. One that
    was corrected since the file was made stays to be uploaded. Raises ForbiddenError, NotNowError
    where it was said before, ValidationError for a day to come or before the file."""
    _demand(upload.agency, actor)
    with transaction.atomic():
        row = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if row.sent_on:
            raise NotNowError(SENT)
        if not localtime(row.made_at).date() <= on <= clock.today():
            raise ValidationError({"on": "上传日期应在制表之后、今天或以前。"})
        row.sent_on, row.sent_by = on, actor
        row.save(update_fields=["sent_on", "sent_by"])
        return _mark(row, on)


def _mark(upload: Upload, on: date) -> int:
    marked = 0
    for part in _parts(upload):
        due = Certificate.objects.filter(
            pk__in=part, upload=UploadState.NONE, status=CertificateStatus.VALID
        )
        marked += due.update(upload=UploadState.UPLOADED, uploaded_on=on)
    return marked


def _parts(upload: Upload) -> Iterator[list[int]]:
    """The certificates of a file whose newest edition it carries, by thousands."""
    pairs = list(
        upload.rows.filter(kind=UploadKind.ISSUED).values_list("certificate_id", "edition_id")
    )
    for start in range(0, len(pairs), ROWS):
        part = dict(pairs[start : start + ROWS])
        now = upward.last_editions(list(part))
        yield [pk for pk, edition in part.items() if now[pk] == edition]


def take_back(upload: Upload, *, reason: str, actor: User) -> int:
    """Say that a file was not uploaded after all; answers how many certificates are to be uploaded
    again. On record with the reason. Raises ForbiddenError; NotNowError where it does not count as
    uploaded, or was answered; ValidationError without a reason."""
    _demand(upload.agency, actor)
    if len(reason.strip()) < SHORTEST:
        raise ValidationError({"reason": "请写明撤回的原因。"})
    if found := personal_number(reason):
        raise ValidationError({"reason": found})
    with transaction.atomic():
        row = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if not row.sent_on:
            raise NotNowError(UNSENT)
        if row.rows.exclude(answered_on=None).exists():
            raise NotNowError(ANSWERED)
        count = _unmark(row)
        UploadTakenBack.objects.create(
            agency=row.agency,
            upload_number=row.pk,
            sent_on=row.sent_on,
            sent_by=row.sent_by,
            count=count,
            reason=reason.strip(),
            by=actor,
            at=clock.now(),
        )
        row.sent_on = row.sent_by = None
        row.save(update_fields=["sent_on", "sent_by"])
        return count


def _unmark(upload: Upload) -> int:
    """What counts as uploaded by this file alone counts as that no more."""
    count = 0
    for part in _parts(upload):
        due = Certificate.objects.filter(
            pk__in=part, upload=UploadState.UPLOADED, uploaded_on=upload.sent_on
        )
        count += due.update(upload=UploadState.NONE, uploaded_on=None)
    return count


def drop(upload: Upload, *, actor: User) -> None:
    """Take back a file that was not uploaded. Raises as `mark_sent`."""
    _demand(upload.agency, actor)
    with transaction.atomic():
        row = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if row.sent_on:
            raise NotNowError(SENT)
        row.delete()


def _demand(agency: Agency, actor: User) -> None:
    if not upward.may_upload(actor, agency):
        raise ForbiddenError(NOT_YOURS)
