"""The ways out of the portal: e-mail, and SMS behind a small adapter.

A gateway for SMS is a class with `send(phone, text)`, named in `settings.SMS_BACKEND`. It raises
`UndeliverableError` where a second try cannot help (a wrong number), anything else where it can.
"""

from email.errors import MessageError
from smtplib import SMTPRecipientsRefused
from typing import Protocol

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from casework.enums import Channel
from casework.models import Delivery, Notice

log = structlog.get_logger(__name__)


class UndeliverableError(Exception):
    """This message will never arrive; trying again is of no use."""


class SmsGateway(Protocol):
    """What an SMS provider's adapter must answer to."""

    def send(self, phone: str, text: str) -> None: ...


class ConsoleSms:
    """Writes to the log what would be sent; the number stays out of it."""

    def send(self, phone: str, text: str) -> None:
        log.info("sms", to=f"…{phone[-4:]}", text=text)


def text_to(phone: str, text: str) -> None:
    """A message to a number that belongs to no account. Raises whatever the provider refuses
    with."""
    gateway: SmsGateway = import_string(settings.SMS_BACKEND)()
    gateway.send(phone, f"【{settings.SITE_NAME}】{text}")


def send(delivery: Delivery) -> None:
    """Hand a delivery to its provider. Raises whatever the provider refuses with."""
    {Channel.EMAIL: _mail, Channel.SMS: _text}[Channel(delivery.channel)](delivery.notice)


def _mail(notice: Notice) -> None:
    to = notice.recipient.email
    if not to:
        raise UndeliverableError("收件人没有邮箱")
    body = f"{notice.body}\n\n请登录{settings.SITE_NAME}查看：{settings.SITE_URL}/desk/notices/\n"
    subject = f"【{settings.SITE_NAME}】{' '.join(notice.subject.split())}"
    try:
        EmailMessage(subject, body.lstrip(), to=[to]).send()
    except (SMTPRecipientsRefused, MessageError, ValueError) as error:
        raise UndeliverableError("邮件服务器不接受这个收件地址") from error


def _text(notice: Notice) -> None:
    if not notice.recipient.phone:
        raise UndeliverableError("收件人没有手机号码")
    text_to(notice.recipient.phone, notice.subject)
