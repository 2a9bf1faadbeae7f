"""Who hears of a change. Candidates have no account: they are on the list of the change."""

from accounts.models import User
from assessment import changing
from assessment.models import Plan, PlanChange, Session
from casework.kinds import Message
from casework.services import holders, notices


def proposed(plan: Plan, change: PlanChange, offices: tuple[int, ...]) -> None:
    """Whoever has to agree."""
    _tell(
        plan,
        holders.in_charge(plan, offices),
        f"{plan.title}：有一项变更等待同意",
        f"{plan.owner}提出{_what(change)}原因：{change.reason}\n请在计划的“变更”中办理。",
    )


def in_force(plan: Plan, change: PlanChange) -> None:
    """Both sides, the office, and who has a duty in the sessions concerned or had one."""
    told = holders.people(_sides(plan) + _offices(plan))
    _tell(
        plan,
        [*told, *_on_duty(plan, change)],
        f"{plan.title}：{change.get_kind_display()}",
        f"{_what(change)}原因：{change.reason}\n已打印的准考证、门贴、签到表等涉及变更内容的，"
        "请重新打印；考生由评价机构按变更页面的名单逐一通知。",
    )


def refused(plan: Plan, change: PlanChange) -> None:
    """The agency: everything stays as it was."""
    _tell(
        plan,
        holders.people([plan.owner_id]),
        f"{plan.title}：变更未获同意",
        f"{_what(change)}理由：{change.opinion}\n安排维持不变。",
    )


def withdrawn(plan: Plan, change: PlanChange, offices: tuple[int, ...]) -> None:
    """Whoever had to agree."""
    _tell(
        plan,
        holders.in_charge(plan, offices),
        f"{plan.title}：变更已撤回",
        f"{plan.owner}撤回了{_what(change)}不需要再办理。",
    )


def _tell(plan: Plan, people: list[User], subject: str, body: str) -> None:
    told = {user.pk: user for user in people}
    notices.tell([Message(told.values(), subject, body)], case=plan)


def _what(change: PlanChange) -> str:
    lines = changing.differences(change.kind, change.before, change.after)
    said = "；".join(f"{each.label}由{each.before}改为{each.after}" for each in lines)
    session = change.session
    where = f"（{session.get_subject_display()}）" if session else ""
    return f"{change.get_kind_display()}{where}：{said}。"


def _sides(plan: Plan) -> list[int]:
    client = plan.for_commission
    return [plan.owner_id] + ([client.owner_id] if client else [])


def _offices(plan: Plan) -> list[int]:
    return [pk for pk in {plan.office_id, plan.receiver_id} if pk]


def _on_duty(plan: Plan, change: PlanChange) -> list[User]:
    sessions = Session.objects.filter(plan=plan.pk, cancelled_at=None)
    if change.sessions:
        sessions = sessions.filter(pk__in=change.sessions)
    known = {
        pk for pair in sessions.values_list("duties__user", "duties__examiner__user") for pk in pair
    }
    left = change.before.get("examiner")
    if left:
        known |= set(plan.agency.examiners.filter(pk=left).values_list("user", flat=True))
    return list(User.objects.filter(pk__in=known - {None}, is_active=True))
