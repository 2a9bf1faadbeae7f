"""Supervisors sent to sessions by lot, and the next one where somebody cannot go (LC-21).

A lot is drawn over everybody whom the office could send, those who must step back excluded with the
reason; all the others are reserves in the order of the draw (docs/lots.md). Nobody is chosen.
"""

import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from assessment.models import Session
from assessment.selectors import supervision as rights
from assessment.selectors.clashes import span
from assessment.services import duties
from casework import kinds
from casework.services import door, lots, notices
from config import clock
from supervision import corps
from supervision.enums import VisitState
from supervision.models import CorpsAppointment, Sending, SendingMember, Visit
from supervision.selectors import corps as reads
from supervision.selectors import visits
from supervision.services.corps import telling

CODE = "visit"
NOT_YOURS = "只有评价所在地人社部门、评价管理机构的管理员和审核人员可以委派外部质量督导员。"
STARTED = "这一场已经开考，不能再抽签委派。"
LOST = "聘期已过或者已经解聘，由抽签次序中的下一位接替。"


def send(session: Session, office: Organisation, *, actor: User) -> Sending:
    """Draw who supervises a session and send them; answers the record of the draw.

    Who may: managers and reviewers of a bureau of the place, while the plan allows. Raises
    ForbiddenError, NotNowError; ValidationError where enough are there, or too few can be drawn.
    """
    with transaction.atomic():
        plan = door.lock([session.plan_id])[0]
        session = Session.objects.get(pk=session.pk)
        session.plan = plan
        wanted = _wanted(session, office, actor)
        tickets, waived = visits.population(session, office, wanted)
        _refuse_few(tickets, wanted)
        sending = _drawn(session, office, tickets, wanted, waived=waived, actor=actor)
        order = json.loads(sending.lot.result.drawn)
        members = {str(row.number): row for row in sending.members.select_related("appointment")}
        for number in order[:wanted]:
            _go(sending, members[number], actor=actor)
    return sending


def pass_on(visit: Visit, *, actor, reason: str = "") -> Visit | None:
    """Take a supervisor out of the session and send the next in the order of the draw; None where
    the session has begun or nobody is left, which the office is told. The visit is locked."""
    may = _anybody
    duty = visits.duty_of(visit)
    if duty is not None:
        duties.dismiss(duty, actor=actor, may=may, quiet=True)
    if visit.session.starts_at <= clock.now() or visit.session.cancelled_at:
        return None
    member = _next(visit)
    if member is None:
        notices.tell([telling.nobody_left(visit)], case=visit)
        return None
    return _go(visit.sending, member, actor=door.SYSTEM)


def pass_on_all(appointment: CorpsAppointment, *, actor: User) -> int:
    """Pass on the visits of somebody whose appointment ends; answers how many."""
    rows = Visit.objects.filter(appointment=appointment, state=VisitState.ASSIGNED).order_by("pk")
    found = [row for row in rows if row.session.starts_at > clock.now()]
    for visit in found:
        door.perform(visit, "withdraw", actor=door.SYSTEM, note=LOST)
    return len(found)


def is_whole(sending: Sending) -> bool:
    """Whether the record of a draw agrees with itself and with who stands in it."""
    numbers = {str(row.number) for row in sending.members.all()}
    there = {ticket.id for ticket in lots.tickets(sending.lot)}
    return numbers == there and lots.verify(sending.lot.result)


def _wanted(session: Session, office: Organisation, actor: User) -> int:
    """How many are still to be sent."""
    plan = session.plan
    if office.pk not in {each.pk for each in rights.offices_of(actor, plan)}:
        raise door.ForbiddenError(NOT_YOURS)
    if not rights.sends(actor, plan):
        raise door.NotNowError(f"计划现在是“{kinds.state_label(plan)}”，不能委派外部质量督导员。")
    if session.cancelled_at:
        raise ValidationError("这一场已经取消，请刷新页面。")
    if session.starts_at <= clock.now():
        raise ValidationError(STARTED)
    team = corps.rules().of(plan.regulation_id).supervisors_per_visit
    wanted = team - session.duties.filter(role="external").count()
    if wanted < 1:
        raise ValidationError(f"这一场已委派 {team} 名外部质量督导员，不需要再委派。")
    return wanted


def _refuse_few(tickets: list[visits.Ticket], wanted: int) -> None:
    free = sum(not each.excluded for each in tickets)
    if free >= wanted:
        return
    out: dict[str, int] = {}
    for each in tickets:
        if each.excluded:
            out[each.excluded] = out.get(each.excluded, 0) + 1
    said = "、".join(f"{reason} {count} 人" for reason, count in sorted(out.items()))
    raise ValidationError(
        f"当天在聘的督导员 {len(tickets)} 名"
        + (f"，其中{said}" if said else "")
        + f"，可派 {free} 名，不足 {wanted} 名。请先聘任，或者商请上级机关委派。"
    )


def _drawn(session, office, tickets, wanted: int, *, waived: bool, actor: User) -> Sending:
    free = sum(not each.excluded for each in tickets)
    lot = lots.fix(
        purpose=f"{session.plan.number} {span(session)} 外部质量督导员",
        population=[
            lots.Ticket(str(number), f"督导员 {number} 号", excluded=each.excluded)
            for number, each in enumerate(tickets, 1)
        ],
        count=wanted,
        reserves=free - wanted,
        actor=actor,
        case=session.plan,
    )
    lots.draw(lot, actor=actor)
    sending = Sending.objects.create(
        session=session,
        office=office,
        lot=lot,
        team=wanted,
        rotation_waived=waived,
        by=actor,
        at=clock.now(),
    )
    SendingMember.objects.bulk_create(
        SendingMember(sending=sending, number=number, appointment=each.appointment)
        for number, each in enumerate(tickets, 1)
    )
    return sending


def _go(sending: Sending, member: SendingMember, *, actor) -> Visit:
    """Send one: the duty in the session, the visit, the notice."""
    session, appointment = sending.session, member.appointment
    duties.appoint(session, appointment.person, actor=actor, may=_anybody, quiet=True)
    case = door.open_case(
        kinds.by_code(CODE),
        actor=actor,
        state=VisitState.ASSIGNED,
        title=f"{session.plan.agency} {span(session)} {session.get_subject_display()}督导"[:200],
        division=session.plan.division,
        receiver=sending.office,
        office=sending.office,
        sending=sending,
        session=session,
        agency=session.plan.agency,
        appointment=appointment,
        person=appointment.person,
        number_drawn=member.number,
    )
    notices.tell([telling.sent(case)], case=case)
    return case


def _next(visit: Visit) -> SendingMember | None:
    """The next in the order of the draw who may and can go now, and has not been sent here."""
    sending, day = visit.sending, timezone.localdate(visit.session.starts_at)
    valid = {each.pk for each in reads.corps_on(sending.office, day)}
    members = {
        str(row.number): row for row in sending.members.select_related("appointment__person")
    }
    left = [row.appointment for row in members.values() if row.appointment_id in valid]
    barred = visits.must_not(left, visit.session)
    for number in json.loads(sending.lot.result.drawn):
        member = members[number]
        if member.appointment_id in valid and member.appointment_id not in barred:
            return member
    return None


def _anybody(user, plan) -> bool:
    """The right was asked of the lot or of the visit."""
    return True
