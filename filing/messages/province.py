"""Who is told of the steps between the evaluation and the catalogue."""

import json
from collections.abc import Iterable

from casework import parties
from casework.kinds import Message
from casework.models import Case, Event
from casework.services import holders
from catalogue.regulations.terms import Actor
from filing.documents import receipt_content
from filing.selectors.acting import people_of
from filing.services import reporting


def committed(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people_of(case, reporting.reporter(case)),
        f"{case.title}：承诺书已签署",
        "请核对评估结论和承诺书，按期上报。",
    )


def reported(case: Case, event: Event) -> Iterable[Message]:
    yield Message(
        people_of(case, Actor.PROVINCE_CENTRE),
        f"{case.title}：已报送备案信息",
        f"{event.actor_office}报送了{json.loads(event.facts)['title']}，在事项页查看。",
    )


def rechecked(case: Case, event: Event) -> Iterable[Message]:
    yield Message(people_of(case, Actor.ISSUER), f"{case.title}：复核通过", "请按期出具备案回执。")


def sent_back(case: Case, event: Event) -> Iterable[Message]:
    note = getattr(event, "note", None)
    yield Message(
        people_of(case, reporting.reporter(case)),
        f"{case.title}：上报被退回",
        f"退回理由：{note.text if note else ''}\n请补正后重新上报。",
    )


def receipted(case: Case, event: Event) -> Iterable[Message]:
    """The applicant; those to whom the receipt is copied; who reports it or publishes it next."""
    facts, name = json.loads(event.facts), case.regulation.receipt.name
    code = f"{receipt_content.code_name(case)}：{facts['code']}"
    yield Message(
        people_of(case, Actor.APPLICANT),
        f"{case.title}：已出具{name}",
        f"文号 {facts['letter']}，{code}。可在事项页下载和签收。",
    )
    copied = [copy.office.pk for copy in receipt_content.copies(case) if copy.office]
    yield Message(
        holders.people(copied),
        f"抄送：{case.owner}{name}",
        f"文号 {facts['letter']}，{code}。",
    )


def published(case: Case, event: Event) -> Iterable[Message]:
    """The applicant; and the province, where a city publishes (LN-08)."""
    code = json.loads(event.facts)["code"]
    above = set(parties.organisations_for(case, Actor.PROVINCE))
    yield Message(
        holders.people(above - set(parties.organisations_for(case, Actor.PUBLISHER))),
        f"{event.actor_office}公布了目录：{case.owner}",
        f"代码：{code}。查询：{receipt_content.address_of(code)}",
    )
    yield Message(
        people_of(case, Actor.APPLICANT),
        f"{case.title}：已公布目录",
        f"任何人都可以查询：{receipt_content.address_of(code)}",
    )
