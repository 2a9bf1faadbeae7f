"""Notices: recorded with the act, read in the portal, delivered by mail and SMS afterwards."""

from collections.abc import Iterable

from accounts.models import User
from casework import kinds
from casework.enums import Channel
from casework.kinds import Message
from casework.models import Case, Delivery, Event, Notice, NoticePreference
from casework.services import waking
from config import clock


def post(messages: Iterable[Message], *, event: Event) -> list[Notice]:
    """Record the notices of an act, one a recipient, in the act's own transaction."""
    return _record(messages, case=event.case, event=event)


def tell(messages: Iterable[Message], *, case: Case | None = None, link: str = "") -> list[Notice]:
    """Record notices that follow no act: a clock, a finished job. In the caller's transaction.

    `link` is the page that the notice leads to where there is no case.
    """
    return _record(messages, case=case, link=link)


def _record(messages: Iterable[Message], *, case: Case | None, **common) -> list[Notice]:
    """Nobody is told of a case that is hidden from him or her."""
    now = clock.now()
    rows = [
        Notice(
            recipient=user,
            subject=message.subject[:200],
            body=message.body,
            created_at=now,
            case_id=case.pk if case else None,
            **common,
        )
        for message in messages
        for user in {user.pk: user for user in message.to}.values()
        if case is None or not kinds.is_hidden(case, user)
    ]
    written = Notice.objects.bulk_create(rows)
    _send_out(written)
    return written


def _send_out(written: list[Notice]) -> None:
    """A delivery row for each channel that the recipient wants and can be reached by."""
    wanted = _channels_of({notice.recipient for notice in written})
    rows = [
        Delivery(notice=notice, channel=channel, due_at=notice.created_at)
        for notice in written
        for channel in wanted[notice.recipient_id]
    ]
    if rows:
        Delivery.objects.bulk_create(rows)
        waking.wake(waking.DELIVERIES)


def _channels_of(users: set[User]) -> dict[int, list[Channel]]:
    said = {p.user_id: p for p in NoticePreference.objects.filter(user__in=users)}
    found = {}
    for user in users:
        wants = said.get(user.pk) or NoticePreference()
        found[user.pk] = [
            channel
            for channel, wanted, address in (
                (Channel.EMAIL, wants.email, user.email),
                (Channel.SMS, wants.sms, user.phone),
            )
            if wanted and address
        ]
    return found


def mark_read(user: User, pks: Iterable[int] | None = None) -> int:
    """Mark those notices of a person (or all) as read; answers how many were unread."""
    waiting = Notice.objects.filter(recipient=user, read_at=None)
    if pks is not None:
        waiting = waiting.filter(pk__in=list(pks))
    return waiting.update(read_at=clock.now())


def unread(user: User) -> int:
    """How many notices wait for a person."""
    return Notice.objects.filter(recipient=user, read_at=None).count()
