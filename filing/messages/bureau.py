"""What the applicant is told of the bureau's first answer."""

import json
from collections.abc import Iterable

from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from casework.kinds import Message
from casework.models import Case, Event
from catalogue.regulations.terms import Actor
from filing.selectors import rounds
from filing.selectors.acting import people_of


def accepted(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people_of(case, Actor.APPLICANT),
        f"{case.title}：已受理",
        f"受理通知书文号 {_facts(event)['letter']}，可在事项页下载和签收。",
    )


def supplement_wanted(case: Case, event: Event) -> Iterable[Message]:
    facts = _facts(event)
    groups = rounds.grouped(case.supplement_items.filter(round=facts["round"]))
    items = [f"{group.title}：{item.text}" for group in groups for item in group.items]
    due = facts["reply_by"]
    until = f"请于{date_format(parse_date(due))}前" if due else "请"
    listed = [f"{number}. {text}" for number, text in enumerate(items, 1)]
    body = [f"{until}补正以下内容后重新提交：", *listed, f"告知书文号 {facts['letter']}。"]
    yield Message(people_of(case, Actor.APPLICANT), f"{case.title}：需要补正", "\n".join(body))


def refused(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people_of(case, Actor.APPLICANT),
        f"{case.title}：不予受理",
        f"理由：{event.note.text}\n通知书文号 {_facts(event)['letter']}，可在事项页下载和签收。",
    )


def _facts(event: Event) -> dict:
    return json.loads(event.facts)
