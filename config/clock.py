"""The one clock. Everything that asks for the time asks here.

The demo world is built day by day: only where `DEMO` is on may `travel` move the clock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


def now() -> datetime:
    """The moment, aware."""
    return _moved_to.get() or timezone.now()


def today() -> date:
    """The date in China (`TIME_ZONE`)."""
    return timezone.localdate(now())


@contextmanager
def travel(moment: datetime) -> Iterator[None]:
    """Let `now()` answer `moment` (aware) inside the block.

    Raises ImproperlyConfigured outside DEMO.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("The clock may be moved only where DEMO is on.")
    token = _moved_to.set(moment)
    try:
        yield
    finally:
        _moved_to.reset(token)
