"""Who is told how a commission goes on."""

import json
from collections.abc import Iterable

from accounts.enums import Role
from assessment.messages.plans import people
from assessment.models import Commission
from casework.kinds import Message
from casework.models import Case, Event
from catalogue.regulations.terms import CommissionStep


def asked(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people(_agency(case)),
        f"{case.owner}向本机构提出评价需求",
        "请在事项页查看职业、等级、人数和待遇承诺，签好协议后接受委托，或者说明理由不接受。",
    )


def agreed(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people(case.owner_id),
        f"{case.title}：评价机构已接受委托",
        "协议已上传，在事项页查看。材料齐全后报送鉴定中心。",
    )


def declined(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people(case.owner_id),
        f"{case.title}：评价机构不接受委托",
        f"理由：{_note(event)}\n可以另选评价机构重新提出。",
    )


def submitted(case: Case, event: Event) -> Iterable[Message]:
    """The centre; and the side that did not submit."""
    yield Message(
        people(case.office_id, roles=(Role.REVIEWER,)),
        f"{case.title}：已报送",
        "请按期审查评价机构资质、企业制度和材料，出具文书或者退回。",
    )
    other = case.owner_id if event.actor_office_id == _agency(case) else _agency(case)
    yield Message(people(other), f"{case.title}：已报送{case.office}", "等待鉴定中心审查。")


def returned(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people(case.owner_id, _agency(case)),
        f"{case.title}：被退回",
        f"退回理由：{_note(event)}\n请改好后重新报送。",
    )


def granted(case: Case, event: Event) -> Iterable[Message]:
    number = json.loads(event.facts)["letter"]
    yield Message(
        people(case.owner_id),
        f"{case.title}：已同意",
        f"文号 {number}，可在事项页下载和签收。评价机构将会同本单位制定评价计划。",
    )
    yield Message(
        people(_agency(case)),
        f"{case.title}：已同意",
        f"文号 {number}，可在事项页下载，并从那里制定评价计划。",
    )


def withdrawn(case: Case, event: Event) -> Iterable[Message]:
    """The agency, once it was asked; the centre, once it had it."""
    if not case.asked_on:
        return
    said = f"{case.owner}撤回了委托。{_note(event)}"
    yield Message(people(_agency(case)), f"{case.title}：已撤回", said)
    if event.source == CommissionStep.RETURNED:
        reviewers = people(case.office_id, roles=(Role.REVIEWER,))
        yield Message(reviewers, f"{case.title}：已撤回", said)


def _agency(case: Commission) -> int | None:
    return case.agency.organisation_id


def _note(event: Event) -> str:
    note = getattr(event, "note", None)
    return note.text if note else ""
