"""What officers tell each other about a case. The applicant never reads it."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from casework import rules
from casework.kinds import Message
from casework.models import Case, Event
from casework.services import door, notices


def add(case: Case, *, text: str, actor: User, token: UUID | None = None) -> Event:
    """Put an internal comment on the timeline of a case, open or closed; whoever has the case is
    told.

    Who may: officers who see the inner side of the case. Raises ForbiddenError, ValidationError for
    an empty text. The same form sent twice comments once.
    """
    if not rules.sees_inner_side(actor, case):
        raise door.ForbiddenError("只有机关工作人员可以写内部意见。")
    if not text.strip():
        raise ValidationError("请填写内部意见。")
    with transaction.atomic():
        event = door.record(
            case,
            "comment",
            actor=actor,
            may=rules.sees_inner_side,
            change=lambda locked: {},
            token=token,
            note=text.strip(),
        )
        if not event.notice_set.exists():
            notices.post(_told(case, actor, text.strip()), event=event)
    return event


def _told(case: Case, actor: User, text: str) -> list[Message]:
    if case.assignee_id in (None, actor.pk):
        return []
    return [Message([case.assignee], f"{case.title}：有新的内部意见", text)]
