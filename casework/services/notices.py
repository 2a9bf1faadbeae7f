"""Notices: recorded with the act, read in the portal, delivered by mail and SMS afterwards."""

from collections.abc import Iterable

from accounts.models import User
from casework.kinds import Message
from casework.models import Event, Notice
from config import clock


def post(messages: Iterable[Message], *, event: Event) -> list[Notice]:
    """Record the notices of an act, one a recipient, in the act's own transaction."""
    rows = [
        Notice(
            recipient=user,
            case_id=event.case_id,
            event=event,
            subject=message.subject,
            body=message.body,
            created_at=clock.now(),
        )
        for message in messages
        for user in {user.pk: user for user in message.to}.values()
    ]
    return Notice.objects.bulk_create(rows)


def unread(user: User) -> int:
    """How many notices wait for a person."""
    return Notice.objects.filter(recipient=user, read_at=None).count()
