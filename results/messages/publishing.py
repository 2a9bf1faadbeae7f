"""Who is told how results are published, corrected, reviewed and confirmed."""

from collections.abc import Iterable

from django.utils.formats import date_format

from accounts.enums import Role
from assessment.messages.plans import note_of, people, sides
from casework.kinds import Message
from casework.models import Case, Event
from casework.services.filed import facts_of
from catalogue.regulations.terms import PlanStep
from results.selectors import publicity

REVIEWERS = (Role.REVIEWER,)


def publicised(case: Case, event: Event) -> Iterable[Message]:
    """Both sides, and the office of the place: it may object or take notice."""
    until = date_format(publicity.latest(case).closes_on)
    body = f"公示至{until}（含当日）。期满没有异议的，自动转入下一步。"
    yield Message(people(*sides(case)), f"{case.title}：评价结果开始公示", body)


def corrected(case: Case, event: Event) -> Iterable[Message]:
    published = publicity.latest(case)
    changed = len(facts_of(event)["corrections"])
    body = (
        f"更正 {changed} 项成绩后重新公示至{date_format(published.closes_on)}（含当日），"
        "公示期重新计算。"
    )
    yield Message(people(*sides(case)), f"{case.title}：更正后重新公示", body)


def cleared(case: Case, event: Event) -> Iterable[Message]:
    following = "请报送结果。" if case.regulation.reviews else "请确认结果。"
    yield Message(people(*sides(case)[:1]), f"{case.title}：公示期满无异议", following)
    yield Message(people(*sides(case)[1:]), f"{case.title}：公示期满无异议", "等待下一步办理。")


def submitted(case: Case, event: Event) -> Iterable[Message]:
    """The office whose turn it is."""
    yield Message(
        people(case.office_id, roles=REVIEWERS),
        f"{case.title}：评价结果已报送",
        f"{case.owner}报送了评价结果和结果备案表，请审核。",
    )
    yield Message(people(*sides(case)[1:]), f"{case.title}：评价结果已报送", "等待审核。")


def reviewed(case: Case, event: Event) -> Iterable[Message]:
    """The next office, or everybody where it was the last."""
    if case.state == PlanStep.CONFIRMED:
        yield from confirmed(case, event)
        return
    yield Message(
        people(case.office_id, roles=REVIEWERS),
        f"{case.title}：评价结果等待审核",
        f"{event.actor_office}已审核通过{case.owner}的评价结果，请继续审核。",
    )
    body = f"{event.actor_office}已审核通过，现由{case.office}审核。"
    yield Message(people(*sides(case)), f"{case.title}：结果审核有进展", body)


def confirmed(case: Case, event: Event) -> Iterable[Message]:
    yield Message(people(*sides(case)), f"{case.title}：评价结果已确认", "可以核发证书。")


def returned(case: Case, event: Event) -> Iterable[Message]:
    body = f"{event.actor_office}退回，理由：{note_of(event)}\n请核实；成绩有误的，提出更正。"
    yield Message(people(case.owner_id), f"{case.title}：评价结果被退回", body)
    yield Message(
        people(*sides(case)[1:]),
        f"{case.title}：评价结果被退回",
        f"{event.actor_office}退回，理由：{note_of(event)}",
    )
