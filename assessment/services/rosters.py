"""Rosters come in: uploaded, checked in the background, confirmed, taken whole or not at all.

Who: managers and clerks of the agency and of whoever commissioned it, while enrolment is open
(`entry_rights`). Until it is confirmed, nothing of a file reaches the registrations.
"""

import hashlib
from base64 import b64encode

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from accounts.enums import SPEAKERS
from accounts.models import Organisation, User
from accounts.selectors import holds, organisations_of
from assessment.enums import DraftState, RosterCopy, RowVerdict
from assessment.models import Plan, RosterDraft, RosterFile
from assessment.models.roster import OPEN_STATES
from assessment.services import roster_checking, roster_taking
from assessment.services.entries import opened
from casework.enums import JobState, WorkStatus
from casework.services import jobs
from casework.services.door import ForbiddenError
from config import clock

BUSY = "本单位的上一份名册“{}”正在导入，请等它结束后再上传。"
NOT_READY = "这份名册现在是“{}”，不能导入。请重新上传。"
NOTHING_NEW = "名册与已有的报名完全一致，没有需要导入的内容。"
REFUSED = "只有评价机构或委托单位的管理员、经办人可以导入名册。"
CANCELLED = "任务已被取消，没有导入任何内容。请重新上传。"


def side_of(user: User, plan: Plan) -> Organisation:
    """For which organisation of a plan somebody imports. Raises ForbiddenError for neither."""
    sides = [plan.owner] + ([plan.for_commission.owner] if plan.for_commission else [])
    for side in sides:
        if holds(user, side.pk, *SPEAKERS):
            return side
    raise ForbiddenError(REFUSED)


def drafts_visible_to(user: User) -> QuerySet[RosterDraft]:
    """The rosters of one's own organisations, for their managers and clerks."""
    mine = organisations_of(user, *SPEAKERS)
    return RosterDraft.objects.filter(organisation__in=mine).select_related(
        "plan", "job", "annotating", "uploaded_by"
    )


def upload(plan: Plan, data: bytes, name: str, *, actor: User) -> RosterDraft:
    """Take a file in and have it checked; an earlier one of the same side gives way to it.

    Raises ForbiddenError for others, NotNowError where enrolment is over, ValidationError while an
    earlier one is being imported.
    """
    with opened(plan) as locked:
        side = side_of(actor, locked)
        _make_way(locked, side)
        draft = RosterDraft.objects.create(
            plan=locked,
            organisation=side,
            name=name[-255:],
            sha256=hashlib.sha256(data).hexdigest(),
            uploaded_by=actor,
            uploaded_at=clock.now(),
        )
        content = b64encode(data).decode()
        RosterFile.objects.create(draft=draft, copy=RosterCopy.ORIGINAL, content=content)
        draft.job = jobs.start(roster_checking.CHECK, [{"draft": draft.pk}], created_by=actor)
        draft.save(update_fields=["job"])
    return draft


def confirm(draft: RosterDraft, *, actor: User) -> None:
    """Have a roster that was checked imported. Confirmed again, nothing more happens.

    Raises as `upload`; ValidationError where it has faults, is gone, or changes nothing.
    """
    with opened(draft.plan) as plan:
        side_of(actor, plan)
        fresh = RosterDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if fresh.status in (DraftState.TAKING, DraftState.TAKEN):
            return
        if fresh.status != DraftState.READY:
            raise ValidationError(NOT_READY.format(fresh.get_status_display()))
        if not fresh.counts[RowVerdict.NEW] + fresh.counts[RowVerdict.CHANGED]:
            raise ValidationError(NOTHING_NEW)
        fresh.status = DraftState.TAKING
        fresh.job = jobs.start(roster_taking.TAKE, [{"draft": fresh.pk}], created_by=actor)
        fresh.save(update_fields=["status", "job"])


def drop(draft: RosterDraft, *, actor: User) -> None:
    """Give a roster up; what was read of it is destroyed. Raises as `upload`."""
    with opened(draft.plan) as plan:
        side_of(actor, plan)
        fresh = RosterDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if fresh.status in OPEN_STATES:
            _refuse_while_taking(fresh)
            _end(fresh)


def failure(draft: RosterDraft) -> str:
    """Why the check or the import came to no end; empty where it did, or still may."""
    job = draft.job
    if draft.status not in (DraftState.CHECKING, DraftState.TAKING) or not job or job.is_open:
        return ""
    if job.status == JobState.CANCELLED:
        return CANCELLED
    failed = job.items.filter(status=WorkStatus.FAILED).first()
    return failed.error if failed else ""


def _make_way(plan: Plan, side: Organisation) -> None:
    earlier = RosterDraft.objects.filter(Q(plan=plan, organisation=side, status__in=OPEN_STATES))
    for draft in earlier.select_for_update(of=("self",)).select_related("job"):
        _refuse_while_taking(draft)
        _end(draft)


def _refuse_while_taking(draft: RosterDraft) -> None:
    if draft.status == DraftState.TAKING and draft.job.is_open:
        raise ValidationError(BUSY.format(draft.name))


def _end(draft: RosterDraft) -> None:
    draft.files.all().delete()
    draft.rows.all().delete()
    draft.status, draft.ended_at = DraftState.DROPPED, clock.now()
    draft.save(update_fields=["status", "ended_at"])
