"""An inspection from the visit to its published result (LC-21, LN-14, HB-06).

How one for a cause begins is in `supervision.services.causes`, rectification in `rectifying`.

Effects of acts run inside the door, on the locked case. What inspectors write down on site is in
`supervision.services.records`.
"""

from typing import BinaryIO

from django.core.exceptions import ValidationError

from accounts.models import User
from casework.kinds import Message
from casework.services import notices
from casework.services.publications import personal_number
from casework.services.timeline import canonical, sha256
from catalogue import workdays
from config import clock
from filing.selectors import recusal
from supervision import checklists
from supervision.answering import organisation_of
from supervision.enums import InspectionCause, InspectionResult, InspectionState
from supervision.models import Inspection, Inspector, PoolMember
from supervision.selectors import campaigns as campaign_reads
from supervision.selectors import inspections as reads
from supervision.services import causes, draws, records, telling
from supervision.services.complaints.secrecy import refuse_telling
from supervision.services.papers import add_paper

# Which results may be told where the case comes from.
RESULTS = {
    "nothing found": (InspectionResult.CLEAN,),
    InspectionState.REPORTED: (
        InspectionResult.MINOR,
        InspectionResult.PENDING,
        InspectionResult.OBSTRUCTED,
    ),
    InspectionState.ANSWERED: (
        InspectionResult.MINOR,
        InspectionResult.PENDING,
        InspectionResult.OBSTRUCTED,
    ),
    InspectionState.RECTIFYING: (InspectionResult.UNRECTIFIED, InspectionResult.PENDING),
    InspectionState.RECTIFIED: (InspectionResult.RECTIFIED, InspectionResult.PENDING),
}


def begin(case: Inspection, *, actor: User, **_) -> dict:
    """Begin on site. Raises ValidationError where an inspector must step back by now, or the time
    for it has not come. The agency of one for a cause learns of it now."""
    if clock.today() < case.begins_on:
        raise ValidationError(f"检查从 {case.begins_on} 开始，请届时再办理。")
    users = {row.user_id: row.user for row in reads.team_of(case)}
    tied = recusal.of_agencies(users, [case.agency], clock.today())
    if reason := tied.get((actor.pk, case.agency_id)):
        raise ValidationError(f"您与被检查机构有须回避的关系（{reason}），请申请回避。")
    if tied:
        names = "、".join(str(users[user]) for user, _ in tied)
        raise ValidationError(f"{names}与被检查机构有须回避的关系，请其申请回避，或联系机关更换。")
    case.begun_at = clock.now()
    if case.cause != InspectionCause.DRAWN:
        case.owner = organisation_of(case.agency)
    return {"inspectors": sorted(row.number for row in reads.team_of(case))}


def report(case: Inspection, *, actor: User, **_) -> dict:
    """Hand the record in; nobody changes it afterwards. The agency then has its time to answer.
    Raises ValidationError for what is missing."""
    if wrong := records.missing(case):
        raise ValidationError(wrong)
    record = canonical(records.frozen(case))
    case.record, case.record_sha256 = record, sha256(record)
    findings = reads.findings_of(case).count()
    if findings:
        days = checklists.rules().procedure.statement_days
        case.statement_until = workdays.add_working_days(
            clock.today(), days, calendar=workdays.current()
        )
    return {"sha256": case.record_sha256, "findings": findings}


def step_back(case: Inspection, *, actor: User, reason: str, **_) -> dict:
    """An inspector steps back (回避); the next in the queue of the draw goes instead. Of those who
    were named nobody follows by himself: the office names another."""
    seat = _seat(case, actor)
    if case.cause == InspectionCause.DRAWN:
        return _replaced(case, seat, reason)
    left = causes.leave(case, seat, reason)
    body = "请指派接替的人员，或确认其余人员足够。"
    notices.tell([Message(reads.deciders(case), f"检查人员回避：{case.title}", body)], case=case)
    return {"left": left}


