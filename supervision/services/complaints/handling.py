"""What the acts on a complaint do besides moving it; inside the door, on the locked case."""

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Organisation, User
from casework.kinds import Message
from casework.services import door, notices
from config import clock
from filing.models import Agency
from results.selectors.archive import holder_for, is_open
from results.services.archiving import place_hold
from supervision import ports
from supervision.enums import ComplaintOutcome, WordKind
from supervision.models import Complaint, ComplaintBar, ComplaintLead, ComplaintWord
from supervision.models.complaint_parties import complaints_hidden_from
from supervision.selectors.complaint_offices import above, handlers
from supervision.services.complaints import opening
from supervision.services.complaints.secrecy import refuse_identity

STILL_ASKED = "还有单位没有说明情况（{}）。请等待说明，或先撤回，再答复。"


def add(complaint: Complaint, *, text: str, token: UUID, uploads=()) -> ComplaintWord:
    """The complainant adds to it, with the tracking code; whoever has it is told. The same form
    sent twice is one word.

    Raises ValidationError once the case is over, or for a file that is not taken.
    """
    found = opening.inspected(uploads)
    with transaction.atomic():
        locked = door.lock([complaint.pk])[0]
        if done := ComplaintWord.objects.filter(token=token).first():
            return done
        if not locked.is_followed:
            raise ValidationError("这件投诉举报已经办结，不能再补充。有新情况的，请重新提交。")
        word = _say(locked, WordKind.SUPPLEMENT, text, token=token)
        opening.keep(locked, found, "投诉人补充的材料")
        opening.tell_handlers(locked, "投诉人补充了情况")
    return word


def refuse(case: Complaint, *, actor: User, reply: str, **_) -> None:
    """Not taken on; the complainant reads why and where to turn to (LC-22)."""
    _say(case, WordKind.REFUSAL, reply, by=actor)


def answer(case: Complaint, *, actor: User, outcome: str, reply: str, **_) -> dict:
    """What the investigation came to, for the complainant (LC-22, LN-14). Raises ValidationError
    while an organisation is still asked to explain."""
    if waiting := list(case.explanations.filter(closed_at=None)):
        raise ValidationError(STILL_ASKED.format("、".join(each.number for each in waiting)))
    case.outcome = ComplaintOutcome(outcome)
    _say(case, WordKind.ANSWER, reply, by=actor)
    return {"outcome": case.outcome}


def reopen(case: Complaint, *, actor: User, **_) -> dict:
    """Something new came up after the answer, which stays on record."""
    before, case.outcome = case.outcome, ""
    return {"before": before}


def transfer(case: Complaint, *, actor: User, to: Organisation, **_) -> dict:
    """Pass it to the bureau above or below, whose people are told. One below gets it as of its own
    place. Raises ValidationError where everybody there is tied to the accused."""
    before = case.office
    if to.superior_id == before.pk:
        case.division = to.division
    _move_to(case, to)
    return {"from": before.pk, "to": to.pk}


def identify(
    case: Complaint, *, actor: User, agency: Agency | None, office: Organisation | None, **_
) -> dict:
    """Say which agency or office is accused, where the complainant said it in words of his own or
    wrongly. From then on its people may know of the case no more; where they have it, it goes to
    the office above."""
    accused = office or (agency.organisation if agency else None)
    case.accused, case.agency = accused, agency
    case.accused_code = opening.code_of(accused, agency)
    case.title = opening.title_of(case.category, agency or accused)
    _leave_the_barred(case, actor)
    return {"accused": case.accused_code or (accused.pk if accused else None)}


def step_back(case: Complaint, *, actor: User, reason: str, **_) -> dict:
    """An officer steps back (回避), for good; with nobody left in the office, the one above takes
    it over."""
    ComplaintBar.objects.create(complaint=case, user=actor, reason=reason.strip(), at=clock.now())
    _leave_the_barred(case, actor)
    return {"stepped_back": actor.pk}


def hold(case: Complaint, *, actor: User, reason: str, **_) -> dict:
    """Forbid to destroy the archive of the plan that the complaint is about. Raises ValidationError
    before its sessions are over, where the officer's bureau has no say over it, or for a reason in
    which the agency would read who complained."""
    refuse_identity(case, reason)
    plan = case.about_plan
    if not is_open(plan):
        raise ValidationError("考试结束之前还没有档案，结束之后再作决定。")
    office = holder_for(actor, plan)
    if office is None or not office.is_bureau:
        raise ValidationError("您所在机关不能对这项评价计划作出暂停销毁的决定。")
    event = place_hold(plan, reason=reason, actor=actor, token=uuid4())
    return {"plan": plan.number, "event": event.sequence}


def lead(case: Complaint, *, actor: User, subject, facts: str, **_) -> dict:
    """Open a case on a violation (立案) of an agency, an examiner or a candidate, without the
    complainant. Raises what opening one refuses with, and ValidationError where the facts, which
    the party reads, name the complainant."""
    refuse_identity(case, facts)
    opened = ports.open_violation(
        subject=subject, facts=facts, office=case.office, actor=actor, source=case
    )
    if opened is None:
        raise ValidationError("违规处理还没有开通，暂时不能立案。")
    ComplaintLead.objects.create(complaint=case, case_id=opened.pk, at=clock.now())
    return {"case": opened.number}


def _say(case, kind, text, *, by=None, token=None) -> ComplaintWord:
    return ComplaintWord.objects.create(
        complaint=case, kind=kind, text=text.strip(), at=clock.now(), by=by, token=token
    )


def _leave_the_barred(case: Complaint, actor: User) -> None:
    """Nobody who must not know of the case keeps it; with nobody left, it goes up. The case is
    written first, as who is barred is asked of the database."""
    case.save(update_fields=["accused", "accused_code", "agency", "title"])
    if case.assignee and _is_hidden(case, case.assignee):
        case.assignee = None
    office = case.office
    while office and all(_is_hidden(case, each.user) for each in _people(office)):
        office = above(office)
    if office is None:
        raise ValidationError("本机关和上级机关都没有可以办理的人员，请先联系上级机关。")
    if office != case.office:
        _move_to(case, office)


def _people(office: Organisation):
    return handlers(office).select_related("user")


def _is_hidden(case: Complaint, user: User) -> bool:
    return Complaint.objects.filter(complaints_hidden_from(user), pk=case.pk).exists()


def _move_to(case: Complaint, office: Organisation) -> None:
    people = [each.user for each in _people(office) if not _is_hidden(case, each.user)]
    if not people:
        raise ValidationError(f"{office}没有可以办理这件投诉举报的人员，请选择其他机关。")
    case.office = case.receiver = office
    case.assignee = None
    body = "请在规定的工作日内办理。"
    notices.tell([Message(people, f"转来投诉举报：{case.title}", body)], case=case)
