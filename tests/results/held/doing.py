"""Addresses and posts of a session."""

import json
import uuid

from django.urls import reverse

from results.enums import Presence
from results.services import attendance
from results.services.attendance import Tap


def url(session, name: str = "check-in", *more) -> str:
    return reverse(f"results:{name}", args=[session.plan.number, session.pk, *more])


def tap(client, session, entry, presence: str, seen: str = "none", **more):
    given = {"presence": presence, "seen": seen, **more}
    return client.post(url(session, "check-in-note", entry.pk), given)


def noted(session, entry, presence: str | None, actor, seen: str | None = None):
    """By the service."""
    wanted = Presence(presence) if presence else None
    before = Presence(seen) if seen else None
    return attendance.note(session, Tap(entry.pk, wanted, before), actor=actor)


def presences(session) -> list[tuple[str, str]]:
    rows = session.attendance.order_by("entry__number")
    return list(rows.values_list("entry__name", "presence"))


def told(**fields) -> dict:
    """An incident as the form sends it."""
    return {"token": str(uuid.uuid4()), "facts": "9:20 在座位下发现手机。", **fields}


def errors(answer) -> dict[str, list[str]]:
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def facts(event) -> dict:
    """What an event of the timeline holds."""
    return json.loads(event.facts)
