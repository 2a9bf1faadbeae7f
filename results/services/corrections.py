"""Corrections of scores: proposed by one with evidence, agreed to or refused by another.

They move no state; each is a row and an entry on the plan's timeline, under the plan's lock. In
force they come with an act (`results.services.publicity`), which writes the new results.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from assessment.messages.plans import people
from assessment.models import Entry, Plan, PlanSubject
from casework.kinds import Message
from casework.models import Case, Event, Objection
from casework.services import door, files, inspection, notices
from casework.services.publications import personal_number
from catalogue.enums import SubjectKind
from catalogue.regulations.terms import PlanStep
from config import clock
from results.documents.publicity import ticket
from results.enums import CorrectionCause, CorrectionStatus, SubjectOutcome
from results.models import Correction, Recheck, SubjectResult
from results.selectors import publicity

NOT_YOURS = "只有评价机构的管理员、经办人和登分人员可以提出更正。"
NOT_YOUR_ANSWER = "只有评价机构的管理员和经办人、且不是提出这件更正的人，可以办理。"
ANSWERED = "这件更正已经办结，请刷新页面查看结果。"
WITHDRAWN = "提出人撤回。"
NO_SUBJECT = "此人没有这个科目的成绩，请重新选择科目。"


@dataclass(frozen=True)
class Proposal:
    """What is to be set right: whose score of which subject, to what, and why. Exactly one of
    `mark`, `absent` and `void`. `objection` or `recheck`: what showed it."""

    entry: Entry
    subject: str
    cause: str
    reason: str
    mark: Decimal | None = None
    absent: bool = False
    void: bool = False
    objection: Objection | None = None
    recheck: Recheck | None = None


def propose(
    plan: Plan,
    proposal: Proposal,
    *,
    evidence: BinaryIO | None,
    actor: User,
    token: UUID | None = None,
) -> Event:
    """Propose a correction; the facts name it by `correction`. Who may: `publicity.may_propose`.

    Raises ForbiddenError, NotNowError (the plan is at another step), RefusedFile, ValidationError
    for a score that cannot be, a cause that is none, a subject with a correction under way.
    """
    _refuse_unless_theirs(plan, actor)
    if evidence is None:
        raise ValidationError({"evidence": "请上传更正的依据材料，例如原始答卷、评分表。"})
    paper = inspection.inspect(evidence)

    def change(case: Plan) -> dict:
        now = _in_force(case, proposal)
        _check(case, proposal, now)
        row = _row(case, proposal, actor)
        row.full_clean()
        row.evidence = files.keep(
            paper.data, case=case, name=paper.name, kind=paper.kind, by=actor, pages=paper.pages
        )
        row.save()
        _tell(case, row, f"{actor.display_name}提出更正", actor)
        return facts_of(row) | {"before": said(now)}

    return door.record(
        plan,
        "propose_correction",
        actor=actor,
        may=publicity.may_propose,
        change=change,
        token=token,
    )


def _refuse_unless_theirs(plan: Plan, actor: User) -> None:
    if publicity.may_propose(actor, plan):
        return
    if plan.state not in publicity.STATES:
        raise door.NotNowError("现在的状态不能更正成绩，请刷新页面查看最新进展。")
    raise door.ForbiddenError(NOT_YOURS)


def decide(
    correction: Correction,
    *,
    agree: bool,
    actor: User,
    remark: str = "",
    token: UUID | None = None,
) -> Event:
    """Agree to a correction, or refuse it; one agreed to may still be refused until it is in force.
    Who may: `publicity.may_decide`. Raises ForbiddenError, NotNowError, ValidationError for a
    refusal without a reason."""
    if not agree and not remark.strip():
        raise ValidationError({"remark": "请写明不同意的理由。"})
    if correction.status not in publicity.WAITING:
        raise door.NotNowError(ANSWERED)
    if not publicity.may_decide(actor, correction):
        raise door.ForbiddenError(NOT_YOUR_ANSWER)

    def change(case: Plan) -> dict:
        row = _waiting(case, correction, proposed_only=agree)
        row.status = CorrectionStatus.AGREED if agree else CorrectionStatus.REFUSED
        row.decided_by, row.decided_at, row.remark = actor, clock.now(), remark.strip()
        row.save(update_fields=["status", "decided_by", "decided_at", "remark"])
        _tell(case, row, f"更正{row.get_status_display()}", actor)
        return facts_of(row)

    def may(user: User, case: Case) -> bool:
        correction.plan = case
        return case.state in publicity.STATES and publicity.may_decide(user, correction)

    act = "agree_correction" if agree else "refuse_correction"
    return door.record(correction.plan, act, actor=actor, may=may, change=change, token=token)


def withdraw(correction: Correction, *, actor: User, token: UUID | None = None) -> Event:
    """Take a proposal back before it was answered. Who may: who made it. Raises ForbiddenError,
    NotNowError."""
    if correction.status != CorrectionStatus.PROPOSED:
        raise door.NotNowError(ANSWERED)
    if not publicity.may_withdraw(actor, correction):
        raise door.ForbiddenError("只有提出人可以撤回。")

    def change(case: Plan) -> dict:
        row = _waiting(case, correction, proposed_only=True)
        row.status, row.decided_at = CorrectionStatus.REFUSED, clock.now()
        row.remark = WITHDRAWN
        row.save(update_fields=["status", "decided_at", "remark"])
        return facts_of(row)

    return door.record(
        correction.plan,
        "withdraw_correction",
        actor=actor,
        may=lambda user, case: publicity.may_withdraw(user, correction),
        change=change,
        token=token,
    )


def facts_of(row: Correction) -> dict:
    """What the timeline keeps: which correction, and its plain values; no name."""
    return {
        "correction": row.pk,
        "ticket": ticket(row.entry),
        "subject": row.subject,
        "to": said_of(row),
        "cause": row.cause,
    }


def said(row: SubjectResult) -> str:
    """`55.0 不合格`, `缺考`."""
    label = str(SubjectOutcome(row.outcome).label)
    return label if row.mark is None else f"{row.mark} {label}"


def said_of(row: Correction) -> str:
    """What a correction makes of the score."""
    if row.void:
        return "成绩无效"
    return "缺考" if row.absent else str(row.mark)


def _in_force(case: Plan, proposal: Proposal) -> SubjectResult:
    """The result of the subject as it stands now."""
    rows = SubjectResult.objects.filter(
        result__plan=case,
        result__entry=proposal.entry,
        result__superseded_at=None,
        subject=proposal.subject,
    )
    found = rows.first()
    if found is None:
        raise ValidationError({"subject": NO_SUBJECT})
    if found.outcome in (SubjectOutcome.EXEMPT, SubjectOutcome.CARRIED):
        label = SubjectKind(proposal.subject).label
        raise ValidationError(
            {"subject": f"{label}是{found.get_outcome_display()}，没有成绩可更正。"}
        )
    return found


def _check(case: Plan, proposal: Proposal, now: SubjectResult) -> None:
    """That the score can be, that it is another one, and that the cause is one of this plan's."""
    if sum([proposal.mark is not None, proposal.absent, proposal.void]) != 1:
        raise ValidationError("请填写更正后的成绩，或选择缺考、成绩无效，只选一项。")
    subject = PlanSubject.objects.get(item=proposal.entry.item_id, kind=proposal.subject)
    if proposal.mark is not None and not 0 <= proposal.mark <= subject.full_mark:
        raise ValidationError({"mark": f"成绩应在 0 至 {subject.full_mark} 之间。"})
    if _same(proposal, now):
        raise ValidationError("更正后与现在的成绩相同，不需要更正。")
    if found := personal_number(proposal.reason):
        raise ValidationError({"reason": found})
    _check_cause(case, proposal)


