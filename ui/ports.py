"""Questions that a page of any floor may ask and an app above `ui` answers.

The floor that knows the answer registers it in its `AppConfig.ready`:

    ports.latest_notices.answer_with(selectors.latest_notices)

Until then a port gives its default, so a page shows its empty state and nothing made up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.http import HttpRequest

from ui.navigation import Entry

Answer = TypeVar("Answer")


class Port(Generic[Answer]):
    """One question with at most one answerer."""

    def __init__(self, default: Answer):
        self._default = default
        self._answerer: Callable[..., Answer] | None = None

    def answer_with(self, answerer: Callable[..., Answer]) -> None:
        """Let `answerer` answer from now on; the last one registered holds."""
        self._answerer = answerer

    def __call__(self, *args, **kwargs) -> Answer:
        return self._answerer(*args, **kwargs) if self._answerer else self._default


@dataclass(frozen=True)
class NoticeLine:
    """One announcement as lists show it."""

    title: str
    url: str
    published_on: date


# latest_notices(limit) -> the newest public announcements, newest first.
latest_notices: Port[list[NoticeLine]] = Port([])

# unread_notices(user) -> how many messages the signed-in user has not read; None: no message box.
unread_notices: Port[int | None] = Port(None)

# is_member(user) -> whether the person belongs to some organisation, whose pages the menu shows.
is_member: Port[bool] = Port(default=True)

# own_entries(user) -> menu entries of the pages that are the work of this person alone.
own_entries: Port[tuple[Entry, ...]] = Port(())


def unread_for(request: HttpRequest) -> int | None:
    """Unread messages of whoever is signed in; None for the public."""
    return unread_notices(request.user) if request.user.is_authenticated else None
