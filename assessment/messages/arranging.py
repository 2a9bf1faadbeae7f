"""Who is told how roster and arrangement go on."""

from collections.abc import Iterable

from accounts.enums import Role
from assessment.messages.plans import note_of, people, sides
from assessment.services import arranging, duty_notices
from casework.kinds import Message
from casework.models import Case, Event

REVIEWERS = (Role.REVIEWER,)


def closed(case: Case, event: Event) -> Iterable[Message]:
    """The client hears that its people are on the roster."""
    yield Message(
        people(*sides(case)[1:]),
        f"{case.title}：报名已截止",
        "名册已编制，评价机构正在安排考场和人员。漏报的请尽快联系评价机构。",
    )


def filed(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people(case.office_id, roles=REVIEWERS),
        f"{case.title}：名册和考务安排已报备",
        f"{case.owner}报备了人员名册和考务安排，在事项页查看。",
    )
    yield Message(people(*sides(case)[1:]), f"{case.title}：名册和考务安排已报备", "请等待审核。")


def approved(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people(*sides(case)),
        f"{case.title}：名册和考务安排审核通过",
        "可以打印准考证。此后的改动须按计划变更办理。",
    )
    yield from duty_notices.of_plan(case)
    copied = arranging.copied_to(case)
    if copied and copied.pk != case.office_id:
        yield Message(
            people(copied.pk, roles=REVIEWERS),
            f"{case.title}：名册和考务安排备案",
            f"{case.office}已审核{case.owner}的名册和考务安排，现报你单位备案，在事项页查看。",
        )


def returned(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people(case.owner_id),
        f"{case.title}：名册和考务安排被退回",
        f"退回理由：{note_of(event)}\n请修改后重新报备，仍须在规定的时限之前。",
    )
    yield Message(
        people(*sides(case)[1:]),
        f"{case.title}：名册和考务安排被退回",
        f"退回理由：{note_of(event)}",
    )


def ready(case: Case, event: Event) -> Iterable[Message]:
    yield Message(people(*sides(case)[1:]), f"{case.title}：考前准备已就绪", "请通知职工按时参加。")
    yield Message(
        people(case.office_id or case.receiver_id, roles=REVIEWERS),
        f"{case.title}：考前准备已就绪",
        f"{case.owner}已确认试卷、考场和人员就绪，场次在事项页查看。",
    )
    yield from duty_notices.of_plan(case)
