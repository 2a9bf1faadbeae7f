"""How far the scores of a plan are, and the ways to them."""

from accounts.models import User
from assessment.models import Plan
from casework.parts import Part
from catalogue.regulations.terms import PlanStep
from results.selectors import overview
from results.selectors import results as result_rights
from results.selectors import scores as rights


def part(plan: Plan, user: User) -> Part | None:
    """The sheets for scoring staff from the day of the exam on; the way to the results for who
    sees them."""
    sheets = plan.state in rights.MARKING and rights.of_scores(user, plan)
    results = result_rights.sees_results(user, plan)
    if not sheets and not results:
        return None
    shown = {
        "number": plan.number,
        "rows": overview.rows(plan) if sheets else [],
        "results": results,
        "kept": plan.state != PlanStep.READY and rights.of_scores(user, plan),
    }
    return Part("results/parts/scores.html", shown)
