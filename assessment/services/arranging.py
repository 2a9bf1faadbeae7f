"""The roster is closed, the arrangement filed and made ready; effects of acts on a locked case."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError

from accounts.models import Organisation, User
from assessment import tickets
from assessment.checks import arrangement, roster
from assessment.enums import EntryStatus
from assessment.frames import plans
from assessment.frames.arrangement import Frame
from assessment.models import Entry, Plan
from assessment.services import changes, filed_forms
from casework import parties
from casework.issues import Issue
from catalogue.regulations.terms import Actor

ROWS = 500  # of a statement
MEANT = ("meant", "days")  # the plan's days before the filing, and those of the sessions filed


def close(case: Plan, *, actor: User, **_) -> dict:
    """Enrolment is over: everybody approved gets the number of the admission ticket. Raises
    ValidationError while somebody is undecided, or nobody is approved."""
    _refuse(list(roster.check(case)))
    _give_tickets(case)
    return {"approved": case.entries.filter(status=EntryStatus.APPROVED).count()}


def file(case: Plan, *, actor: User, preparations: Mapping | None = None, **_) -> dict:
    """The roster and the arrangement go to the office (HB-05, SD-08). Raises ValidationError with
    everything that stands in the way, the day after which it is too late among it."""
    meant = [day.isoformat() for day in (case.first_on, case.last_on) if day]
    facts = _settle(case, filed=False) | {"meant": meant} | filed_forms.begin(case, actor=actor)
    return facts | ({"preparations": dict(preparations)} if preparations else {})


def approve(case: Plan, *, actor: User, **_) -> dict:
    """The centre of the place agrees; the centre that filed the agency gets a copy (HB-05)."""
    filed_forms.demand(case)
    copied = copied_to(case)
    if copied is None:
        return {}
    return {"copied_to": copied.name, "same_office": copied.pk == case.office_id}


def give_back(case: Plan, *, actor: User, **_) -> None:
    """Roster and arrangement are the agency's again, within the days that the plan was made for,
    unless these were changed since."""
    filed_forms.refuse_while_printing(case)
    changes.lapse(case)
    filing = case.events.filter(act="file_roster").order_by("-sequence").first()
    facts = filed_forms.facts_of(filing) if filing else {}
    meant, held = ([date.fromisoformat(day) for day in facts.get(key, ())] for key in MEANT)
    if meant and held and (case.first_on, case.last_on) == (held[0], held[-1]):
        case.first_on, case.last_on = meant[0], meant[-1]


def make_ready(case: Plan, *, actor: User, preparations: Mapping | None = None, **_) -> dict:
    """Papers, rooms and people are there (LC-15); everything is held against all checks again."""
    filed_forms.demand(case)
    return _settle(case, filed=True) | {"preparations": dict(preparations or {})}


def copied_to(case: Plan) -> Organisation | None:
    """Who gets a copy of what the place's centre agreed to, where the regulation says so: the
    centre that filed the agency."""
    if not any(each.key == "roster_copy" for each in case.regulation.reports):
        return None
    found = parties.organisations_for(case, Actor.FILING_CENTRE)
    return Organisation.objects.filter(pk__in=found[:1]).first()


def _settle(case: Plan, *, filed: bool) -> dict:
    """Late ones get their tickets; the plan's days become those of its sessions."""
    _give_tickets(case)
    changes.lapse(case)
    frame = Frame.of(case)
    found = _refuse(arrangement.found(frame, filed=filed))
    if days := arrangement.days_of(frame):
        case.first_on, case.last_on = days[0], days[-1]
    case.permit = plans.permit_for(plans.Frame.of(case))
    return {
        "approved": len(frame.entries),
        "sessions": len(frame.sessions),
        "days": [day.isoformat() for day in days],
        "warnings": [issue.code for issue in found],
    }


def _give_tickets(case: Plan) -> None:
    given = case.entries.exclude(ticket="").values_list("ticket", flat=True)
    waiting = case.entries.filter(status=EntryStatus.APPROVED, ticket="")
    rows = list(waiting.values_list("pk", "item__level", "number"))
    try:
        numbers = tickets.give(case.number, given, rows)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    fresh = [Entry(pk=pk, ticket=ticket) for pk, ticket in numbers.items()]
    Entry.objects.bulk_update(fresh, ["ticket"], batch_size=ROWS)


def _refuse(issues: list[Issue]) -> list[Issue]:
    """Raise ValidationError for those that refuse; answer the others."""
    refusing = [
        f"{issue.message}{issue.remedy}{_basis(issue)}" for issue in issues if issue.refuses
    ]
    if refusing:
        raise ValidationError(refusing)
    return issues


def _basis(issue: Issue) -> str:
    return f"（依据：{issue.basis.cite}）" if issue.basis else ""
