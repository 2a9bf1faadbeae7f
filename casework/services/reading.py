"""What a person has read."""

from collections.abc import Iterable

from accounts.models import User
from casework.models import Notice
from config import clock


def mark_read(user: User, pks: Iterable[int] | None = None) -> int:
    """Mark a person's unread notices as read, all or those named; answers how many there were."""
    waiting = Notice.objects.filter(recipient=user, read_at=None)
    if pks is not None:
        waiting = waiting.filter(pk__in=list(pks))
    return waiting.update(read_at=clock.now())
