"""The kinds of case of assessment and their acts."""

from assessment import selectors
from assessment.acts import (
    arranging,
    changing,
    commissioning,
    entering,
    planning,
    seating,
    staffing,
)
from assessment.documents import roster_form
from assessment.models import Commission, CommissionItem, Plan, PlanItem
from assessment.parts import arrangement, changes, commission, entries, route
from assessment.parts import planning as plan_part
from assessment.parts import staffing as staffing_part
from assessment.selectors import changes as change_rights
from assessment.selectors import commissions, items
from assessment.selectors import entries as entry_rights
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
        parts=(
            route.notice,
            changes.waiting,
            arrangement.ahead,
            entries.part,
            arrangement.part,
            staffing_part.part,
            plan_part.part,
            changes.part,
            route.part,
        ),
        papers_later=arranging.papers_later,
        start="assessment:plan-start",
        fill="assessment:plan",
        may_start=lambda user: selectors.agencies_of(user).exists(),
        seen_by=selectors.plans_told_to,
        about=lambda keys: items.named(PlanItem, "plan", keys),
        guards={roster_form.KEY: entry_rights.may_read_roster},
        opens=entry_rights.may_open,
        awaits=change_rights.awaited,
        acts=(*planning.ACTS, *arranging.ACTS, planning.CANCEL),
        records={
            **entering.RECORDS,
            **arranging.RECORDS,
            **changing.RECORDS,
            **seating.RECORDS,
            **staffing.RECORDS,
        },
    ),
    whole=False,  # from the day of the exam on: papers and results
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
        private=(CommissionStep.REQUESTED, CommissionStep.AGREED, CommissionStep.DECLINED),
        parts=(commission.part,),
        start="assessment:commission-start",
        fill="assessment:commission",
        may_start=lambda user: commissions.clients_of(user).exists(),
        seen_by=selectors.commissions_asked_of,
        about=lambda keys: items.named(CommissionItem, "commission", keys),
        awaits=commissions.awaiting,
        acts=commissioning.ACTS,
    )
)
