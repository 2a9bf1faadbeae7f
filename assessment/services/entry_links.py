"""Links by which workers fill in their own 申报表, and the address of each such registration.

A token stands in its address alone; only its digest is kept.
"""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from assessment.enums import EntryStatus
from assessment.models import Entry, EntryLink, Plan
from assessment.services.entries import opened
from casework.services import door
from catalogue.regulations.terms import PlanStep
from config import clock

LONGEST_DAYS = 90


def address(token: str) -> str:
    """Where one applies through a link; the token is in the query, which no log keeps."""
    return f"{reverse('assessment:apply')}?{urlencode({'link': token})}"


def own_address(secret: str) -> str:
    """Where one finds one's own registration."""
    return f"{reverse('assessment:own-entry')}?{urlencode({'key': secret})}"


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def make(plan: Plan, *, label: str, employer: str, days: int, actor: User) -> tuple[EntryLink, str]:
    """A new link and its token, which is shown this once.

    Who may: `entry_rights.handles`, which the view asks. Raises ValidationError for a time beyond
    `LONGEST_DAYS`, NotNowError where enrolment is over.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": f"有效期为 1 至 {LONGEST_DAYS} 天。"})
    token = secrets.token_urlsafe(24)
    with opened(plan) as locked:
        link = EntryLink.objects.create(
            plan=locked,
            token_hash=digest(token),
            label=label.strip(),
            employer=employer.strip(),
            expires_at=clock.now() + timedelta(days=days),
            made_by=actor,
            made_at=clock.now(),
        )
    return link, token


def close(link: EntryLink) -> None:
    """Nobody begins a registration through it any more; closing twice is no error."""
    EntryLink.objects.filter(pk=link.pk, closed_at=None).update(closed_at=clock.now())


def find(token: str) -> EntryLink | None:
    """The link of a token, whether it is still open or not."""
    rows = EntryLink.objects.select_related("plan")
    return rows.filter(token_hash=digest(token)).first()


def is_open(link: EntryLink) -> bool:
    """Whether one may begin through it now."""
    enrolling = link.plan.state == PlanStep.ENROLMENT
    return enrolling and link.closed_at is None and link.expires_at > clock.now()


def give_address(entry: Entry) -> str:
    """A new secret for the applicant's own page; the one before no longer opens it."""
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(own_hash=digest(secret))
    return secret


def find_own(secret: str) -> Entry | None:
    """The registration of a secret."""
    rows = Entry.objects.select_related("plan", "link", "item__occupation", "photo", "condition")
    return rows.filter(own_hash=digest(secret)).first()


def is_editable(entry: Entry) -> bool:
    """Whether the applicant may still change it: enrolment is open, and nobody has taken it up."""
    open_to = (EntryStatus.DRAFT, EntryStatus.REFUSED)
    return entry.plan.state == PlanStep.ENROLMENT and entry.status in open_to


def refuse_unless_open(link: EntryLink) -> None:
    """Raise NotNowError where the link was closed or is past its time."""
    if not is_open(link):
        raise door.NotNowError("这个报名链接已经关闭或过期，请联系单位的经办人。")
