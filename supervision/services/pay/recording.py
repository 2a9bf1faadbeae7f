"""An enterprise records what it pays for a certificate, and the holder is asked (LC-17, HB-03)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Organisation, User
from casework.services import jobs
from casework.services.door import ForbiddenError
from certificates.models import Certificate
from config import clock
from supervision.enums import PayKind
from supervision.models import PayRecord
from supervision.promises import rules
from supervision.selectors import pay
from supervision.services.pay.links import LINKS

FURTHEST = timedelta(days=366)
NOT_YOURS = "只有该企业的管理员和经办人可以登记待遇兑现情况。"
SAME = "与现有登记完全一致，不需要再登记。"


@dataclass(frozen=True)
class Given:
    """What is paid, as the enterprise says it. `amount` in yuan a month; None for who has left."""

    kind: PayKind
    amount: Decimal | None
    since: date
    note: str = ""

    @property
    def written(self) -> str:
        return f"{self.amount:.2f}" if self.amount is not None else ""


def record(
    certificate: Certificate, given: Given, *, payer: Organisation, actor: User
) -> PayRecord:
    """Record what is paid for one certificate; it takes the place of what was said before. The
    holder gets a link to confirm or contest it, where a phone is known.

    Who may: managers and clerks of the enterprise. Raises ForbiddenError, ValidationError.
    """
    if not pay.records(actor, payer):
        raise ForbiddenError(NOT_YOURS)
    if wrong := faults(given, certificate):
        raise ValidationError(wrong)
    with transaction.atomic():
        made = write([(certificate.pk, given)], payer=payer, actor=actor)
    if not made:
        raise ValidationError(SAME)
    return made[0]


def faults(given: Given, certificate: Certificate) -> dict[str, str]:
    """What is wrong with what is given, by field."""
    wrong = {}
    most = rules().most_a_month
    if given.kind != PayKind.LEFT and given.amount is None:
        wrong["amount"] = "请填写每月金额。"
    elif given.amount is not None and not 0 < given.amount <= most:
        wrong["amount"] = f"每月金额应大于 0、不超过 {most} 元。"
    if given.kind == PayKind.LEFT and given.amount is not None:
        wrong["amount"] = "已经离职的不填写金额。"
    if given.since < certificate.issued_on:
        wrong["since"] = "起始日期不能早于发证日期。"
    elif given.since > clock.today() + FURTHEST:
        wrong["since"] = "起始日期不能晚于一年以后。"
    return wrong


def write(work: list[tuple[int, Given]], *, payer: Organisation, actor: User) -> list[PayRecord]:
    """Write records in the caller's transaction, those that change nothing apart; the links follow
    by a job. Raises ValidationError where a certificate is the enterprise's no more."""
    keys = [pk for pk, _ in work]
    list(Certificate.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    if pay.owed_by(payer).filter(pk__in=keys).count() != len(set(keys)):
        raise ValidationError("有的证书不属于本单位或者已经不再有效，请刷新后再试。")
    before = {
        row.certificate_id: row
        for row in PayRecord.objects.filter(certificate__in=keys, superseded_at=None)
    }
    now = clock.now()
    fresh = [(pk, given) for pk, given in work if not is_same(before.get(pk), given)]
    old = [before[pk].pk for pk, _ in fresh if pk in before]
    PayRecord.objects.filter(pk__in=old).update(superseded_at=now)
    made = PayRecord.objects.bulk_create(
        PayRecord(
            certificate_id=pk,
            payer=payer,
            kind=given.kind,
            amount=given.written,
            since=given.since,
            note=given.note,
            recorded_by=actor,
            recorded_at=now,
        )
        for pk, given in fresh
    )
    # Of who was entered elsewhere no phone is known: hundreds come in by a table.
    here = set(
        Certificate.objects.filter(pk__in=keys).exclude(entry=None).values_list("pk", flat=True)
    )
    if told := [{"record": row.pk} for row in made if row.certificate_id in here]:
        jobs.start(LINKS, told, created_by=None)
    return made


def is_same(row: PayRecord | None, given: Given) -> bool:
    """Whether a record says just that."""
    said = (given.kind, given.written, given.since, given.note)
    return row is not None and (row.kind, row.amount, row.since, row.note) == said
