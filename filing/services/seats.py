"""A seat given up and given on: by the expert (回避), or by the office for one who cannot."""

from django.core.exceptions import ValidationError

from accounts.models import User
from casework.kinds import Message
from casework.services import door, lots, notices
from catalogue.regulations.terms import FilingStep
from config import clock
from filing.models import Expert, Filing, Panel, PanelMember
from filing.selectors import experts
from filing.services.evaluation import fixed, may_direct, take_seat, ticket_of


def step_back(member: PanelMember, *, reason: str, actor: User, token=None) -> None:
    """An expert leaves a panel before he has spoken (回避); the next reserve takes the seat, or the
    office is asked to draw. The reason stays among officers.

    Who may: the expert. Raises NotNowError once he has spoken, ValidationError without a reason.
    """
    reason = _said(reason)
    door.record(
        member.panel.filing,
        "step_back",
        actor=actor,
        may=lambda user, filing: _is_silent(member, filing) and member.user_id == user.pk,
        change=lambda filing: _give_on(filing, member, reason),
        token=token,
        note=reason,
    )


def replace(member: PanelMember, *, reason: str, actor: User, token=None) -> None:
    """The office gives on the seat of an expert who cannot go on, or must step back. Not once he
    has spoken. Who may: the receiver's reviewers. Raises as `step_back`."""
    reason = _said(reason)
    door.record(
        member.panel.filing,
        "replace_expert",
        actor=actor,
        may=lambda user, filing: _is_silent(member, filing) and may_direct(user, filing),
        change=lambda filing: _give_on(filing, member, reason),
        token=token,
        note=reason,
    )


def fill(filing: Filing, *, wide: bool, reason: str, actor: User, token=None) -> None:
    """Draw for the empty seats of a panel that has no reserves left, on record as a lot of its own.

    Who may: the receiver's reviewers. Raises NotNowError where no seat is empty, ValidationError.
    """
    reason = _said(reason)
    door.record(
        filing,
        "fill_panel",
        actor=actor,
        may=lambda user, locked: may_direct(user, locked) and vacant(locked) > 0,
        change=lambda locked: _draw(locked, wide, actor),
        token=token,
        note=reason,
    )


def vacant(filing: Filing) -> int:
    """How many seats of its panel are empty."""
    panel = experts.open_panel(filing)
    return experts.tally(panel).vacant if panel else 0


def _said(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": "请写明原因。"})
    return reason.strip()


def _is_silent(member: PanelMember, filing: Filing) -> bool:
    panel = experts.open_panel(filing)
    if panel is None or filing.state != FilingStep.EVALUATION:
        return False
    return panel.members.filter(pk=member.pk, spoken_at=None, replaced_at=None).exists()


def _give_on(filing: Filing, member: PanelMember, reason: str) -> dict:
    row = PanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    row.replaced_at, row.replaced_for = clock.now(), reason[:200]
    row.save(update_fields=["replaced_at", "replaced_for"])
    panel = experts.open_panel(filing)
    heir = _next_reserve(filing, panel)
    if heir:
        take_seat(panel, heir)
    else:
        notices.tell([_short_of(filing)], case=filing)
    return {"out": row.expert_id, "in": heir.pk if heir else None}


def _next_reserve(filing: Filing, panel: Panel) -> Expert | None:
    """The first reserve of the panel's lot who could still be drawn today: in term, an expert
    there, no officer of the receiver, not tied, and never on this panel before."""
    _, reserves = lots.drawn(panel.lot.result)
    found = experts.candidates(filing, wide=True)
    able = {ticket_of(each.expert): each.expert for each in found if not each.excluded}
    return next((able[ticket.id] for ticket in reserves if ticket.id in able), None)


def _draw(filing: Filing, wide: bool, actor: User) -> dict:
    panel = experts.open_panel(filing)
    missing = experts.tally(panel).vacant
    found = experts.candidates(filing, wide=wide)
    free = sum(not each.excluded for each in found)
    if free < missing:
        raise ValidationError(
            f"可以补抽的专家只有 {free} 名，需要 {missing} 名。"
            "请扩大抽取范围，或者请专家库管理人员增聘相关专业的专家。"
        )
    lot = fixed(filing, f"补抽 {filing.number} 的技术评估专家", found, count=missing, actor=actor)
    drawn, _ = lots.drawn(lots.draw(lot, actor=actor))
    by_ticket = {ticket_of(each.expert): each.expert for each in found}
    for ticket in drawn:
        take_seat(panel, by_ticket[ticket.id])
    return {"lot": lot.pk, "drawn": [ticket.id for ticket in drawn]}


def _short_of(filing: Filing) -> Message:
    body = "有专家退出，候补名单中已没有可以递补的专家。请在专家组页面补抽。"
    return Message(experts.reviewers_of(filing), f"{filing.title}：专家组缺员", body)
