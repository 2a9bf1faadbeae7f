"""Inspections for a cause (有因检查): proposed, approved by a second person, inspectors named.

Effects of acts run inside the door, on the locked case. From the visit on such an inspection goes
the way of one that was drawn: `supervision.services.inspections`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.enums import OFFICE_STAFF
from accounts.models import Organisation, User
from accounts.selectors import holds
from casework import kinds
from casework.kinds import Message
from casework.models import Case
from casework.services import door, notices
from casework.services.publications import personal_number
from config import clock
from filing.models import Agency
from filing.selectors import recusal
from supervision.enums import InspectionCause, InspectionState
from supervision.models import Inspection, Inspector
from supervision.selectors import inspections as reads
from supervision.selectors.offices import OFFICES, agencies_under
from supervision.services import telling
from supervision.services.complaints.secrecy import refuse_telling

STATED = (
    InspectionCause.COMPLAINT,
    InspectionCause.MEDIA,
    InspectionCause.RISK,
    InspectionCause.ORDER,
)
NOT_YOURS = "只有对机构有管辖权的人社部门、鉴定中心的工作人员可以发起有因检查，本单位的除外。"


@dataclass(frozen=True)
class Proposal:
    """An inspection as it is proposed. `because_of`: the case that led to it, where one did."""

    agency: Agency
    cause: str
    grounds: str
    methods: list[str]
    begins_on: date
    ends_on: date
    because_of: Case | None = None


@transaction.atomic
def propose(
    wish: Proposal, *, office: Organisation, actor: User, token: UUID | None = None
) -> Inspection:
    """Propose an inspection for a cause; whoever may approve it is told, the agency is not. The
    same form (`token`) sent twice is one proposal.

    Who may: staff of a bureau or centre with authority over the agency, who need not step back from
    it. Raises ForbiddenError, ValidationError by field (LC-22, LN-14).
    """
    _demand_authority(wish.agency, office, actor)
    _refuse_odd(wish)
    if done := door.opened_with(token, actor=actor):
        return done
    case = door.open_case(
        kinds.by_code("inspection"),
        actor=actor,
        once=token,
        state=InspectionState.PROPOSED,
        title=f"{wish.agency}有因检查",
        division=wish.agency.division,
        receiver=office,
        office=office,
        cause=wish.cause,
        because_of_id=wish.because_of.pk if wish.because_of else None,
        grounds=wish.grounds.strip(),
        proposed_by=actor,
        agency=wish.agency,
        target=wish.agency.code,
        methods=wish.methods,
        begins_on=wish.begins_on,
        ends_on=wish.ends_on,
    )
    told = [user for user in reads.deciders(case) if user.pk != actor.pk]
    notices.tell([Message(told, f"请批准：{case.title}", "请核对理由，指派检查人员。")], case=case)
    return case


def revise(case: Inspection, *, actor: User, note: str = "", **said) -> dict:
    """Who proposed it changes it before it is approved; of another agency another is proposed.
    Whoever may approve it is told. Raises ValidationError by field."""
    wish = Proposal(agency=case.agency, because_of=case.because_of, **said)
    _refuse_odd(wish)
    columns = {**said, "grounds": wish.grounds.strip()}
    changed = sorted(name for name, value in columns.items() if getattr(case, name) != value)
    if not changed:
        raise ValidationError("内容没有变化，不需要提交。")
    for name in changed:
        setattr(case, name, columns[name])
    return {"changed": changed}


def approve(case: Inspection, *, actor: User, inspectors: Collection[User], **_) -> dict:
    """A second person approves it and names who goes. Raises ValidationError where it is too late,
    and for one who may not be sent."""
    if case.ends_on < clock.today():
        raise ValidationError("检查截止日期已过，请不予批准，由提出人重新提出。")
    case.approved_by = actor
    return {"sent": _seat(case, inspectors, actor)}


def send(
    case: Inspection,
    *,
    actor: User,
    inspectors: Collection[User] = (),
    leaving: Inspector | None = None,
    reason: str = "",
    **_,
) -> dict:
    """Name others: besides, or in place of one who goes. Raises ValidationError where nobody would
    be left, and for one who may not be sent."""
    if not inspectors and leaving is None:
        raise ValidationError({"inspectors": "请选择加派的人员，或选择谁退出。"})
    left = None
    if leaving is not None:
        left = leave(case, leaving, reason)
        if not inspectors and not reads.team_of(case).exists():
            raise ValidationError({"inspectors": "检查组至少要有一人，请选择接替的人员。"})
    return {"left": left, "sent": _seat(case, inspectors, actor) if inspectors else []}


def leave(case: Inspection, seat: Inspector, reason: str) -> int:
    """An inspector goes, with the reason; answers the number. Raises ValidationError by field."""
    if seat.inspection_id != case.pk or seat.left_at:
        raise ValidationError({"leaving": "此人已不在检查组，请刷新页面。"})
    if not reason.strip():
        raise ValidationError({"reason": "请写明原因。"})
    seat.left_at, seat.reason = clock.now(), reason.strip()
    seat.save(update_fields=["left_at", "reason"])
    return seat.number


def _demand_authority(agency: Agency, office: Organisation, actor: User) -> None:
    governs = office.kind in OFFICES and holds(actor, office.pk, *OFFICE_STAFF)
    if not (governs and agencies_under(office).filter(pk=agency.pk).exists()):
        raise door.ForbiddenError(NOT_YOURS)
    if recusal.of_agencies([actor.pk], [agency], clock.today()):
        raise door.ForbiddenError(NOT_YOURS)


def _refuse_odd(wish: Proposal) -> None:
    wrong = {}
    if wish.cause not in STATED:
        wrong["cause"] = "请选择检查缘由。"
    if not wish.grounds.strip():
        wrong["grounds"] = "请写明检查理由：什么线索、要查什么。"
    elif found := personal_number(wish.grounds):
        wrong["grounds"] = found
    else:
        refuse_telling(wish.because_of, grounds=wish.grounds)
    if not wish.methods:
        wrong["methods"] = "请选择检查方式。"
    if wish.begins_on < clock.today():
        wrong["begins_on"] = "检查开始日期不能早于今天。"
    if wish.ends_on < wish.begins_on:
        wrong["ends_on"] = "检查截止日期不能早于开始日期。"
    if wrong:
        raise ValidationError(wrong)


def _seat(case: Inspection, inspectors: Collection[User], actor: User) -> list[int]:
    """Give each a number and send him or her."""
    chosen = {user.pk for user in inspectors}
    if not chosen:
        raise ValidationError({"inspectors": "请至少指派一名检查人员。"})
    free = list(reads.may_be_sent(case, actor).filter(pk__in=chosen))
    if len(free) < len(chosen):
        raise ValidationError(
            {"inspectors": "有人不能指派：须回避、已经退出，或不在本机关名录中。"}
        )
    first, now = Inspector.objects.filter(inspection=case).count() + 1, clock.now()
    rows = [
        Inspector(inspection=case, user=user, number=number, sent_at=now)
        for number, user in enumerate(free, first)
    ]
    Inspector.objects.bulk_create(rows)
    notices.tell([telling.sent(case, user) for user in free], case=case)
    return [row.number for row in rows]
