"""The holder confirms or contests what the enterprise recorded (LC-17)."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from config import clock
from supervision.enums import ComplaintTarget, PayReply
from supervision.models import PayAnswer, PayRecord
from supervision.selectors.complaints import by_code
from supervision.services.complaints import opening
from supervision.services.complaints.opening import Receipt

CATEGORY = "pay"
ANSWERED = "这项登记已经核对过，不能再改。有新情况的，请提交投诉举报。"
REPLACED = "企业刚刚更新了登记，请用新的链接核对。"


def confirm(record: PayRecord) -> PayAnswer:
    """It is so. Raises ValidationError where it was answered or replaced meanwhile."""
    with transaction.atomic():
        row = _locked(record)
        return PayAnswer.objects.create(record=row, reply=PayReply.CONFIRMED, at=clock.now())


def contest(record: PayRecord, *, text: str, contact: str, token: UUID) -> Receipt:
    """It is not so: a complaint by the holder's name goes to the office of the place, past the
    enterprise's people. Answers its receipt, whose tracking code is shown this once.

    Raises ValidationError as `confirm`, and what a complaint is refused with.
    """
    with transaction.atomic():
        row = _locked(record)
        certificate = row.certificate
        given = opening.Given(
            target=ComplaintTarget.CERTIFICATE,
            category=CATEGORY,
            text=text,
            certificate=certificate,
            payer=row.payer,
            said=f"{row.payer.name}登记的待遇兑现情况（证书 {certificate.number}）",
            name=certificate.name,
            contact=contact,
        )
        receipt = opening.submit(given, token=token)
        complaint = by_code(receipt.code)
        PayAnswer.objects.create(
            record=row, reply=PayReply.CONTESTED, complaint=complaint, at=clock.now()
        )
    return receipt


def _locked(record: PayRecord) -> PayRecord:
    row = PayRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if row.superseded_at:
        raise ValidationError(REPLACED)
    if PayAnswer.objects.filter(record=row).exists():
        raise ValidationError(ANSWERED)
    return row
