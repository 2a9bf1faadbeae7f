"""What happened among an organisation's people, newest first."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import QuerySet

from accounts.models import Appointment, Delegation, Invitation, Membership, Organisation

LATEST = 100


@dataclass(frozen=True)
class Happening:
    """One line of `<c-timeline>`."""

    title: str
    at: datetime
    actor: str = ""
    note: str = ""
    tone: str = "neutral"


def happenings(organisation: Organisation) -> list[Happening]:
    """Roles given and ended, stand-ins, invitations, appointments: the latest hundred."""
    found = chain(
        _roles(organisation),
        _delegations(organisation),
        _invitations(organisation),
        _appointments(organisation),
    )
    return sorted(found, key=lambda happening: happening.at, reverse=True)[:LATEST]


def _latest(rows: QuerySet) -> QuerySet:
    return rows.select_related("history_user").order_by("-history_date")[:LATEST]


def _roles(organisation: Organisation):
    words = {"+": ("担任", "ok"), "~": ("不再担任", "warn"), "-": ("不再担任", "warn")}
    rows = Membership.history.filter(organisation=organisation).select_related("user")
    for row in _latest(rows):
        verb, tone = words[row.history_type]
        title = f"{row.user}{verb}{row.get_role_display()}"
        yield Happening(title, row.history_date, _name(row.history_user), tone=tone)


def _delegations(organisation: Organisation):
    verbs = {"+": "登记代理", "~": "结束代理", "-": "取消代理"}
    rows = Delegation.history.filter(membership__organisation=organisation)
    for row in _latest(rows.select_related("membership__user", "delegate")):
        owner = f"{row.membership.user}的{row.membership.get_role_display()}"
        title = f"{verbs[row.history_type]}：{row.delegate}代理{owner}"
        note = f"{row.since:%Y-%m-%d} 至 {row.until:%Y-%m-%d}。{row.reason}"
        yield Happening(title, row.history_date, _name(row.history_user), note, "info")


def _invitations(organisation: Organisation):
    rows = Invitation.objects.filter(organisation=organisation)
    for row in rows.select_related("invited_by", "accepted_by").order_by("-created_at")[:LATEST]:
        roles = row.role_names
        title = f"邀请 {row.email} 担任{roles}"
        yield Happening(title, row.created_at, _name(row.invited_by), tone="info")
        if row.accepted_at:
            yield Happening(f"{row.accepted_by}接受邀请", row.accepted_at, tone="ok")
        if row.withdrawn_at:
            yield Happening(f"撤回对 {row.email} 的邀请", row.withdrawn_at, tone="warn")


def _appointments(organisation: Organisation):
    rows = Appointment.objects.filter(organisation=organisation)
    for row in rows.select_related("office", "decided_by", "invitation")[:LATEST]:
        title = f"{row.office}指定 {row.invitation.email} 为管理员"
        note = f"{row.reason}\n依据材料：{row.evidence}"
        yield Happening(title, row.decided_at, _name(row.decided_by), note, "warn")


def _name(user) -> str:
    return user.display_name if user else "系统"
