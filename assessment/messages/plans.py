"""Who is told how a plan goes on."""

from collections.abc import Iterable

from accounts.enums import SPEAKERS, Role
from accounts.models import Membership, User
from assessment.models import Plan
from casework.kinds import Message
from casework.models import Case, Event
from config import clock


def people(*organisations: int | None, roles: tuple[Role, ...] = SPEAKERS) -> list[User]:
    """Who holds one of the roles there today."""
    pks = [pk for pk in organisations if pk]
    rows = Membership.objects.on(clock.today()).filter(organisation__in=pks, role__in=roles)
    return list(User.objects.filter(pk__in=rows.values("user")))


def filed(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people(case.office_id, roles=(Role.REVIEWER,)),
        f"{case.title}：评价计划已报备",
        f"{case.owner}报备了评价计划，在事项页查看。",
    )


def approved(case: Case, event: Event) -> Iterable[Message]:
    yield Message(people(*sides(case)), f"{case.title}：计划已备案", "可以发布评价公告。")


def returned(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people(case.owner_id),
        f"{case.title}：计划被退回",
        f"退回理由：{note_of(event)}\n请修改后重新报备。",
    )


def announced(case: Case, event: Event) -> Iterable[Message]:
    client = sides(case)[1:]
    yield Message(people(*client), f"{case.title}：评价公告已发布", "请组织职工按时报名。")


def cancelled(case: Case, event: Event) -> Iterable[Message]:
    """Both sides, the office, whoever entered somebody, whoever supervises."""
    told = people(*sides(case)) + people(case.office_id, roles=(Role.REVIEWER,))
    told += User.objects.filter(pk__in=case.entries.exclude(entered_by=None).values("entered_by"))
    told += User.objects.filter(pk__in=case.sessions.values("duties__user"))
    told += User.objects.filter(pk__in=case.sessions.values("duties__examiner__user"))
    yield Message(
        {user.pk: user for user in told}.values(),
        f"{case.title}：评价计划已取消",
        f"取消原因：{note_of(event)}",
    )


def sides(case: Plan) -> list[int]:
    client = case.for_commission
    return [case.owner_id] + ([client.owner_id] if client else [])


def note_of(event: Event) -> str:
    note = getattr(event, "note", None)
    return note.text if note else ""
