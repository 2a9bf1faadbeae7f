"""Where the plan stands, and why something came back."""

from accounts.models import User
from assessment.models import Plan
from casework import route
from casework.parts import Part
from catalogue.regulations.terms import PlanStep

RETURNED = {PlanStep.PLAN_RETURNED: "return_plan", PlanStep.ROSTER_RETURNED: "return_roster"}


def notice(plan: Plan, user: User) -> Part | None:
    """At the top: why something was returned."""
    act = RETURNED.get(plan.state)
    if not act:
        return None
    events = plan.events.filter(act=act).select_related("note", "actor_office")
    event = events.order_by("-sequence").first()
    shown = {
        "plan": plan,
        "event": event,
        "note": event.note.text if event and hasattr(event, "note") else "",
    }
    return Part("assessment/parts/notice.html", shown)


def part(plan: Plan, user: User) -> Part:
    """The steps of the regulation, for everybody who sees the plan; those behind the next one are
    folded."""
    line = route.stations(plan)
    near = next((at for at, each in enumerate(line) if each.state == route.NEXT), len(line)) + 1
    shown = {"aside": route.aside(plan), "stations": line[:near], "later": line[near:]}
    return Part("assessment/parts/route.html", shown)
