"""Links by which workers fill in their own 申报表, and the address of each such registration.

A token stands in its address alone; only its digest is kept.
"""

import hashlib
import secrets
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode

from accounts.models import User
from assessment.enums import EntryStatus
from assessment.models import Entry, EntryLink, Plan
from assessment.services.entries import opened
from casework.services import door
from catalogue.regulations.terms import PlanStep
from config import clock

LONGEST_DAYS = 90
CLOSED = "报名已经截止，链接不再使用。需要补录的，由经办人在“报名”中添加。"
PAST = (
    "公告的报名时间到{}为止，已经过了，不能再做链接。截止报名之前需要补报的，"
    "由经办人在“报名”中添加。"
)


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
    """A new link and its token, which is shown this once. On the last day that was announced it
    is good until midnight.

    Who may: `entry_rights.handles`, which the view asks. Raises ValidationError for a time beyond
    `LONGEST_DAYS` or the announced end of enrolment, NotNowError where that is past.
    """
    token = secrets.token_urlsafe(24)
    with opened(plan) as locked:
        if why := why_none(locked):
            raise door.NotNowError(why)
        if wrong := wrong_days(locked, days):
            raise ValidationError({"days": wrong})
        link = EntryLink.objects.create(
            plan=locked,
            token_hash=digest(token),
            label=label.strip(),
            employer=employer.strip(),
            expires_at=_end_of(locked, days),
            made_by=actor,
            made_at=clock.now(),
        )
    return link, token


def why_none(plan: Plan) -> str:
    """Why no link can be made any more; "" while one can."""
    if not enrols(plan):
        return CLOSED
    if plan.enrol_until and plan.enrol_until < clock.today():
        return PAST.format(date_format(plan.enrol_until))
    return ""


def longest(plan: Plan) -> int:
    """For how many days a link may be good: to the last day of enrolment, today counted."""
    if plan.enrol_until is None:
        return LONGEST_DAYS
    return max(0, min(LONGEST_DAYS, (plan.enrol_until - clock.today()).days + 1))


def wrong_days(plan: Plan, days: int) -> str:
    """Why a link cannot be good for so many days; "" where it can."""
    most = longest(plan)
    if 1 <= days <= most:
        return ""
    if most == LONGEST_DAYS:
        return f"有效期为 1 至 {most} 天。"
    until = date_format(plan.enrol_until)
    return f"报名到{until}为止，有效期最长 {most} 天（今天算第 1 天）。"


def _end_of(plan: Plan, days: int) -> datetime:
    end = clock.now() + timedelta(days=days)
    if plan.enrol_until is None:
        return end
    return min(end, timezone.make_aware(datetime.combine(plan.enrol_until, time.max)))


def close(link: EntryLink) -> None:
    """Nobody begins a registration through it any more; closing twice is no error."""
    EntryLink.objects.filter(pk=link.pk, closed_at=None).update(closed_at=clock.now())


def find(token: str) -> EntryLink | None:
    """The link of a token, whether it is still open or not."""
    rows = EntryLink.objects.select_related("plan")
    return rows.filter(token_hash=digest(token)).first()


def enrols(plan: Plan) -> bool:
    """Whether workers may fill in their own application: until the enrolment is closed."""
    return plan.state == PlanStep.ENROLMENT


def is_open(link: EntryLink) -> bool:
    """Whether one may begin through it now."""
    return enrols(link.plan) and link.closed_at is None and link.expires_at > clock.now()


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
    return enrols(entry.plan) and entry.status in open_to
