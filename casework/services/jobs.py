"""Long jobs: what is done stands in the database, so a kill at any point loses and repeats nothing.

An app registers a kind of job once, when it is ready; `start` writes a job with its items in the
caller's transaction; workers `work_off` what is due. A Celery message only says that there may be
something to do: losing or doubling one is harmless.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse

from accounts.models import User
from casework.enums import JobState, WorkStatus
from casework.kinds import Message
from casework.models import Job, JobItem
from casework.services import leases, notices, waking
from config import clock

log = logging.getLogger(__name__)
OPEN = (WorkStatus.WAITING, WorkStatus.RUNNING)
ODD = "处理这一项时出现系统错误，错误已经记录。"


class RefusedError(Exception):
    """This item cannot be done and no second try will help. The text says why, in Chinese."""


@dataclass(frozen=True)
class JobKind:
    """A kind of job.

    `work_item(item, prepared)` does one item in the transaction that also ends it, and answers
    plain values for `item.result`. `prepare(item)`, if given, runs before and outside of it: what
    takes long or writes files (write, fsync, rename; a second run must do no harm). Both together
    stay within `lease` seconds. `summary(job, progress)` is what its author is told at the end.
    """

    code: str
    label: str
    work_item: Callable[[JobItem, Any], dict | None]
    prepare: Callable[[JobItem], Any] | None = None
    summary: Callable[[Job, "Progress"], str] | None = None
    lease: float = 120
    most_attempts: int = 3


_kinds: dict[str, JobKind] = {}


def register_job(
    code: str, label: str, work_item: Callable[[JobItem, Any], dict | None], **options
) -> JobKind:
    """Make a kind of job known; `options` are the other fields of `JobKind`."""
    _kinds[code] = JobKind(code, label, work_item, **options)
    return _kinds[code]


def kind_of(job: Job) -> JobKind:
    """The registered kind of a job. KeyError for one that no app knows any more."""
    return _kinds[job.kind]


@dataclass(frozen=True)
class Progress:
    """How far a job is, counted from its items."""

    total: int
    done: int
    failed: int
    cancelled: int

    @property
    def ended(self) -> int:
        return self.done + self.failed + self.cancelled

    @property
    def is_whole(self) -> bool:
        return self.ended == self.total


def progress_of(job: Job) -> Progress:
    """One query, whatever the length of the job."""
    counts = dict(job.items.order_by().values_list("status").annotate(n=Count("pk")))
    return Progress(
        total=sum(counts.values()),
        done=counts.get(WorkStatus.DONE, 0),
        failed=counts.get(WorkStatus.FAILED, 0),
        cancelled=counts.get(WorkStatus.CANCELLED, 0),
    )


def failed_items(job: Job) -> QuerySet[JobItem]:
    """The items that did not succeed, each with its `position` in the job (from 1)."""
    until = JobItem.objects.filter(job=OuterRef("job"), pk__lte=OuterRef("pk")).order_by()
    position = until.values("job").annotate(n=Count("pk")).values("n")
    failed = job.items.filter(status=WorkStatus.FAILED)
    return failed.annotate(position=Subquery(position)).order_by("pk")


def label_of(job: Job) -> str:
    """What the screens call a job; one of a kind that is gone keeps its code."""
    return _kinds[job.kind].label if job.kind in _kinds else job.kind


def start(kind: JobKind, payloads: Iterable[dict], *, created_by: User | None, **parameters) -> Job:
    """Write a job and its items; workers hear of it after commit. Who may is for the caller."""
    now = clock.now()
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind.code, parameters=parameters, created_by=created_by, created_at=now
        )
        rows = (JobItem(job=job, payload=payload, due_at=now) for payload in payloads)
        JobItem.objects.bulk_create(rows, batch_size=1000)
        waking.wake(waking.JOBS)
    return job


def follow(item: JobItem, payload: dict) -> bool:
    """Add a piece that could not be known before this one was done; inside `work_item`. False:
    the job was cancelled meanwhile, nothing was added."""
    job = Job.objects.select_for_update().get(pk=item.job_id)
    if job.is_open:
        JobItem.objects.create(job=job, payload=payload, due_at=clock.now())
        waking.wake(waking.JOBS)
    return job.is_open


def cancel(job: Job) -> bool:
    """Let nothing more of a job begin; what is in work comes to its end. False: it had ended.

    Who: its author (the view asks).
    """
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=job.pk)
        if not locked.is_open:
            return False
        waiting = locked.items.filter(status=WorkStatus.WAITING)
        waiting.update(status=WorkStatus.CANCELLED, ended_at=clock.now())
        locked.status, locked.ended_at = JobState.CANCELLED, clock.now()
        locked.message = "已按您的要求取消，尚未开始的部分不再处理。"
        locked.save()
    return True


def work_off(*, seconds: float = 50) -> int:
    """Do what is due, the kinds in turn, until nothing is left or the time is up.

    In turn, so that a roster of ten thousand does not keep a report of three waiting. Any number
    of workers may do so at once: the first item that one takes wakes the next. Answers
    how many items this one took.
    """
    until, taken = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        before = taken
        for kind in _running():
            for item in _claim(kind):
                if not taken:
                    waking.wake(waking.JOBS)
                taken += 1
                _work(kind, item)
        if taken == before:
            break
    finish_ended()
    return taken


def _running() -> list[JobKind]:
    """The kinds with a job that is not over: an idle worker asks for no other's items."""
    rows = Job.objects.filter(status=JobState.RUNNING).order_by()
    codes = set(rows.values_list("kind", flat=True).distinct())
    return [kind for code, kind in _kinds.items() if code in codes]


