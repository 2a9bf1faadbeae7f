"""What a plan is held against: read once for all checks."""

from dataclasses import dataclass
from datetime import date

from accounts.enums import OrganisationKind
from accounts.selectors import TERRITORY, governs
from assessment.models import Permit, Plan, PlanItem, PlanSubject
from catalogue.regulations import Regulation
from catalogue.regulations.schema import MethodRule
from catalogue.regulations.terms import Tier
from config import clock
from filing.enums import AgencyStatus
from filing.selectors.register import ScopeLine, scope_on, status_on


@dataclass(frozen=True)
class Frame:
    """The plan with its items and subjects. `standing` and `scope` are the agency's status and
    scope on `days`: of the first and the last session, today while there is none."""

    plan: Plan
    regulation: Regulation
    items: list[tuple[PlanItem, list[PlanSubject]]]
    days: tuple[date, ...]
    standing: dict[date, AgencyStatus | None]
    scope: dict[date, list[ScopeLine]]

    @classmethod
    def of(cls, plan: Plan) -> "Frame":
        items = plan.items.select_related("occupation").prefetch_related("subjects")
        days = tuple(sorted({plan.first_on, plan.last_on} - {None})) or (clock.today(),)
        return cls(
            plan=plan,
            regulation=plan.regulation,
            items=[(item, list(item.subjects.all())) for item in items],
            days=days,
            standing={day: status_on(plan.agency, day) for day in days},
            scope={day: scope_on(plan.agency, day) for day in days},
        )

    @property
    def rule(self) -> MethodRule | None:
        """The regulation's rule of the plan's method; None where it has no such method."""
        rules = self.regulation.methods
        return next((rule for rule in rules if rule.method == self.plan.method), None)

    def holds(self, item: PlanItem, day: date) -> bool:
        """Whether the agency's scope of that day holds an item; a scope without 工种 covers all."""
        return any(
            line.occupation == item.occupation
            and line.work_type in ("", item.work_type)
            and item.level in line.levels
            for line in self.scope[day]
        )


def in_filed_territory(plan: Plan) -> bool:
    """Whether the place of assessment lies where the agency was filed (SD-13): in the territory of
    the office that issued its receipt, else in its own city."""
    issuer = plan.agency.issuer
    if issuer and issuer.kind in (OrganisationKind.HRSS, OrganisationKind.CENTRE):
        return governs(issuer, plan.division)
    digits = TERRITORY[Tier.CITY]
    return plan.division.code[:digits] == plan.agency.division.code[:digits]


def permit_for(plan: Plan) -> Permit | None:
    """The permit on record that covers the plan's place on all its days (SD-13)."""
    first = plan.first_on or clock.today()
    last = plan.last_on or first
    for permit in Permit.objects.filter(
        agency=plan.agency, since__lte=first, until__gte=last
    ).select_related("division"):
        code = permit.division.code
        while code.endswith("00"):
            code = code[:-2]
        if plan.division.code.startswith(code):
            return permit
    return None
