"""The requests for supplement of a filing: collected, sent, and whether another may go out."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.selectors import holds
from casework import rules
from casework.models import Deadline, Event
from casework.services import deadlines
from catalogue import workdays
from catalogue.regulations.schema import Deadline as Rule
from catalogue.regulations.terms import Bound, FilingAct, FilingStep
from config import clock
from filing.models import Filing, SupplementItem
from filing.sections import BY_KEY, SECTIONS

ASK, ALLOW = "ask_supplement", "allow_supplement"
ORDER = [section.key for section in SECTIONS]


@dataclass(frozen=True)
class Group:
    """The items of one section."""

    key: str
    title: str
    items: list[SupplementItem]


@dataclass(frozen=True)
class Round:
    """A request as it went out."""

    number: int
    at: datetime
    letter: str
    reply_by: date | None
    groups: list[Group]


def pending(filing: Filing) -> list[SupplementItem]:
    """What the reviewers have collected and nobody has sent yet, in the order of the sections."""
    return _in_order(filing.supplement_items.filter(round=None).select_related("added_by"))


def grouped(items: Iterable[SupplementItem]) -> list[Group]:
    """Items by section, in the order of the sections."""
    found: dict[str, list[SupplementItem]] = {}
    for item in _in_order(items):
        found.setdefault(item.section, []).append(item)
    return [Group(key, BY_KEY[key].title, own) for key, own in found.items()]


def sent(filing: Filing) -> list[Round]:
    """Every request that went out, the last one first."""
    items = list(filing.supplement_items.exclude(round=None))
    return [_round(event, items) for event in _requests(filing).order_by("-sequence")]


def next_number(filing: Filing) -> int:
    """Which request the next one would be."""
    return _requests(filing).count() + 1


def needs_permission(filing: Filing) -> bool:
    """Whether another request would break 一次性告知: one went out, and the office above has not
    allowed the next since."""
    return _last(filing, FilingAct.REQUEST_SUPPLEMENT, ALLOW) == FilingAct.REQUEST_SUPPLEMENT


def superior(filing: Filing) -> Organisation:
    """Who allows another request: the office above the receiver; the receiver's own managers where
    this portal knows none above it."""
    return filing.receiver.superior or filing.receiver


def may_raise(user: User, filing: Filing) -> bool:
    """Who works in the office adds items while it examines the application."""
    return filing.state == FilingStep.SUBMITTED and rules.works_in_office_of(user, filing)


def may_remove(user: User, item: SupplementItem) -> bool:
    """One's own item; a manager of the office any."""
    filing = item.filing
    own = item.added_by_id == user.pk or holds(user, filing.office_id, Role.MANAGER)
    return item.round is None and own and may_raise(user, filing)


def may_ask(user: User, filing: Filing) -> bool:
    """The receiver's people ask once for leave to request again."""
    return (
        may_raise(user, filing)
        and needs_permission(filing)
        and _last(filing, FilingAct.REQUEST_SUPPLEMENT, ASK) != ASK
    )


def may_allow(user: User, filing: Filing) -> bool:
    """The people of the office above, while there is something to allow."""
    waiting = filing.state == FilingStep.SUBMITTED and needs_permission(filing)
    return waiting and works_above(user, filing)


def works_above(user: User, filing: Filing) -> bool:
    """Whether `user` decides for whoever allows another request."""
    above = superior(filing)
    roles = (Role.MANAGER,) if above == filing.receiver else ()
    return holds(user, above.pk, *roles) and rules.sees_inner_side(user, filing)


def reply_rule(filing: Filing) -> Rule | None:
    """How long the applicant has to mend, as the regulation says."""
    for rule in filing.regulation.deadlines:
        if rule.starts == f"filing.{FilingStep.SUPPLEMENT}" and rule.bound == Bound.WITHIN:
            return rule
    return None


def reply_by(filing: Filing) -> date | None:
    """Until when, if the request goes out today."""
    rule = reply_rule(filing)
    if rule is None:
        return None
    planned = Deadline(amount=rule.amount, unit=rule.unit, started_on=clock.today())
    deadlines.settle(planned, workdays.current())
    return planned.due_on


def _requests(filing: Filing):
    return filing.events.filter(act=FilingAct.REQUEST_SUPPLEMENT)


def _last(filing: Filing, *acts: str) -> str | None:
    found = filing.events.filter(act__in=acts).order_by("-sequence")
    return found.values_list("act", flat=True).first()


def _round(event: Event, items: list[SupplementItem]) -> Round:
    facts = json.loads(event.facts)
    number, due = facts["round"], facts["reply_by"]
    return Round(
        number=number,
        at=event.at,
        letter=facts["letter"],
        reply_by=date.fromisoformat(due) if due else None,
        groups=grouped(item for item in items if item.round == number),
    )


def _in_order(items: Iterable[SupplementItem]) -> list[SupplementItem]:
    return sorted(items, key=lambda item: (ORDER.index(item.section), item.pk))
