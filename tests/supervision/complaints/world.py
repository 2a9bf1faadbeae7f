"""Complaints at any step, and who must not know of them."""

from uuid import uuid4

from assessment.models import Plan
from casework.enums import PublicationKind
from casework.models import Publication
from casework.services import door, publications
from supervision.enums import ComplaintTarget
from supervision.models import Complaint
from supervision.selectors.complaints import by_code
from supervision.services.complaints import opening
from supervision.services.complaints.opening import Given, Receipt

NAME, CONTACT = "王证人", "wang@example.com"
TEXT = "六月三日理论考试中，第二考场监考人员向考生传递答案。"


def said(agency, **changes) -> Given:
    """A complaint by name against an agency."""
    values = {
        "target": ComplaintTarget.AGENCY,
        "category": "cheating",
        "text": TEXT,
        "agency": agency,
        "said": agency.name if agency else "",
        "name": NAME,
        "contact": CONTACT,
    }
    return Given(**values | changes)


def receipt_of(given: Given, **more) -> Receipt:
    return opening.submit(given, token=uuid4(), **more)


def a_complaint(given: Given, officer=None, *acts: tuple[str, dict]) -> Complaint:
    """A complaint that came in and was moved by these acts."""
    case = by_code(receipt_of(given).code)
    for name, data in acts:
        door.perform(case, name, actor=officer, **data)
    return Complaint.objects.get(pk=case.pk)


ACCEPT = ("accept", {})
ANSWER = ("answer", {"outcome": "founded", "reply": "经核查属实，已责令整改。"})


def announced(plan: Plan, actor) -> Publication:
    """The announcement of a plan."""
    made = publications.publish(
        kind=PublicationKind.ANNOUNCEMENT,
        title="评价公告",
        body="本单位开展评价。",
        office=plan.owner,
        actor=actor,
        case=plan,
    )
    plan.announcement = made
    plan.save(update_fields=["announcement"])
    return made


def form(**changes) -> dict:
    """A complaint as a browser sends it."""
    values = {
        "target": "agency",
        "who": "",
        "number": "",
        "person": "",
        "place_0": "",
        "place_1": "",
        "place_2": "",
        "category": "cheating",
        "occasion": "6月3日上午",
        "text": TEXT,
        "identity": "named",
        "name": NAME,
        "contact": CONTACT,
        "token": str(uuid4()),
    }
    return values | changes


LIAOCHENG = {"place_0": "370000", "place_1": "371500", "place_2": "371502"}
