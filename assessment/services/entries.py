"""Registrations: entered, corrected, sent to the enterprise, taken back.

Everything happens under the lock of the plan, so that a roster never changes while it is filed.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import protection
from accounts.models import User
from assessment.checks.entries import SECOND_PERSON, Looked, barred, look
from assessment.enums import EntryStatus
from assessment.frames.entries import (
    HERE,
    Frame,
    Other,
    bars_of,
    entered_elsewhere,
    known_of,
)
from assessment.models import Entry, EntryLink, Plan, Seat, WorkPeriod
from assessment.selectors import entries as entry_rights
from assessment.services import competitions, entry_numbers
from casework import kinds
from casework.services import door
from config import clock

PAST = "这份报名在您打开页面之后已有改动，本次没有保存。下面是您填写的内容，请核对后再次保存。"
CLOSED = "计划现在是“{}”，不能再改动报名。"
FIXED = "这份报名是“{}”，不能修改。需要更正的，请先由审核人退回。"


@contextmanager
def opened(plan: Plan) -> Iterator[Plan]:
    """The locked plan, in a transaction. Raises NotNowError where enrolment is over."""
    with transaction.atomic():
        locked = door.lock([plan.pk])[0]
        if not entry_rights.is_open(locked):
            raise door.NotNowError(CLOSED.format(kinds.state_label(locked)))
        yield locked


def keep(
    plan: Plan,
    columns: Mapping[str, object],
    work: list[dict],
    *,
    entry: Entry | None = None,
    version: int | None = None,
    actor: User | None = None,
    link: EntryLink | None = None,
) -> Entry:
    """Save a registration with its work history; a changed one has to be sent again.

    Who may: `entry_rights.handles`, or the applicant through a link, which the view asks. Raises
    ValidationError where somebody changed it meanwhile, or `refuse_twice` or
    `refuse_barred` does; NotNowError where
    enrolment is over.
    """
    with opened(plan) as locked:
        row = _fresh(locked, actor, link) if entry is None else present(locked, entry, version)
        before = claim_of(row)
        for name, value in columns.items():
            setattr(row, name, value)
        answer_for(row, before, actor)
        refuse_twice(row, is_own=link is not None)
        refuse_barred(row, is_own=link is not None)
        competitions.attach(row)
        row.status = EntryStatus.DRAFT
        row.applied_at = row.signed_at = row.decided_at = None
        row.signed_by = row.decided_by = None
        _write(row, work)
        judge(row)
    return row


def submit(entry: Entry, *, version: int | None = None, own: bool = False) -> list[str]:
    """Send a registration to the enterprise. Answers what stands in the way; empty when it was
    sent. `own`: the applicant does. Who may: as `keep`. Raises as `keep`."""
    with opened(entry.plan) as locked:
        row = present(locked, entry, version)
        if row.status == EntryStatus.APPLIED:
            return []
        found = judge(row, own=own)
        if found.refusing:
            return [f"{issue.message}{issue.remedy}" for issue in found.refusing]
        row.status, row.applied_at, row.remark = EntryStatus.APPLIED, clock.now(), ""
        row.version += 1
        row.save(update_fields=["status", "applied_at", "remark", "version"])
        entry.status, entry.version = row.status, row.version
        return []


def withdraw(entry: Entry, *, actor: User, reason: str, version: int | None = None) -> None:
    """Take a registration out, at whatever step; its seats become free. Goes on the timeline.

    Who may: `entry_rights.handles`. Raises ValidationError without a reason, where it was changed
    meanwhile or is out already; NotNowError where enrolment is over.
    """
    if not reason.strip():
        raise ValidationError("请写明退出的原因。")

    def change(case) -> dict:
        row = present(case, entry, version, any_status=True)
        if row.status == EntryStatus.WITHDRAWN:
            raise ValidationError("这份报名已经退出。")
        freed = Seat.objects.filter(entry=row).delete()[0]
        row.status, row.remark = EntryStatus.WITHDRAWN, reason.strip()[:300]
        row.version += 1
        row.save(update_fields=["status", "remark", "version"])
        return {"entries": [row.number], "freed": freed}

    with opened(entry.plan) as locked:
        door.record(
            locked,
            "withdraw_entry",
            actor=actor,
            may=entry_rights.handles,
            change=change,
        )


def judge(row: Entry, *, own: bool = False) -> Looked:
    """Hold the entry as it stands against its plan, and keep the condition and the months."""
    frame = Frame.of(row.plan)
    found = look(row, frame, known_of(row.plan, [row.id_hash], own=own))
    Entry.objects.filter(pk=row.pk).update(condition=found.verdict.met, months=found.verdict.months)
    row.condition, row.months = found.verdict.met, found.verdict.months
    return found


def fingerprint_of(row: Entry) -> str:
    """The hash under which the person is found, of the number as it is now."""
    return protection.fingerprint("id_number", row.id_number)


def claim_of(row: Entry) -> tuple:
    """What an exception claims: the ground, the reason, and the level that it opens."""
    return row.ground, row.reason, row.item_id


def answer_for(row: Entry, before: tuple, actor: User | None) -> None:
    """Whoever claims an exception for somebody counts as having entered it, so that another person
    has to approve it (LC-19). `before` is the claim as it stood."""
    if actor and row.ground in SECOND_PERSON and claim_of(row) != before:
        row.entered_by = actor


def refuse_twice(row: Entry, *, is_own: bool = False) -> None:
    """Raise ValidationError where the person has entered for the same occupation and level in this
    plan, or is approved for it in an open one of any agency. `is_own`: a stranger with a link asks,
    who is not told of another plan."""
    hashed = fingerprint_of(row)
    key = (hashed, row.item.occupation_id, row.item.level)
    for other in entered_elsewhere(row.plan, [hashed]).get(key, ()):
        if other.entry != row.pk and other.bars:
            raise ValidationError({"id_number": _said_of(other, is_own)})


def refuse_barred(row: Entry, *, is_own: bool = False) -> None:
    """Raise ValidationError where something keeps the person from being assessed. `is_own`: as in
    `refuse_twice`, the stranger is not told what."""
    hashed = fingerprint_of(row)
    issues = [barred(bar, own=is_own) for bar in bars_of(row.plan, [hashed]).get(hashed, ())]
    if issues:
        told = dict.fromkeys(f"{issue.message}{issue.remedy}" for issue in issues)
        raise ValidationError({"id_number": list(told)})


def _said_of(other: Other, is_own: bool) -> str:
    if other.where == HERE:
        return f"此人已在{HERE}报名同一职业的同一等级，不能重复报名。"
    if is_own:
        return "此人已报名同一职业的同一等级，不能重复报名。"
    return f"此人在{other.where}报名同一职业的同一等级，已经核准，不能重复报名。"


def _fresh(plan: Plan, actor: User | None, link: EntryLink | None) -> Entry:
    return Entry(plan=plan, number=entry_numbers.take(plan)[0], entered_by=actor, link=link)


def present(plan: Plan, entry: Entry, version: int | None, *, any_status: bool = False) -> Entry:
    """The row as it stands now, unless it moved since the page was opened."""
    row = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk, plan=plan.pk)
    row.plan = plan
    if version is not None and row.version != version:
        raise ValidationError(PAST)
    if not any_status and row.status not in entry_rights.EDITABLE:
        raise ValidationError(FIXED.format(row.get_status_display()))
    return row


def _write(row: Entry, work: list[dict]) -> None:
    row.version += 1
    row.id_hash = fingerprint_of(row)
    row.validate_constraints()
    row.save()
    row.work.all().delete()
    WorkPeriod.objects.bulk_create([WorkPeriod(entry=row, **each) for each in work])