def _claim(kind: JobKind) -> list[JobItem]:
    rows = JobItem.objects.filter(job__kind=kind.code)
    return leases.claim(rows, seconds=kind.lease, most_attempts=kind.most_attempts)


def _work(kind: JobKind, item: JobItem) -> None:
    try:
        prepared = kind.prepare(item) if kind.prepare else None
        with transaction.atomic():
            mine = leases.held(item)
            if mine is None:
                return
            mine.result = kind.work_item(mine, prepared) or {}
            leases.end(mine, WorkStatus.DONE)
    except (RefusedError, ValidationError) as refused:
        texts = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        leases.failed(item, "；".join(texts), most_attempts=0)
    except Exception:
        log.exception("job %s item %s attempt %s", item.job_id, item.pk, item.attempts)
        leases.failed(item, ODD, most_attempts=kind.most_attempts)
    finish_ended(item.job_id)


def finish_ended(job_id: int | None = None) -> None:
    """End the open jobs (or that one) of which no item is open, each once, and tell its author."""
    known = Job.objects.filter(status=JobState.RUNNING, kind__in=_kinds)
    jobs = known.exclude(items__status__in=OPEN)
    if job_id is not None:
        jobs = jobs.filter(pk=job_id)
    for pk in jobs.values_list("pk", flat=True):
        with transaction.atomic():
            job = Job.objects.select_for_update().get(pk=pk)
            if job.is_open and not job.items.filter(status__in=OPEN).exists():
                _finish(job)


def _finish(job: Job) -> None:
    kind, progress = kind_of(job), progress_of(job)
    summary = kind.summary or _counts
    job.status, job.ended_at, job.message = JobState.DONE, clock.now(), summary(job, progress)[:500]
    job.save()
    if job.created_by:
        notices.tell(
            [Message([job.created_by], f"{kind.label}已处理完毕", job.message)],
            link=reverse("casework:job", args=[job.pk]),
        )


def _counts(job: Job, progress: Progress) -> str:
    said = f"共 {progress.total} 项，完成 {progress.done} 项。"
    return said + (f"未成功 {progress.failed} 项，请查看原因。" if progress.failed else "")
