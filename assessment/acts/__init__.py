"""The kinds of case of assessment and their acts."""

from assessment import selectors
from assessment.acts import commissioning, entering, planning
from assessment.models import Commission, Plan
from assessment.parts import all as parts
from casework.kinds import CaseKind, register
from catalogue.regulations.terms import CommissionStep, PlanStep

PLAN = register(
    CaseKind(
        code="plan",
        label="评价计划",
        prefix="PJ",
        model=Plan,
        states=PlanStep,
        process="plan",
        tones={
            "plan_returned": "warn",
            "roster_returned": "warn",
            "review_returned": "warn",
            "ready": "ok",
            "cancelled": "neutral",
        },
        page="assessment/case.html",
        context=lambda case, user: {"parts": parts.parts_for(parts.PLAN, case, user)},
        start="assessment:plan-start",
        fill="assessment:plan",
        may_start=lambda user: selectors.agencies_of(user).exists(),
        seen_by=selectors.plans_commissioned_by,
        acts=(*planning.ACTS, planning.CANCEL),
        records=entering.RECORDS,
    )
)
COMMISSION = register(
    CaseKind(
        code="commission",
        label="委托评价",
        prefix="WT",
        model=Commission,
        states=CommissionStep,
        process="commission",
        tones={"returned": "warn", "declined": "danger", "granted": "ok"},
        page="assessment/case.html",
        context=lambda case, user: {"parts": parts.parts_for(parts.COMMISSION, case, user)},
        seen_by=selectors.commissions_asked_of,
        acts=commissioning.ACTS,
    )
)
