"""Questions that a page of any floor may ask and an app above `ui` answers.

The floor that knows the answer registers it in its `AppConfig.ready`:

    ports.latest_notices.answer_with(selectors.latest_notices)

Until then a port gives its default, so a page shows its empty state and nothing made up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import chain
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


class SharedPort(Generic[Answer]):
    """One question that every floor may answer for its part."""

    def __init__(self) -> None:
        self._answerers: list[Callable[..., tuple[Answer, ...]]] = []

    def also(self, answerer: Callable[..., tuple[Answer, ...]]) -> None:
        """Let `answerer` answer besides the others, before those that are there: apps are made
        ready from the top floor down, and what a lower floor answers comes first."""
        self._answerers.insert(0, answerer)

    def __call__(self, *args, **kwargs) -> tuple[Answer, ...]:
        return tuple(chain.from_iterable(each(*args, **kwargs) for each in self._answerers))


@dataclass(frozen=True)
class NoticeLine:
    """One announcement as lists show it."""

    title: str
    url: str
    published_on: date


@dataclass(frozen=True)
class Way:
    """A link to where something is done."""

    label: str
    url: str


# latest_notices(limit) -> the newest public announcements, newest first.
latest_notices: Port[list[NoticeLine]] = Port([])

# unread_notices(user) -> how many messages the signed-in user has not read; None: no message box.
unread_notices: Port[int | None] = Port(None)

# is_member(user) -> whether the person belongs to some organisation, whose pages the menu shows.
is_member: Port[bool] = Port(default=True)

# own_entries(user) -> menu entries of the pages that are the work of this person alone.
own_entries: SharedPort[Entry] = SharedPort()

# organisation_ways(organisation, user) -> where the page of an organisation leads this person.
organisation_ways: SharedPort[Way] = SharedPort()

# duty_ways(duties, user) -> by the key of a duty, where its work is done now.
duty_ways: Port[dict[int, list[Way]]] = Port({})


# holder_parts(certificates, knows_id) -> blocks (`template`, `shown`) of the page of whoever looked
# certificates up by their keys; `knows_id`: with the full ID number.
holder_parts: SharedPort = SharedPort()


def unread_for(request: HttpRequest) -> int | None:
    """Unread messages of whoever is signed in; None for the public."""
    return unread_notices(request.user) if request.user.is_authenticated else None
