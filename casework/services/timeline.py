"""The timeline of a case: appended by the door, checked by `verify_timeline`."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from uuid import UUID

from accounts.models import Organisation, User
from casework.models import Case, ChainHead, Event, EventNote
from config import clock


@dataclass(frozen=True)
class Entry:
    """What an act adds to the timeline. `note` is text of a person; `facts` are plain values."""

    act: str
    source: str
    target: str
    note: str = ""
    note_is_public: bool = True
    facts: dict | None = None
    token: UUID | None = None


def canonical(value: object) -> str:
    """JSON that is the same text for the same value, whatever the order of keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(event: Event) -> str:
    """The digest that an event must have: over its own fields and the digest before it."""
    return sha256(
        canonical(
            [
                event.case_id,
                event.sequence,
                event.at.astimezone(UTC).isoformat(),
                event.actor_id,
                event.actor_office_id,
                event.act,
                event.source,
                event.target,
                event.facts,
                event.note_digest,
                str(event.token or ""),
                event.previous,
            ]
        )
    )


def append(case: Case, entry: Entry, *, actor: User | None, office: Organisation | None) -> Event:
    """Add one event. The caller holds the lock on the case; nobody but the door calls this."""
    head = ChainHead.objects.get(case=case)
    event = Event(
        case_id=case.pk,
        sequence=head.length + 1,
        at=clock.now(),
        actor=actor,
        actor_office=office,
        act=entry.act,
        source=entry.source,
        target=entry.target,
        facts=canonical(entry.facts or {}),
        note_digest=sha256(f"{case.number}/{head.length + 1}/{entry.note}") if entry.note else "",
        token=entry.token,
        previous=head.digest,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    if entry.note:
        EventNote.objects.create(event=event, text=entry.note, public=entry.note_is_public)
    head.length, head.digest = event.sequence, event.digest
    head.save(update_fields=["length", "digest"])
    return event


@dataclass(frozen=True)
class Fault:
    """Where a timeline is not what it was."""

    case: str
    sequence: int
    problem: str

    def __str__(self) -> str:
        return f"{self.case} 第{self.sequence}条：{self.problem}"


def verify(cases: Iterator[Case]) -> Iterator[Fault]:
    """Every fault of every timeline: changed, missing, added or moved events, notes, cut tails."""
    for case in cases:
        yield from _verify_case(case)


def _verify_case(case: Case) -> Iterator[Fault]:
    previous, number = "", 0
    for event in case.events.select_related("note").order_by("sequence"):
        number += 1
        if event.sequence != number:
            yield Fault(case.number, number, f"缺少记录，下一条是第{event.sequence}条")
            number = event.sequence
        if event.previous != previous:
            yield Fault(case.number, number, "与前一条不衔接")
        if event.digest != digest_of(event):
            yield Fault(case.number, number, "内容被改动")
        note = getattr(event, "note", None)
        if note and event.note_digest != sha256(f"{case.number}/{event.sequence}/{note.text}"):
            yield Fault(case.number, number, "意见被改动")
        previous = event.digest
    head = ChainHead.objects.filter(case=case).first()
    if head is None or (head.length, head.digest) != (number, previous):
        yield Fault(case.number, number, "末尾与链头不一致，可能有记录被删去或补入")
