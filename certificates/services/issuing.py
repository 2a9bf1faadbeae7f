"""Certificates are issued: begun, gone on with, given up for somebody; effects on a locked plan."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from assessment.models import Entry, Plan
from assessment.selectors.entries import of_agency
from casework.models import Event
from casework.services import door, jobs, notices
from catalogue.regulations.terms import PlanStep
from certificates.checks import all as checks
from certificates.enums import GapReason
from certificates.frames.issuing import Frame
from certificates.models import Batch, Certificate
from certificates.selectors import issuing, rights
from certificates.services import making, numbering
from certificates.services.number_notices import numbered_anew
from config import clock

NOT_YOURS = "只有评价机构的管理员和经办人可以核发证书。"
NOT_NOW = "结果确认之后、全部核发之前可以办理，请刷新页面查看最新进展。"
NOBODY = "没有可以核发的证书。"
RUNNING = "正在核发，请等这一轮结束后再办理。"


def earliest_day(plan: Plan) -> date:
    """The first day that may stand on the certificates: that on which results were confirmed."""
    acts = ("confirm", "review")
    event = (
        plan.events.filter(act__in=acts, target=PlanStep.CONFIRMED).order_by("-sequence").first()
    )
    return timezone.localdate(event.at if event else plan.opened_at)


def begin(
    plan: Plan, *, issued_on: date, actor: User, signed: bool = True, token: UUID | None = None
) -> Batch:
    """Begin to issue everybody's certificate, dated `issued_on`, as a job; on the timeline.

    Who may: `rights.may_issue`. Raises ForbiddenError, NotNowError (it was begun already),
    ValidationError for a day to come or before results were confirmed, and with everything that a
    check says of the plan. What stops single people stops nobody else: they are named and can be
    gone on with.
    """
    demand(plan, actor)

    def change(case: Plan) -> dict:
        if Batch.objects.filter(plan=case, ended_at=None).exists():
            raise door.NotNowError("已经开始核发，请刷新页面查看进展。")
        _refuse_day(case, issued_on)
        anew = numbering.reserve(case, actor, issued_on)
        frame = Frame.of(case, issued_on)
        _refuse(frame)
        batch = Batch(
            plan=case, issued_on=issued_on, signed=signed, begun_by=actor, begun_at=clock.now()
        )
        batch.save()
        _work_on(batch, actor)
        if anew.taken and case.regulation.reviews:
            notices.tell(numbered_anew(case, anew.taken), case=case)
        return {
            "batch": batch.pk,
            "issued_on": issued_on.isoformat(),
            "people": len(frame.waiting),
            "numbered_anew": anew.taken,
        }

    door.record(plan, "begin_issue", actor=actor, may=rights.may_issue, change=change, token=token)
    return issuing.latest_batch(plan)


def go_on(plan: Plan, *, actor: User, token: UUID | None = None) -> Batch:
    """Try again what was not issued, after it was mended. Raises as `begin`; NotNowError while a
    round is still running."""
    demand(plan, actor)

    def change(case: Plan) -> dict:
        batch = Batch.objects.select_for_update(of=("self",)).filter(plan=case).first()
        if batch is None or batch.ended_at:
            raise door.NotNowError(NOT_NOW)
        if batch.job and batch.job.is_open:
            raise door.NotNowError(RUNNING)
        _refuse(Frame.of(case, batch.issued_on))
        _work_on(batch, actor)
        return {"batch": batch.pk, "people": issuing.open_numbers(case).count()}

    door.record(
        plan, "go_on_issuing", actor=actor, may=rights.may_issue, change=change, token=token
    )
    return issuing.latest_batch(plan)


def give_up(
    plan: Plan, entry: Entry, *, reason: str, actor: User, token: UUID | None = None
) -> Event:
    """Say that somebody's certificate cannot be made, and why: the number becomes a gap, and nobody
    waits for it any more. Who may: `rights.may_issue`. Raises ForbiddenError, NotNowError,
    ValidationError without a reason, or where there is a certificate."""
    demand(plan, actor)
    if len(reason.strip()) < 4:
        raise ValidationError({"reason": "请写明不能制证的原因。"})

    def change(case: Plan) -> dict:
        batch = issuing.latest_batch(case)
        if batch and batch.job and batch.job.is_open:
            raise door.NotNowError(RUNNING)
        rows = issuing.open_numbers(case).filter(entry=entry)
        number = rows.values_list("number", flat=True).first()
        if number is None:
            raise ValidationError("此人没有待核发的编号，请刷新页面。")
        numbering.end(rows, GapReason.UNPRINTABLE, reason.strip())
        return {"number": number, "reason": reason.strip()}

    with transaction.atomic():
        event = door.record(
            plan,
            "give_up_certificate",
            actor=actor,
            may=rights.may_issue,
            change=change,
            token=token,
        )
        if batch := issuing.latest_batch(plan):
            making.finish(batch)
    return event


def finish(plan: Plan, *, actor: User, note: str = "", **stamp) -> Event:
    """The last act, where it did not come about by itself: nobody qualified, or whoever began has
    left. Raises as the door."""
    return door.perform(plan, "certify", actor=actor, note=note, **stamp)


def certify(case: Plan, *, actor: User, **_) -> dict:
    """The effect of `certify`: everybody who qualified has a certificate, or a reason on record why
    there is none. Raises ValidationError for who has neither."""
    left = issuing.unaccounted(case)
    if left:
        raise ValidationError(f"还有 {len(left)} 人的证书没有核发，全部核发或注明原因后才能完成。")
    Batch.objects.filter(plan=case, ended_at=None).update(ended_at=clock.now())
    return {
        "certificates": Certificate.objects.filter(plan=case).count(),
        "unprintable": issuing.unprintable(case).count(),
    }


def may_finish(plan: Plan) -> bool:
    """Whether nothing is left to issue."""
    return plan.state == PlanStep.CONFIRMED and not issuing.unaccounted(plan)


def demand(plan: Plan, actor: User) -> None:
    """Raise ForbiddenError or NotNowError where somebody may not issue."""
    if rights.may_issue(actor, plan):
        return
    if not of_agency(actor, plan):
        raise door.ForbiddenError(NOT_YOURS)
    raise door.NotNowError(NOT_NOW)


def _work_on(batch: Batch, actor: User) -> None:
    pieces = making.payloads(batch)
    if not pieces:
        raise ValidationError(NOBODY)
    batch.job = jobs.start(making.ISSUE, pieces, created_by=actor)
    batch.save(update_fields=["job"])


def _refuse_day(plan: Plan, day: date) -> None:
    first = earliest_day(plan)
    if not first <= day <= clock.today():
        said = f"发证日期应在结果确认之日（{date_format(first)}）至今天之间。"
        raise ValidationError({"issued_on": said})


def _refuse(frame: Frame) -> None:
    if found := checks.of_the_plan(frame):
        raise ValidationError([f"{issue.message}{issue.remedy}" for issue in found])
