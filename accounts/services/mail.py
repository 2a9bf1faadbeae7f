"""Mails of accounts: sent once what they tell is certain."""

from collections.abc import Callable
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

logger = structlog.get_logger(__name__)


def after_commit(
    to: list[str],
    subject: str,
    template: str,
    context: dict,
    *,
    failed: Callable[[], None] | None = None,
) -> None:
    """Mail `template` (plain text) to each address once the transaction is through. A mail server
    that does not answer, or will not have the address, is logged, and `failed` is called: what
    happened stays."""
    body = render_to_string(
        template, context | {"site_url": settings.SITE_URL, "site_name": settings.SITE_NAME}
    )

    line = " ".join(f"{subject} · {settings.SITE_NAME}".split())  # no name breaks a mail's head

    def send() -> None:
        try:
            for address in to:
                send_mail(line, body, None, [address])
        except (SMTPException, OSError, ValueError):
            logger.exception("mail_not_sent", template=template)
            if failed:
                failed()

    transaction.on_commit(send)
