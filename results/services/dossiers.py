"""The dossier of a plan: asked for, watched, given out on record."""

from uuid import uuid4

from django.db import transaction

from accounts.models import Unmasking, User
from assessment.models import Plan
from casework.enums import JobState, WorkStatus
from casework.models import JobItem
from casework.services import door, jobs
from casework.services.door import ForbiddenError, NotNowError
from config import clock
from results.models import Dossier
from results.selectors import archive
from results.services import dossier_files, dossier_jobs

REFUSED = "档案包含有完整的证件号码，只有评价机构的经办人和办理机关的审核人员可以生成和下载。"
NOT_NOW = "结果确认之后才能生成档案包。"
CANCELLED = "任务已被取消，没有生成档案包。"


def start(plan: Plan, *, actor: User) -> Dossier:
    """Have the dossier made in the background. One that is being made is answered instead; an
    earlier one stays until the new one is there.

    Raises ForbiddenError, NotNowError.
    """
    with transaction.atomic():
        locked = door.lock([plan.pk])[0]
        if archive.taker_for(actor, locked) is None:
            raise ForbiddenError(REFUSED)
        if not archive.makes_dossier(actor, locked):
            raise NotNowError(NOT_NOW)
        latest = archive.dossiers(locked).first()
        if latest and latest.job and latest.job.is_open:
            return latest
        dossier = Dossier.objects.create(
            plan=locked, folder=uuid4(), made_by=actor, made_at=clock.now()
        )
        pieces = dossier_jobs.payloads(dossier)
        dossier.job = jobs.start(dossier_jobs.DOSSIER, pieces, created_by=actor)
        dossier.save(update_fields=["job"])
        return dossier


def take_out(dossier: Dossier, *, actor: User) -> None:
    """Note who takes a dossier, with everybody's ID number in it, and for whom. Raises
    ForbiddenError."""
    organisation = archive.taker_for(actor, dossier.plan)
    if organisation is None:
        raise ForbiddenError(REFUSED)
    Unmasking.objects.create(
        user=actor,
        organisation=organisation,
        at=clock.now(),
        record=f"results.dossier:{dossier.pk}",
        field="id_number",
        label=f"评价计划 {dossier.plan.number} 的档案包",
        reason="下载档案包",
    )


def shown(plan: Plan, user: User) -> dict:
    """What a page says of the dossiers of a plan; their number does not change the number of
    queries."""
    rows = list(archive.dossiers(plan))
    newest_done = next((row.pk for row in rows if row.done_at), None)
    making = rows[0] if rows and rows[0].job and rows[0].job.is_open else None
    return {
        "dossiers": [(row, row.pk == newest_done) for row in rows if row.done_at],
        "making": making,
        "progress": jobs.progress_of(making.job) if making else None,
        "failure": _failure(rows[0]) if rows and rows[0].done_at is None and not making else "",
        "makes": archive.makes_dossier(user, plan),
        "takes": archive.taker_for(user, plan) is not None,
    }


def _failure(dossier: Dossier) -> str:
    if dossier.job is None or dossier.job.status == JobState.CANCELLED:
        return CANCELLED
    failed = JobItem.objects.filter(job=dossier.job_id, status=WorkStatus.FAILED)
    return failed.order_by("-pk").values_list("error", flat=True).first() or CANCELLED


def is_there(dossier: Dossier) -> bool:
    """Whether the ZIP of a dossier is there as it was made."""
    return dossier_files.is_whole(dossier)
