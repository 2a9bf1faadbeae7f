"""The timeline of a case: appended by the door, proved whole by `casework.services.integrity`."""

import hashlib
import json
import secrets
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


def fingerprint(values: dict) -> str:
    """The digest of plain values, by which they can be proved to be the same later."""
    return sha256(canonical(values))


def digest_of(event: Event, *, sequence: int | None = None) -> str:
    """The digest that an event must have: over its own fields and the digest before it.

    `sequence` asks what it would be at another place. Anything with the fields of an event will do.
    """
    return sha256(
        canonical(
            [
                event.case_id,
                sequence or event.sequence,
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


def note_digest_of(number: str, sequence: int, *, text: str, public: bool, salt: str) -> str:
    """The digest under which a note enters the chain: who may read it counts as content."""
    return sha256(canonical([number, sequence, text, public, salt]))


def append(case: Case, entry: Entry, *, actor: User | None, office: Organisation | None) -> Event:
    """Add one event. The caller holds the lock on the case; nobody but the door calls this."""
    head = ChainHead.objects.get(case=case)
    sequence = head.length + 1
    note = {
        "text": entry.note,
        "public": entry.note_is_public,
        "salt": secrets.token_hex(16),
    }
    event = Event(
        case_id=case.pk,
        sequence=sequence,
        at=clock.now(),
        actor=actor,
        actor_office=office,
        act=entry.act,
        source=entry.source,
        target=entry.target,
        facts=canonical(entry.facts or {}),
        note_digest=note_digest_of(case.number, sequence, **note) if entry.note else "",
        token=entry.token,
        previous=head.digest,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    if entry.note:
        EventNote.objects.create(event=event, **note)
    head.length, head.digest = sequence, event.digest
    head.save(update_fields=["length", "digest"])
    return event