def replace(case: Inspection, *, actor: User, inspector: Inspector, reason: str, **_) -> dict:
    """The office lets somebody else go: ill, tied, away. The next in the queue, nobody chosen."""
    if inspector.inspection_id != case.pk or inspector.left_at:
        raise ValidationError({"inspector": "此人已不在检查组，请刷新页面。"})
    return _replaced(case, inspector, reason)


def answer(case: Inspection, *, actor: User, upload: BinaryIO | None = None, **_) -> dict:
    """The agency says its word on the record; of one without an account it is written down."""
    if upload is not None:
        add_paper(case, "statement", "陈述意见的材料", upload, actor)
    return {"recorded": case.owner_id is None}


def conclude(case: Inspection, *, actor: User, result: str, note: str = "", **_) -> dict:
    """Say what the inspection came to. Raises ValidationError for a result that does not follow
    from what happened."""
    # The machine has moved it in memory; the row still says where it comes from.
    source = Inspection.objects.values_list("state", flat=True).get(pk=case.pk)
    if result not in results_for(case, source):
        raise ValidationError({"result": "这个结果与检查经过不符，请重新选择。"})
    refuse_telling(case.because_of, note=note)
    case.result = result
    return {"result": result}


def publish(case: Inspection, *, actor: User, summary: str, **_) -> dict:
    """Publish the result, without names of persons. Raises ValidationError for their numbers."""
    if found := personal_number(summary):
        raise ValidationError({"summary": found})
    refuse_telling(case.because_of, summary=summary)
    names = {row.user.name for row in case.inspectors.select_related("user") if row.user.name}
    if named := [name for name in names if name in summary]:
        raise ValidationError({"summary": f"公布内容不写人员姓名，请删去“{named[0]}”。"})
    case.summary, case.published_on = summary.strip(), clock.today()
    return {"result": case.result}


def results_for(case: Inspection, source: str) -> tuple[InspectionResult, ...]:
    """The results that may follow, from the state a case is in."""
    if source == InspectionState.REPORTED and not reads.findings_of(case).exists():
        return (*RESULTS["nothing found"], InspectionResult.OBSTRUCTED)
    return RESULTS.get(source, ())


def _seat(case: Inspection, user: User) -> Inspector:
    row = reads.team_of(case).filter(user=user).first()
    if row is None:
        raise ValidationError("您已不在检查组，请刷新页面。")
    return row


def _replaced(case: Inspection, row: Inspector, reason: str) -> dict:
    """Give a seat on to the next in the queue who was not sent here before and is not tied."""
    if not reason.strip():
        raise ValidationError({"reason": "请写明原因。"})
    successor = _next(case)
    row.left_at, row.reason = clock.now(), reason.strip()
    row.save(update_fields=["left_at", "reason"])
    made = Inspector.objects.create(
        inspection=case, user=successor.user, number=successor.number, sent_at=clock.now()
    )
    notices.tell([telling.sent(case, successor.user)], case=case)
    return {"left": row.number, "sent": made.number}


def _next(case: Inspection) -> PoolMember:
    """The next in the queue who may go today: still of the office, not tied, not sent before."""
    today, campaign = clock.today(), case.for_campaign
    there = {user.pk for user in campaign_reads.pool_of(campaign, today)}
    ever = set(Inspector.objects.filter(inspection=case).values_list("user_id", flat=True))
    members = {str(m.number): m for m in case.drawn_by.pool.select_related("user")}
    tied = recusal.of_agencies([m.user_id for m in members.values()], [case.agency], today)
    for number in draws.queue_after(case.drawn_by):
        member = members[number]
        free = member.user_id in there - ever and (member.user_id, case.agency_id) not in tied
        if free and member.user.is_active:
            return member
    raise ValidationError("名录中没有可以接替的人员。请在抽查页面写明原因，重新抽取。")
