"""Erasing what a person wrote, when the law says so, with the timeline still whole."""

from django.db import transaction

from accounts.models import Organisation, User
from casework.models import Case, Event, EventNote
from casework.services import timeline

ACT = "erase_note"


def erase_note(event: Event, *, actor: User, office: Organisation | None, reason: str) -> Event:
    """Delete the note of an event. Its digest stays, and the timeline says who erased it and why.

    Who may: for the caller to ask (a request for one's own data is decided by an officer).
    `reason` must hold none of what was erased. Raises ValueError where there is no note, or none
    any more. (《个人信息保护法》第四十七条)
    """
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=event.case_id)
        note = EventNote.objects.filter(event=event).first()
        if note is None:
            raise ValueError("这条记录没有意见，或者意见已经删除。")
        entry = timeline.Entry(
            act=ACT,
            source=case.state,
            target=case.state,
            facts={"sequence": event.sequence},
            note=reason,
            note_is_public=False,
        )
        erased = timeline.append(case, entry, actor=actor, office=office)
        note.delete()
    return erased
