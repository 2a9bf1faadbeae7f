"""What an applicant types is kept at once, field by field, right or wrong."""

import hashlib
import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from casework.models import Case
from casework.services import door
from casework.services.timeline import canonical
from config import clock
from filing.models import Answer, Filing
from filing.sections.forms import LONGEST
from filing.sections.plan import PLAN, is_written
from filing.selectors.drafts import why_closed


@dataclass(frozen=True)
class Overwritten:
    """A field that had been changed elsewhere since the page was opened; now it is what was typed
    on that page. `text` is what stood there."""

    name: str
    text: str


def mark_of(text: str) -> str:
    """A short digest by which a page says what it showed in a field."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def typed(filing: Filing, section: str) -> dict[str, str]:
    """What stands in the fields of a section."""
    row = filing.answers.filter(section=section).first()
    return json.loads(row.values) if row else {}


def written_papers(case: Case) -> set[str]:
    """The papers, by key, that need no file because they are written in their section."""
    filing = Filing.objects.get(pk=case.pk)
    return {PLAN} if is_written(filing, typed(filing, PLAN)) else set()


def save(
    filing: Filing,
    section: str,
    changes: dict[str, str],
    *,
    actor: User,
    seen: dict[str, str] | None = None,
) -> list[Overwritten]:
    """Keep the text of some fields; all others stay as they are, so that two pages opened on one
    section never undo each other. `seen` are the marks of what the page showed: a field changed
    elsewhere since is overwritten, and named in the answer.

    Who may: managers and clerks of the applicant, while the section is open. Raises ForbiddenError,
    NotNowError, ValidationError for a text that is beyond any length.
    """
    for text in changes.values():
        if len(text) > LONGEST:
            raise ValidationError(f"一项内容不超过 {LONGEST} 个字，请删减后再保存。")
    with transaction.atomic():
        refuse_unless_open(door.lock([filing.pk])[0], section, actor)
        row, _ = Answer.objects.get_or_create(
            filing_id=filing.pk,
            section=section,
            defaults={"values": "{}", "saved_by": actor, "saved_at": clock.now()},
        )
        values: dict[str, str] = json.loads(row.values)
        changed = {name: new for name, new in changes.items() if values.get(name, "") != new}
        lost = [
            Overwritten(name, values.get(name, ""))
            for name in changed
            if seen is not None and mark_of(values.get(name, "")) != seen.get(name)
        ]
        if changed:
            row.values = canonical(values | changed)
            row.saved_by, row.saved_at = actor, clock.now()
            row.save(update_fields=["values", "saved_by", "saved_at"])
    return lost


def refuse_unless_open(locked: Filing, section: str, actor: User) -> None:
    """Raises ForbiddenError for anybody but the applicant's managers and clerks, NotNowError where
    the section is closed."""
    if not holds(actor, locked.owner_id, *SPEAKERS):
        raise door.ForbiddenError("只有申请单位的管理员或经办人可以填报。")
    if reason := why_closed(locked, section):
        raise door.NotNowError(reason)
