"""The holder's link: signed, for one record and one purpose, and over after some days.

It travels in a query, which no log keeps. Nothing of it stands in the database; a record that was
answered or replaced makes it worthless.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.http import urlencode

from casework import channels
from casework.models import JobItem
from casework.services import jobs
from config import clock
from supervision.models import PayRecord
from supervision.promises import rules

SALT = "supervision.pay.answer"
TEXT = "{payer}已登记兑现您技能等级证书待遇的情况，请在 {days} 日内核对：{address}"
NO_PHONE = "没有持证人的电话"


def key_of(record: PayRecord) -> str:
    """The signed key of a record."""
    return signing.dumps(record.pk, salt=SALT)


def address(record: PayRecord) -> str:
    """Where the holder answers."""
    return f"{reverse('supervision:pay-answer')}?{urlencode({'key': key_of(record)})}"


def find(key: str) -> PayRecord | None:
    """The record of a key; None for a key that is over or none of ours, and for a record that has
    been replaced."""
    age = rules().answer_within_days * 24 * 60 * 60
    try:
        pk = signing.loads(key[:500], salt=SALT, max_age=age)
    except (signing.BadSignature, ValueError):
        return None
    rows = PayRecord.objects.filter(pk=pk, superseded_at=None)
    return rows.select_related("certificate__plan", "payer__division", "answer").first()


def _record_of(item: JobItem) -> PayRecord:
    rows = PayRecord.objects.select_related("certificate__entry", "payer")
    row = rows.get(pk=item.payload["record"])
    if row.superseded_at:
        raise jobs.RefusedError("企业已重新登记")
    return row


def _send(item: JobItem) -> None:
    row = _record_of(item)
    entry = row.certificate.entry
    if entry is None or not entry.phone:
        raise jobs.RefusedError(NO_PHONE)
    text = TEXT.format(
        payer=row.payer.name,
        days=rules().answer_within_days,
        address=f"{settings.SITE_URL}{address(row)}",
    )
    try:
        channels.text_to(entry.phone, text)
    except channels.UndeliverableError as refused:
        raise jobs.RefusedError(str(refused)) from refused


def _sent(item: JobItem, _: None) -> dict:
    PayRecord.objects.filter(pk=item.payload["record"]).update(link_sent_at=clock.now())
    return {}


LINKS = jobs.register_job("pay_links", "发送待遇核对链接", _sent, prepare=_send)
