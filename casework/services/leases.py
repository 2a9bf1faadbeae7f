"""Taking work under a lease: whoever dies holding it loses the lease, not the work.

The same for every table of `Leased` rows. What is claimed is committed at once; the outcome is
saved only by who still owns the claim, in one transaction with the effect.
"""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from casework.enums import WorkStatus
from casework.models import Leased
from config import clock

FIRST_PAUSE, LONGEST_PAUSE = 30, 3600  # seconds between a failure and the next try
KILLED = "处理这一项时后台进程连续中断，已停止重试。请联系管理人员检查这一项的内容。"


def due(rows: QuerySet, *, most_attempts: int) -> QuerySet:
    """What may be taken now: waiting work whose time has come, and work of the dead."""
    now = clock.now()
    waiting = Q(status=WorkStatus.WAITING, due_at__lte=now)
    left = Q(status=WorkStatus.RUNNING, lease_until__lt=now, attempts__lt=most_attempts)
    return rows.filter(waiting | left)


def claim(rows: QuerySet, *, seconds: float, most_attempts: int, most: int = 1) -> list[Leased]:
    """Take up to `most` due rows for so long; each row goes to one claimant only.

    What killed its worker `most_attempts` times is ended instead, so that the rest goes on.
    PostgreSQL skips rows that others are taking; SQLite's transactions (IMMEDIATE) come one after
    the other. A look before that keeps idle workers from asking for SQLite's write lock.
    """
    _bury(rows, most_attempts)
    free = due(rows, most_attempts=most_attempts)
    if not free.exists():
        return []
    with transaction.atomic():
        unheld = free.order_by("pk").select_for_update(skip_locked=True, of=("self",))
        taken = list(unheld[:most])
        for row in taken:
            row.status = WorkStatus.RUNNING
            row.owner = uuid.uuid4()
            row.lease_until = clock.now() + timedelta(seconds=seconds)
            row.attempts += 1
            row.save(update_fields=["status", "owner", "lease_until", "attempts"])
    return taken


def _bury(rows: QuerySet, most_attempts: int) -> None:
    now = clock.now()
    poison = rows.filter(
        status=WorkStatus.RUNNING, lease_until__lt=now, attempts__gte=most_attempts
    )
    if poison.exists():
        poison.update(
            status=WorkStatus.FAILED, error=KILLED, ended_at=now, owner=None, lease_until=None
        )


def held(row: Leased) -> Leased | None:
    """The row locked, if its claim still holds; None where another has taken it over.

    Inside the transaction that saves the outcome, before the effect.
    """
    mine = (
        type(row)
        .objects.select_for_update(of=("self",))
        .filter(pk=row.pk, owner=row.owner, status=WorkStatus.RUNNING)
    )
    return mine.first()


def end(row: Leased, status: WorkStatus, *, error: str = "") -> None:
    """Close a row that this claim holds; the caller saves other fields of the outcome before."""
    row.status, row.error, row.ended_at = status, error[:500], clock.now()
    row.owner = row.lease_until = None
    row.save()


def failed(row: Leased, error: str, *, most_attempts: int) -> bool:
    """Give the row back for a later try, or end it after too many. Answers whether it ended."""
    with transaction.atomic():
        mine = held(row)
        if mine is None:
            return False
        if mine.attempts >= most_attempts:
            end(mine, WorkStatus.FAILED, error=error)
            return True
        mine.status, mine.error = WorkStatus.WAITING, error[:500]
        mine.owner = mine.lease_until = None
        mine.due_at = clock.now() + timedelta(seconds=pause_after(mine.attempts))
        mine.save()
        return False


def pause_after(attempts: int) -> int:
    """Seconds until the next try: half a minute, doubled with each failure, an hour at most."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1))
