"""Inspections for a cause, proposed and approved as tests begin with."""

from datetime import date

from django.urls import reverse

from config import clock
from supervision.models import Inspection
from supervision.services.causes import Proposal, propose
from tests.supervision.inspections.world import (
    PREPARED,
    fresh,
)

GROUNDS = "接到线索：6月3日的评价使用了没有备案的场地，请核对场地和监控。"


def wish(desk, **other) -> Proposal:
    given = {
        "agency": desk.agencies[0],
        "cause": "media",
        "grounds": GROUNDS,
        "methods": ["on_site", "papers"],
        "begins_on": date(2026, 6, 8),
        "ends_on": date(2026, 6, 12),
    }
    return Proposal(**given | other)


def proposed(desk, **other) -> Inspection:
    with clock.travel(PREPARED):
        return propose(wish(desk, **other), office=desk.office, actor=desk.officer)


def approved(desk, count: int = 2) -> Inspection:
    chosen = {"inspectors": desk.supervisors[:count]}
    return desk.done(proposed(desk), "approve", PREPARED, actor=desk.colleague, **chosen)


def statuses(client, case, *users) -> list[int]:
    answers = []
    for user in users:
        client.force_login(fresh(user))
        answers.append(client.get(f"/cases/{case.number}/").status_code)
    return answers


def send(client, case, name: str, **values):
    address = reverse("casework:act", args=[case.number, name])
    form = client.get(address).context["form"]
    hidden = {key: form[key].value() for key in ("version", "token")}
    return client.post(address, {**hidden, **values})
