"""One paper for many registrations of a plan, such as the enterprise's list of payments of social
security (HB-03): handed in once, read by whoever may read it of any of them.
"""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet

from accounts.models import User
from assessment.enums import EntryStatus, EvidenceKind
from assessment.models import Entry, Evidence, Plan
from assessment.selectors import entries as entry_rights
from assessment.selectors.papers import lacking
from assessment.services.entries import opened
from assessment.services.entry_files import MOST
from casework.services import door, files, inspection
from config import clock

CHUNK = 500  # rows of a statement
MOVED = "打开页面之后，人员或者材料已有变化，现在将用于 {} 份报名。请核对后重新选择文件并确认。"
NOBODY = "没有可以使用这份材料的报名，请重新选择范围。"


@dataclass(frozen=True)
class Scope:
    """Of which registrations a paper is to prove something: `chosen` of one plan, or of these only
    those that lack a paper of the kind."""

    kind: EvidenceKind
    chosen: QuerySet[Entry]
    only_lacking: bool


@dataclass(frozen=True)
class Cover:
    """What comes of a scope: who gets the paper; who was chosen and cannot have it, with why; and
    who of the plan lacks such a paper even then."""

    taken: list[Entry]
    left: list[tuple[Entry, str]]
    still: list[Entry]

    @property
    def seen(self) -> str:
        """What the page showed, in a word: whom, and how many papers each of them had."""
        told = ",".join(f"{row.pk}:{row.papers}" for row in self.taken)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def cover(plan: Plan, scope: Scope) -> Cover:
    """What a scope comes to now. Two queries, however many people."""
    rows = scope.chosen.filter(plan=plan.pk).exclude(status=EntryStatus.WITHDRAWN)
    if scope.only_lacking:
        rows = rows.filter(lacking(scope.kind))
    taken, left = [], []
    for row in (
        rows.annotate(papers=Count("evidence"))
        .only("plan", "number", "name", "status")
        .order_by("pk")
    ):
        if why := _why_not(row):
            left.append((row, why))
        else:
            taken.append(row)
    got = {row.pk for row in taken}
    needing = plan.entries.filter(lacking(scope.kind)).exclude(status=EntryStatus.WITHDRAWN)
    rest = needing.only("plan", "number", "name", "status").order_by("number")
    return Cover(taken, left, [row for row in rest if row.pk not in got])


def _why_not(row: Entry) -> str:
    if row.status not in entry_rights.EDITABLE:
        return f"是“{row.get_status_display()}”，须先退回"
    if row.papers >= MOST:
        return f"已有 {MOST} 份材料"
    return ""


def share(
    plan: Plan, scope: Scope, *, upload: BinaryIO, seen: str, actor: User, note: str = ""
) -> int:
    """Hand in a paper for all of a scope; answers for how many. Goes on the timeline.

    `seen` is the word of the `Cover` that the person confirmed. Who may: `entry_rights.handles`.
    Raises ValidationError where that has changed since or is nobody, RefusedFile, NotNowError
    where enrolment is over.
    """
    found = inspection.inspect(upload)
    covered: list[Entry] = []

    def change(case: Plan) -> dict:
        present = cover(case, scope)
        if not present.taken:
            raise ValidationError(NOBODY)
        if present.seen != seen:
            raise ValidationError(MOVED.format(len(present.taken)))
        covered.extend(present.taken)
        file = files.keep(
            found.data, case=case, name=found.name, kind=found.kind, by=actor, pages=found.pages
        )
        values = {"file": file, "kind": scope.kind, "note": note.strip()[:200]}
        rows = [Evidence(entry=row, added_at=file.stored_at, **values) for row in covered]
        Evidence.objects.bulk_create(rows, batch_size=CHUNK)
        numbers = [row.number for row in covered]
        return {"kind": scope.kind, "sha256": file.sha256, "entries": numbers}

    with opened(plan) as locked:
        door.record(locked, "share_paper", actor=actor, may=entry_rights.handles, change=change)
    return len(covered)


def withdraw(plan: Plan, file: UUID, *, actor: User) -> int:
    """Take a paper out of all registrations that may still be changed; answers of how many. What
    was signed or approved keeps it. Who may, raises: as `share`."""
    rows = Evidence.objects.filter(
        entry__plan=plan.pk, file=file, entry__status__in=entry_rights.EDITABLE
    )

    def change(case: Plan) -> dict:
        numbers = list(rows.order_by("entry").values_list("entry__number", flat=True))
        rows.delete()
        return {"file": str(file), "entries": numbers, "at": clock.today()}

    with opened(plan) as locked:
        count = rows.count()
        if count:
            door.record(
                locked, "withdraw_paper", actor=actor, may=entry_rights.handles, change=change
            )
    return count
