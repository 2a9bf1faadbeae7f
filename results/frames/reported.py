"""What the forms of results are made from, read once for both."""

from dataclasses import dataclass
from datetime import date

from assessment.models import Plan, Site
from catalogue.regulations.schema import Report
from catalogue.regulations.terms import Actor
from results import ports
from results.models import Result
from results.selectors import publicity

KEY = "results"  # of the report by which a regulation asks for results


@dataclass(frozen=True)
class Frame:
    """A plan with its counts, who qualified, the places, and what there is of certificates: numbers
    by registration, the date on them. `report` is what the regulation asks for."""

    plan: Plan
    tallies: list[publicity.Tally]
    qualified: list[Result]
    sites: list[Site]
    numbers: dict[int, str]
    issued_on: date | None
    report: Report | None

    @classmethod
    def of(cls, plan: Plan) -> "Frame":
        sites = Site.objects.filter(rooms__sessions__plan=plan, rooms__sessions__cancelled_at=None)
        return cls(
            plan=plan,
            tallies=publicity.tallies(plan),
            qualified=list(publicity.qualified(plan)),
            sites=list(sites.distinct().order_by("name")),
            numbers=ports.certificate_numbers(plan),
            issued_on=ports.issue_date(plan),
            report=report_of(plan),
        )

    @property
    def origin(self) -> str:
        """Whose form it is: that of the regulation's document where it has one (HB-09)."""
        if self.report and "备案表" in self.report.name:
            return f"表样：{self.report.cite}{self.report.name}"
        return "表样：本系统格式"


def report_of(plan: Plan) -> Report | None:
    """The report by which the regulation has the agency hand results in; None where it has none."""
    return next(
        (each for each in plan.regulation.reports if each.key == KEY and each.by == Actor.AGENCY),
        None,
    )
