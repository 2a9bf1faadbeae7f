"""The timeline as a person may read it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from casework import kinds, rules
from casework.models import Case, Event

# Acts that the door records for every kind; the others are named by their kind.
COMMON = {
    "open": "提出",
    "take": "接办",
    "hand_over": "转交承办",
    "release": "退回待接办",
    "comment": "内部意见",
    "hold_material": "留存材料",
    "release_material": "解除留存",
    "destroy_material": "销毁材料",
    "erase_note": "删除意见",
}
TONES = {"danger": "danger", "primary": "info"}


@dataclass(frozen=True)
class Line:
    """One event as `<c-timeline>` shows it."""

    title: str
    at: datetime
    actor: str
    note: str
    tone: str


def lines(case: Case, events: Iterable[Event], reader: User) -> list[Line]:
    """The events that the reader may see. The owner's side sees offices, not officers, and neither
    notes nor hand-overs that officers keep among themselves."""
    inner = rules.sees_inner_side(reader, case)
    return [_line(case, event, inner=inner) for event in events if inner or _is_shared(event)]


def _is_shared(event: Event) -> bool:
    return event.act not in COMMON or event.act == "open"


def _line(case: Case, event: Event, *, inner: bool) -> Line:
    kind = kinds.kind_of(case)
    act = kind.by_name.get(event.act)
    title = act.label if act else {**COMMON, **kind.records}.get(event.act, event.act)
    if callable(title):
        title = title(case, json.loads(event.facts))
    if event.source != event.target and event.target in kind.states.values:
        title = f"{title}：{kind.states(event.target).label}"
    note = getattr(event, "note", None)
    return Line(
        title=title,
        at=event.at,
        actor=actor_of(event, inner=inner),
        note=note.text if note and (note.public or inner) else "",
        tone=TONES.get(act.tone, "neutral") if act else "neutral",
    )


def actor_of(event: Event, *, inner: bool) -> str:
    """Who did it: of an office the owner's side sees the office alone."""
    if event.actor is None:
        return "系统"
    office = event.actor_office
    if office and office.is_bureau and not inner:
        return office.name
    return f"{office} {event.actor}" if office else str(event.actor)
