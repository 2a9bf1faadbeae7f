"""A candidate asks that a score be looked at again (复核); the agency answers with its reasons."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import User
from assessment.messages.plans import people
from assessment.models import Entry, Plan
from casework.kinds import Message
from casework.models import Case, Event
from casework.services import door, notices
from casework.services.publications import personal_number
from catalogue.enums import SubjectKind
from config import clock
from results.models import Recheck
from results.selectors import candidates, rechecks

NOT_YOURS = "只有评价机构的管理员和经办人可以答复复核申请。"
ANSWERED = "这件复核申请已经答复，请刷新页面查看。"
ANOTHERS = "这张表单已经用过，请重新打开申请页面。"


def ask(entry: Entry, *, subject: str, text: str, token: UUID) -> Recheck:
    """Ask for a recheck of a subject. Who may: the candidate, whom the view has let in. The same
    form (`token`) sent twice is one. Raises ValidationError where the publicity is not open, the
    subject has no score, or one of it is open or answered; under the plan's lock, so that the
    publicity does not end meanwhile."""
    if not text.strip():
        raise ValidationError({"text": "请写明申请复核的理由。"})

    def change(case: Plan) -> dict:
        if Recheck.objects.filter(token=token).exists():
            raise ValidationError(ANOTHERS)
        _refuse(case, entry, subject)
        row = Recheck.objects.create(
            entry=entry,
            subject=subject,
            token=token,
            text=text.strip(),
            submitted_at=clock.now(),
        )
        _tell(case, row)
        return {"recheck": row.pk, "ticket": rechecks.named(entry), "subject": subject}

    if done := _taken(entry, token):
        return done
    door.record(
        entry.plan,
        "ask_recheck",
        actor=door.SYSTEM,
        may=lambda actor, case: True,
        change=change,
        token=token,
    )
    if done := _taken(entry, token):
        return done
    raise ValidationError(ANOTHERS)


def answer(
    recheck: Recheck, *, upheld: bool, text: str, actor: User, token: UUID | None = None
) -> Event:
    """Answer a recheck once, with reasons that the candidate reads. Who may:
    `rechecks.may_answer`. Raises ForbiddenError, NotNowError, ValidationError."""
    reason = text.strip()
    if not reason:
        raise ValidationError({"answer": "请写明核实的情况和理由。"})
    if found := personal_number(reason):
        raise ValidationError({"answer": found})
    plan = recheck.entry.plan
    if not rechecks.may_answer(actor, plan):
        raise door.ForbiddenError(NOT_YOURS)

    def change(case: Case) -> dict:
        row = Recheck.objects.select_related("entry").get(pk=recheck.pk)
        if row.answered_at:
            raise door.NotNowError(ANSWERED)
        row.upheld, row.answer = upheld, reason
        row.answered_by, row.answered_at = actor, clock.now()
        row.save(update_fields=["upheld", "answer", "answered_by", "answered_at"])
        named = rechecks.named(row.entry)
        return {"recheck": row.pk, "ticket": named, "subject": row.subject, "upheld": upheld}

    return door.record(
        plan, "answer_recheck", actor=actor, may=rechecks.may_answer, change=change, token=token
    )


def _taken(entry: Entry, token: UUID) -> Recheck | None:
    return Recheck.objects.filter(entry=entry, token=token).first()


def _refuse(case: Plan, entry: Entry, subject: str) -> None:
    if not rechecks.is_open(case):
        raise ValidationError(rechecks.NOT_NOW)
    result, asked = candidates.result_of(entry), candidates.rechecks_of(entry)
    if reason := rechecks.hindrance(result, subject, asked):
        raise ValidationError({"subject": reason})


def _tell(case: Plan, row: Recheck) -> None:
    subject, due = SubjectKind(row.subject).label, date_format(rechecks.due_on(row))
    body = (
        f"准考证号 {rechecks.named(row.entry)} 申请复核{subject}成绩，请在{due}前答复。"
        "未答复的，公示不能结束。"
    )
    told = people(case.owner_id)
    link = reverse("results:recheck", args=[case.number, row.pk])
    notices.tell([Message(told, f"{case.title}：收到复核申请", body)], link=link)
