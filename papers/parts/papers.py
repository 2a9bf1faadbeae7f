"""How far the papers of a plan are, and what is to be done next."""

from accounts.models import User
from assessment.models import Plan
from casework.parts import Part
from catalogue.regulations.terms import PlanStep
from papers.checks import ready
from papers.enums import PaperStatus
from papers.models import Paper
from papers.selectors import rights
from papers.selectors.papers import Standing, standings


def part(plan: Plan, user: User) -> Part | None:
    """For those who know of the papers, from the plan's approval on."""
    if not rights.knows_of(user, plan):
        return None
    if plan.state not in rights.DRAWING and not Paper.objects.filter(plan=plan).exists():
        return None
    found = standings(plan)
    if not found:
        return None
    issues = [issue for standing in found for issue in ready.of(plan, standing)]
    shown = {
        "plan": plan,
        "rows": [(each, *state_of(each)) for each in found],
        "next": issues[0] if issues and rights.prepares(user, plan) else None,
        "near": plan.state in rights.DRAWING and ready.is_near(found),
        "grave": [issue for issue in issues if issue.code == "paper_leaked"],
        "cancelled": plan.state == PlanStep.CANCELLED and any(each.live for each in found),
    }
    return Part("papers/papers/part.html", shown)


def state_of(standing: Standing) -> tuple[str, str]:
    """(tone, words) of a subject's papers."""
    if not standing.live:
        return "neutral", "还没有组卷"
    if standing.lacking:
        return "warn", f"还缺{'、'.join(standing.lacking)}卷"
    if standing.unsealed:
        return "warn", f"{len(standing.unsealed)} 份待封存"
    opened = sum(each.status == PaperStatus.OPENED for each in standing.live)
    return ("info", f"{opened} 份已启封") if opened else ("ok", "已封存")
