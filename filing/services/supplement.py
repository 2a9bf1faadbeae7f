"""The one list of what must be mended (一次性告知): collected from all, sent once (LC-10)."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format

from accounts.models import User
from casework import rules
from casework.kinds import Message
from casework.models import Event
from casework.services import door, holders, letters, notices
from catalogue.regulations.terms import Actor
from config import clock
from filing.documents.letters import SUPPLEMENT
from filing.models import Filing, SupplementItem
from filing.sections import BY_KEY
from filing.selectors import rounds
from filing.selectors.acting import office_for
from filing.services import acceptance

CLOSED = "这件申请现在不能增加或删除补正事项，请刷新页面查看最新进展。"
NOTHING = "还没有补正事项。请先在阅卷页按部分写明需要补正的内容。"
CHANGED = "补正事项有变动，请核对下面的清单后再发出。"
ONCE = "补正应一次性告知，本申请已经告知过。确需再次告知的，须先经上级机关同意。"


def add(filing: Filing, *, section: str, text: str, actor: User) -> SupplementItem:
    """Collect one thing that must be mended.

    Who may: everybody in the office, while it examines the application (`rounds.may_raise`). Raises
    NotNowError, ForbiddenError; ValidationError for an unknown section, no text, or the same twice.
    """
    with transaction.atomic():
        locked = _locked(filing, actor)
        item = SupplementItem(
            filing=locked,
            section=section,
            text=text.strip(),
            added_by=actor,
            added_at=clock.now(),
        )
        if section not in BY_KEY:
            raise ValidationError("申请材料没有这一部分。")
        item.full_clean()
        same = locked.supplement_items.filter(round=None, section=section, text=item.text)
        if same.exists():
            raise ValidationError({"text": "同样的补正事项已经提出。"})
        item.save()
    return item


def remove(item: SupplementItem, *, actor: User) -> None:
    """Take back an item that was not sent: one's own, a manager of the office any. Errors as
    `add`."""
    with transaction.atomic():
        locked = _locked(item.filing, actor)
        found = locked.supplement_items.filter(pk=item.pk, round=None).first()
        if found is None:
            raise door.NotNowError(CLOSED)
        if not rounds.may_remove(actor, found):
            raise door.ForbiddenError(
                "只能删除自己提出的补正事项；他人提出的，由本机关管理员删除。"
            )
        found.delete()


def request(filing: Filing, *, actor: User, seen: str = "", note: str = "", **_) -> dict:
    """The effect of `request_supplement`: everything collected goes out in one letter with a day to
    reply by, and only the named sections open (`filing.selectors.drafts`).

    `seen` is the digest of the list that the officer read. Refuses (ValidationError) an empty or
    another list, and a second request that the office above has not allowed.
    """
    items = rounds.pending(filing)
    if not items:
        raise ValidationError(NOTHING)
    if seen and seen != digest(items):
        raise ValidationError({"seen": CHANGED})
    if rounds.needs_permission(filing):
        raise ValidationError(ONCE)
    number, due = rounds.next_number(filing), rounds.reply_by(filing)
    SupplementItem.objects.filter(pk__in=[item.pk for item in items]).update(round=number)
    letter = letters.issue(
        filing,
        SUPPLEMENT,
        actor=actor,
        office=office_for(filing, Actor.RECEIVER, actor),
        wording=note,
        opened_on=date_format(acceptance.submitted_on(filing)),
        items=[{"section": BY_KEY[item.section].title, "text": item.text} for item in items],
        reply_by=date_format(due) if due else "",
    )
    late = acceptance.late_by(filing)
    facts = {"round": number, "items": len(items), "letter": letter.number, "reply_by": due}
    return facts | ({"late_by": late} if late else {})


def digest(items: Iterable[SupplementItem]) -> str:
    """Names a list of items, so that no other is sent than was read."""
    spelled = "\n".join(f"{item.pk} {item.section} {item.text}" for item in items)
    return hashlib.sha256(spelled.encode()).hexdigest()


def ask(filing: Filing, *, actor: User, note: str, token: UUID | None = None) -> Event:
    """Ask the office above for leave to request once more, with the reason; its people are told.

    Who may: `rounds.may_ask`. Raises NotNowError.
    """
    above = rounds.superior(filing)
    message = Message(
        holders.people([above.pk]),
        f"{filing.title}：请求同意再次告知补正",
        f"{filing.receiver}的理由：{note.strip()}\n请在事项页办理。",
    )
    return _recorded(filing, rounds.ASK, rounds.may_ask, actor, note, token, message)


def allow(filing: Filing, *, actor: User, note: str, token: UUID | None = None) -> Event:
    """Let the receiver request once more, with the reason on record.

    Who may: the people of the office above (`rounds.may_allow`). Raises NotNowError.
    """
    message = Message(
        holders.in_charge(filing, (filing.receiver_id,)),
        f"{filing.title}：已同意再次告知补正",
        f"{rounds.superior(filing)}的意见：{note.strip()}",
    )
    return _recorded(filing, rounds.ALLOW, rounds.may_allow, actor, note, token, message)


def _recorded(filing, act, may, actor, note, token, message: Message) -> Event:
    if not note.strip():
        raise ValidationError({"note": "请填写理由。"})
    with transaction.atomic():
        event = door.record(
            filing,
            act,
            actor=actor,
            may=may,
            change=lambda locked: {"round": rounds.next_number(locked)},
            token=token,
            note=note.strip(),
        )
        if not event.notice_set.exists():
            notices.post([message], event=event)
    return event


def _locked(filing: Filing, actor: User) -> Filing:
    locked = door.lock([filing.pk])[0]
    if not rules.works_in_office_of(actor, locked):
        raise door.ForbiddenError("只有办理机关的工作人员可以提出补正事项。")
    if not rounds.may_raise(actor, locked):
        raise door.NotNowError(CLOSED)
    return locked
