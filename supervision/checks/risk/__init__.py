"""The checks of risk: each looks at all agencies at once and names those that stand out."""

from collections.abc import Callable

from supervision.checks.risk import assessors, certificates, pass_rates, scores, sessions
from supervision.checks.risk.found import Found, Window
from supervision.enums import RiskKind

CHECKS: dict[RiskKind, Callable[[Window], list[Found]]] = {
    RiskKind.PASS_RATE: pass_rates.check,
    RiskKind.HEAPED: scores.check,
    RiskKind.SAME_ASSESSOR: assessors.check,
    RiskKind.UNSUPERVISED: sessions.unsupervised,
    RiskKind.LATE_ROSTER: sessions.late_rosters,
    RiskKind.FAST_CERTIFICATES: certificates.check,
}

__all__ = ["CHECKS", "Found", "Window"]
