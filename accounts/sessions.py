"""The sessions of a person, as he sees them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from accounts.middleware import SEEN

BROWSERS = (
    ("Edg", "Edge"),
    ("MicroMessenger", "微信"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class OwnSession:
    """One place of sign-in."""

    pk: int
    device: str
    address: str
    since: datetime
    seen: datetime
    current: bool


def own_sessions(request: HttpRequest) -> list[OwnSession]:
    """Every live session of the person, this one first, then the last used."""
    rows = [
        _session(row, row.session_key == request.session.session_key)
        for row in UserSession.objects.purge_and_list(request.user)
    ]
    return sorted(rows, key=lambda row: (not row.current, -row.seen.timestamp()))


def end(request: HttpRequest, rows: list[UserSession]) -> None:
    """Sign out there; with the present session among them, here too."""
    end_sessions(request, rows)


def device(user_agent: str) -> str:
    """`Chrome · Windows`, as far as a browser tells. Pure."""
    known = [
        next((label for shape, label in kinds if re.search(shape, user_agent)), None)
        for kinds in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(label for label in known if label) or "未知设备"


def _session(row: UserSession, current: bool) -> OwnSession:
    seen = row._session_store(row.session_key).get(SEEN)
    return OwnSession(
        pk=row.pk,
        device=device(row.user_agent),
        address=row.ip,
        since=row.created_at,
        seen=datetime.fromtimestamp(seen, UTC) if seen else row.created_at,
        current=current,
    )
