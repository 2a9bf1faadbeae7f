"""The chain of reviews on the page of the plan: who, when, and what is with whom; the forms."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from assessment.models import Plan
from assessment.selectors.entries import may_read_roster
from casework import parties
from casework.enums import Progress
from casework.models import Event, Material
from casework.parts import Part
from casework.rules import sees_inner_side
from casework.services.filed import facts_of
from catalogue.regulations.terms import PlanStep
from results.documents import record_list, record_summary
from results.frames.reported import report_of
from results.services.result_forms import FILED
from results.services.reviewing import may_upload

ACTS = ("submit_results", "review", "return_results", "confirm", "upload_results")
KEYS = (record_summary.KEY, record_list.KEY)
DONE, NOW, NEXT, BACK = "done", "now", "next", "back"


@dataclass(frozen=True)
class Stage:
    """One review of the regulation: `state` done, now, next or back (sent back here); `office` has
    it or did it, `person` only for officers, `due_on` is the last day for the one whose turn it
    is."""

    rule: object
    who: str
    state: str
    office: str = ""
    person: str = ""
    at: datetime | None = None
    note: str = ""
    due_on: date | None = None


def part(plan: Plan, user: User) -> Part | None:
    """For everybody who sees the plan, from the first submission or confirmation on, and where an
    upload can be recorded."""
    rows = plan.events.filter(act__in=ACTS).select_related("note", "actor_office", "actor")
    events = list(rows.order_by("sequence"))
    uploads = may_upload(user, plan)
    if not events and not uploads:
        return None
    filing = FILED.filing_of(plan)
    kept = filing is not None and FILED.are_kept(plan, filing)
    shown = {
        "plan": plan,
        "stages": _stages(plan, events, inner=sees_inner_side(user, plan)),
        "confirmed": next((each for each in reversed(events) if each.act == "confirm"), None),
        "papers": _papers(plan) if kept else [],
        "list_key": record_list.KEY,
        "reads_list": may_read_roster(user, plan),
        "printing": filing is not None and not kept and FILED.is_printing(plan, filing),
        "lacking": filing is not None and not kept,
        "uploaded": [_upload(each) for each in events if each.act == "upload_results"],
        "uploads": uploads,
        "report": report_of(plan),
    }
    return Part("results/publishing/review_part.html", shown)


def _upload(event: Event) -> dict:
    facts = facts_of(event)
    return {**facts, "day": date.fromisoformat(facts["on"])}


def _stages(plan: Plan, events: list[Event], *, inner: bool) -> list[Stage]:
    """The regulation's reviews as they stand since the last submission."""
    places = [place for place, each in enumerate(events) if each.act == "submit_results"]
    if not places:
        return []
    since = events[places[-1] + 1 :]
    done = [each for each in since if each.act == "review"]
    back = next((each for each in since if each.act == "return_results"), None)
    made = []
    for place, rule in enumerate(plan.regulation.reviews):
        if place < len(done):
            made.append(_stage(plan, rule, DONE, done[place], inner=inner))
        elif place == len(done) and back:
            made.append(_stage(plan, rule, BACK, back, inner=inner))
        else:
            now = place == len(done) and plan.state == PlanStep.REVIEW
            made.append(_turn(plan, rule) if now else Stage(rule, _who(plan, rule), NEXT))
    return made


def _turn(plan: Plan, rule) -> Stage:
    running = plan.deadlines.filter(key="review", progress=Progress.RUNNING).first()
    return Stage(
        rule=rule,
        who=_who(plan, rule),
        state=NOW,
        office=str(plan.office or ""),
        due_on=running.due_on if running else None,
    )


def _stage(plan: Plan, rule, state: str, event: Event, *, inner: bool) -> Stage:
    return Stage(
        rule=rule,
        who=_who(plan, rule),
        state=state,
        office=str(event.actor_office or ""),
        person=event.actor.display_name if event.actor and inner else "",
        at=event.at,
        note=event.note.text if hasattr(event, "note") else "",
    )


def _who(plan: Plan, rule) -> str:
    """What this region calls the office."""
    authority = parties.OFFICE_OF.get(rule.by) or plan.authority(rule.by)
    return plan.regulation.title_of(authority) if authority else str(rule.by.label)


def _papers(plan: Plan) -> list[Material]:
    rows = Material.objects.current().filter(case_id=plan.pk, key__in=KEYS, destroyed_on=None)
    return sorted(rows, key=lambda paper: KEYS.index(paper.key))
