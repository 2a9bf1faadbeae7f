"""What a plan is held against: read once for all checks."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from accounts.enums import OrganisationKind
from accounts.selectors import TERRITORY, governs
from assessment.models import Permit, Plan, PlanItem, PlanSubject
from catalogue.regulations import Regulation
from catalogue.regulations.schema import MethodRule
from catalogue.regulations.terms import Tier
from config import clock
from filing.enums import AgencyStatus
from filing.models import Agency, AgencyPeriod, AgencyScope
from filing.selectors.register import ScopeLine, scope_on, status_on


@dataclass(frozen=True)
class Frame:
    """The plan with its items and subjects. `first` and `last` are the days of the first and the
    last session, None while there is none. `standing` and `scope` are the agency's status and scope
    on `days`: those two, today while there is none; of an arrangement each day of a session on
    which they may have changed."""

    plan: Plan
    regulation: Regulation
    items: list[tuple[PlanItem, list[PlanSubject]]]
    first: date | None
    last: date | None
    days: tuple[date, ...]
    standing: dict[date, AgencyStatus | None]
    scope: dict[date, list[ScopeLine]]

    @cached_property
    def today(self) -> AgencyStatus | None:
        """The agency's status now, whenever the sessions are."""
        return status_on(self.plan.agency, clock.today())

    @classmethod
    def of(cls, plan: Plan, held_on: Iterable[date] = ()) -> "Frame":
        """`held_on`: the days of the sessions, once these are arranged."""
        items = plan.items.select_related("occupation").prefetch_related("subjects")
        known = sorted(set(held_on)) or sorted({plan.first_on, plan.last_on} - {None})
        days = _telling(plan.agency, known) if len(known) > 2 else known or [clock.today()]
        return cls(
            plan=plan,
            regulation=plan.regulation,
            items=[(item, list(item.subjects.all())) for item in items],
            first=known[0] if known else None,
            last=known[-1] if known else None,
            days=tuple(days),
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


def _telling(agency: Agency, days: list[date]) -> list[date]:
    """Of these days, in order, the first after each on which status or scope may have changed, so
    that many days cost no more than a few."""
    rows = list(AgencyPeriod.objects.filter(agency=agency).values_list("since", "until"))
    rows += AgencyScope.objects.filter(agency=agency).values_list("since", "until").distinct()
    turns = {day for row in rows for day in row if day}  # `until` is the day after the last
    if agency.valid_until:
        turns.add(agency.valid_until + timedelta(1))
    ordered, told = sorted(turns), {}
    for day in days:
        told.setdefault(bisect_right(ordered, day), day)
    return list(told.values())


def in_filed_territory(plan: Plan) -> bool:
    """Whether the place of assessment lies where the agency was filed (SD-13): in the territory of
    the office that issued its receipt, else in its own city."""
    issuer = plan.agency.issuer
    if issuer and issuer.kind in (OrganisationKind.HRSS, OrganisationKind.CENTRE):
        return governs(issuer, plan.division)
    digits = TERRITORY[Tier.CITY]
    return plan.division.code[:digits] == plan.agency.division.code[:digits]


def permit_for(frame: Frame) -> Permit | None:
    """The permit on record that covers the plan's place on all its days (SD-13)."""
    plan = frame.plan
    first = frame.first or clock.today()
    last = frame.last or first
    for permit in Permit.objects.filter(
        agency=plan.agency, since__lte=first, until__gte=last
    ).select_related("division"):
        code = permit.division.code
        while code.endswith("00"):
            code = code[:-2]
        if plan.division.code.startswith(code):
            return permit
    return None
