"""How complete the archive of a plan is, and the way to it."""

from accounts.models import User
from assessment.models import Plan
from casework.parts import Part
from results.checks import archive as checks
from results.frames import archive as frame
from results.selectors import archive


def part(plan: Plan, user: User) -> Part | None:
    """Shown once results are final, to the agency and the offices."""
    if plan.state not in archive.WHOLE or not archive.reads(user, plan):
        return None
    lines = frame.lines(plan)
    shown = {
        "number": plan.number,
        "missing": [issue.message for issue in checks.check(lines)],
        "registered": sum(len(line.items) for line in lines),
        "holds": list(archive.holds_of(plan).filter(lifted_at=None)),
        "registers": archive.registers(user, plan),
    }
    return Part("results/archive/part.html", shown)