def _same(proposal: Proposal, now: SubjectResult) -> bool:
    if proposal.absent:
        return now.outcome == SubjectOutcome.ABSENT
    if proposal.void:
        return now.outcome == SubjectOutcome.VOID
    scored = (SubjectOutcome.PASSED, SubjectOutcome.FAILED)
    return now.outcome in scored and now.mark == proposal.mark


def _check_cause(case: Plan, proposal: Proposal) -> None:
    cause, objection, recheck = proposal.cause, proposal.objection, proposal.recheck
    if cause == CorrectionCause.OBJECTION:
        upheld = publicity.objections_of(case).filter(upheld=True)
        if objection is None or not upheld.filter(pk=objection.pk).exists():
            raise ValidationError({"objection": "请选择已答复为成立的异议。"})
    if cause == CorrectionCause.RECHECK:
        upheld = Recheck.objects.filter(entry=proposal.entry, subject=proposal.subject, upheld=True)
        if recheck is None or not upheld.filter(pk=recheck.pk).exists():
            raise ValidationError({"recheck": "请选择此人这个科目已认定有误的复核申请。"})
    if cause == CorrectionCause.REVIEW and case.state != PlanStep.REVIEW_RETURNED:
        raise ValidationError({"cause": "结果没有被退回，请选择其他事由。"})


def _row(case: Plan, proposal: Proposal, actor: User) -> Correction:
    by_objection = proposal.cause == CorrectionCause.OBJECTION
    by_recheck = proposal.cause == CorrectionCause.RECHECK
    return Correction(
        plan=case,
        entry=proposal.entry,
        subject=proposal.subject,
        mark=proposal.mark,
        absent=proposal.absent,
        void=proposal.void,
        cause=proposal.cause,
        objection=proposal.objection if by_objection else None,
        recheck=proposal.recheck if by_recheck else None,
        reason=proposal.reason.strip(),
        proposed_by=actor,
        proposed_at=clock.now(),
    )


def _waiting(case: Plan, correction: Correction, *, proposed_only: bool) -> Correction:
    """The correction as it stands now, under the plan's lock."""
    row = Correction.objects.select_related("entry", "proposed_by").get(pk=correction.pk)
    allowed = (CorrectionStatus.PROPOSED,) if proposed_only else publicity.WAITING
    if row.status not in allowed:
        raise door.NotNowError(ANSWERED)
    row.plan = case
    return row


def _tell(case: Plan, row: Correction, what: str, actor: User) -> None:
    told = [each for each in people(case.owner_id) if each.pk != actor.pk]
    if row.pk and row.status != CorrectionStatus.PROPOSED and row.proposed_by_id != actor.pk:
        told = list({each.pk: each for each in [*told, row.proposed_by]}.values())
    subject = SubjectKind(row.subject).label
    body = f"准考证号 {ticket(row.entry)} 的{subject}成绩更正为：{said_of(row)}。理由见更正页面。"
    notices.tell(
        [Message(told, f"{case.title}：{what}", body)],
        link=reverse("results:corrections", args=[case.number]),
    )
