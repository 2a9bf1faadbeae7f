"""Printing for the day: what stands in the way, started, given out on record, taken away.

Who prints and who reads: `assessment.selectors.prints`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q

from accounts.models import Unmasking, User
from assessment.frames.prints import FINAL, PROOF, TICKETS, Arranged, Candidate, item_on_paper
from assessment.models import Plan, PrintRun, Session
from assessment.person import unprintable
from assessment.selectors.prints import IN_FULL, kinds_for, may_read, reader_of
from assessment.services import print_files, print_jobs
from casework.enums import JobState, WorkStatus
from casework.models import JobItem
from casework.services import door, jobs
from casework.services.door import ForbiddenError, NotNowError
from catalogue.regulations.terms import PlanStep
from config import clock

KEPT_DAYS = 90
MOST_NAMED = 5
NOT_NOW = "名册编制之后才能打印，计划取消、核发证书以后不再打印。"
REFUSED = "只有评价机构的管理员、经办人可以打印；委托企业可以打印本企业人员的准考证。"
CANCELLED = "任务已被取消，没有生成文件。"


@dataclass(frozen=True)
class Lack:
    """What is missing for a print and how to mend it; one that does not refuse only warns."""

    message: str
    remedy: str
    people: tuple[Candidate, ...] = ()
    refuses: bool = True

    def __str__(self) -> str:
        names = "、".join(each.name for each in self.people[:MOST_NAMED])
        more = "等" if len(self.people) > MOST_NAMED else ""
        about = f"（{names}{more}）" if names else ""
        return f"{self.message}{about}。{self.remedy}"


def is_open(plan: Plan) -> bool:
    """Whether something of the plan may be printed now."""
    return plan.state in (*PROOF, *FINAL)


def lacks(arranged: Arranged, kind: str, session: Session | None = None) -> list[Lack]:
    """What is missing for a print of this kind, of a session or all; asks nothing of the
    database."""
    if not arranged.of_session(session):
        return [Lack("还没有排座", "请先在考务安排中编排座位。")]
    people = arranged.people(session)
    found = [
        Lack("有人还没有座位", "请在考务安排中补排座位。", tuple(arranged.unseated(session))),
        Lack(
            "有人还没有准考证号",
            "准考证号在截止报名和确认考前准备时编排。",
            tuple(each for each in people if not each.ticket),
        ),
        Lack(
            "姓名里有字库没有的字",
            "请核对用字；确为生僻字的，请联系系统管理员补充字体。",
            _unprintable(people),
        ),
    ]
    if kind in TICKETS:
        bare = tuple(each for each in people if not each.photo)
        remedy = "可以照样打印，照片处留空粘贴；也可以先补传照片。"
        found.append(Lack("有人没有照片", remedy, bare, refuses=False))
    return [lack for lack in found if lack.people] + list(_texts(arranged))


def _unprintable(people: Iterable[Candidate]) -> tuple[Candidate, ...]:
    everybody = list(people)
    if not unprintable("".join(each.name for each in everybody)):
        return ()
    return tuple(each for each in everybody if unprintable(each.name))


def _texts(arranged: Arranged) -> Iterable[Lack]:
    plan = arranged.plan
    texts = [plan.title, plan.agency.name, plan.contact]
    texts += [text for room in arranged.rooms.values() for text in room[1:]]
    sessions = arranged.sessions.values()
    texts += [item_on_paper(item) for session in sessions for item in session.items.all()]
    if missing := unprintable("".join(texts)):
        yield Lack(
            f"计划、机构、考点或考场的名称地址里有字库没有的字：{missing}", "请改用常见的字。"
        )


def start(plan: Plan, kind: str, session: Session | None, *, actor: User) -> PrintRun:
    """Have something printed in the background; the earlier print of this kind and session goes.
    One that is still being made of the same arrangement is answered instead.

    Raises ForbiddenError, NotNowError, ValidationError with what is missing.
    """
    with transaction.atomic():
        locked = door.lock([plan.pk])[0]
        if kind not in kinds_for(actor, locked):
            raise ForbiddenError(REFUSED)
        if not is_open(locked):
            raise NotNowError(NOT_NOW)
        arranged = Arranged.of(locked)
        if reasons := [str(lack) for lack in lacks(arranged, kind, session) if lack.refuses]:
            raise ValidationError(reasons)
        digest = arranged.digest(kind, session)
        earlier = locked.prints.filter(kind=kind, session=session).select_related("job").first()
        if earlier and earlier.digest == digest and earlier.job.is_open:
            return earlier
        if earlier:
            _remove(earlier)
        return _begin(arranged, kind, session, digest, actor)


def _begin(
    arranged: Arranged, kind: str, session: Session | None, digest: str, actor: User
) -> PrintRun:
    run = PrintRun.objects.create(
        plan=arranged.plan,
        session=session,
        kind=kind,
        digest=digest,
        final=arranged.final,
        count=len(_everybody(arranged, kind, session)),
        made_by=actor,
        made_at=clock.now(),
    )
    parts = print_jobs.payloads(run, arranged)
    run.job = jobs.start(print_jobs.PRINT, parts, created_by=actor)
    run.save(update_fields=["job"])
    return run


def _everybody(arranged: Arranged, kind: str, session: Session | None) -> list:
    return arranged.people(session) if kind in TICKETS else arranged.of_session(session)


def drop(run: PrintRun, *, actor: User) -> None:
    """Take a print away; one that is being made comes to its end. Gone already is no error.
    Raises ForbiddenError."""
    with transaction.atomic():
        plan = door.lock([run.plan_id])[0]
        if run.kind not in kinds_for(actor, plan):
            raise ForbiddenError(REFUSED)
        if present := plan.prints.filter(pk=run.pk).select_related("job").first():
            _remove(present)


def _remove(run: PrintRun) -> None:
    folder, job = run.folder, run.job
    run.delete()
    if job and job.is_open:
        jobs.cancel(job)
    transaction.on_commit(lambda: print_files.destroy(folder))


@dataclass(frozen=True)
class Standing:
    """How far a run is. `failure` says why nothing came of it; empty where something did, or still
    may."""

    ended: int = 0
    total: int = 0
    failure: str = ""

    @property
    def left(self) -> int:
        return self.total - self.ended


def standings(runs: Iterable[PrintRun]) -> dict[int, Standing]:
    """By run, for those that are not done; two queries for any number of them."""
    open_runs = [run for run in runs if run.done_at is None]
    items = JobItem.objects.filter(job__in=[run.job_id for run in open_runs]).order_by()
    ended = Count("pk", filter=~Q(status__in=jobs.OPEN))
    counted = items.values_list("job").annotate(ended=ended, total=Count("pk"))
    counts = {job: (done, total) for job, done, total in counted}
    failed = items.filter(status=WorkStatus.FAILED).order_by("-pk")
    errors = dict(failed.values_list("job", "error"))
    return {
        run.pk: Standing(*counts.get(run.job_id, (0, 0)), _failure(run, errors))
        for run in open_runs
    }


def _failure(run: PrintRun, errors: dict[int, str]) -> str:
    if run.job.is_open:
        return ""
    return CANCELLED if run.job.status == JobState.CANCELLED else errors.get(run.job_id, CANCELLED)


def take_out(run: PrintRun, *, actor: User) -> None:
    """Note who takes tickets, with everybody's ID number on them, and for whom. Raises
    ForbiddenError."""
    if not may_read(actor, run):
        raise ForbiddenError("准考证上有完整的证件号码，只有经办人员可以下载。")
    if run.kind not in IN_FULL:
        return
    Unmasking.objects.create(
        user=actor,
        organisation=reader_of(actor, run.plan),
        at=clock.now(),
        record=f"assessment.printrun:{run.pk}",
        field="id_number",
        label=f"评价计划 {run.plan.number} 的准考证（{run.count} 人）",
        reason="下载准考证",
    )


def sweep() -> None:
    """Take away prints that are too old or of a cancelled plan, and files that no run names."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    old = PrintRun.objects.filter(made_at__lt=before)
    off = PrintRun.objects.filter(plan__state=PlanStep.CANCELLED)
    for run in (old | off).select_related("job"):
        with transaction.atomic():
            _remove(run)
    print_files.sweep()
