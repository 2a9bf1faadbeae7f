"""Certificates issued before the publicity of the results was over."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min
from django.utils.formats import date_format

from casework.enums import PublicationStatus
from casework.models import Publication
from certificates.models import Certificate
from supervision.checks.risk.found import Found, Window

CLEARS = "clear"  # the act of a plan that ends the publicity of its results
COUNTS = (PublicationStatus.OPEN, PublicationStatus.CLEARED)
SHOWN = 3


@dataclass(frozen=True)
class Early:
    """A plan whose first certificate is dated before it could be. `closes`: the last day of the
    publicity; None, and there was none."""

    number: str
    first: date
    closes: date | None
    people: int

    @property
    def said(self) -> str:
        if self.closes is None:
            return f"{self.number} 没有公示记录，{date_format(self.first)}发证 {self.people} 人"
        return (
            f"{self.number} 公示到{date_format(self.closes)}，"
            f"{date_format(self.first)}已发证，共 {self.people} 人"
        )


def check(window: Window) -> list[Found]:
    """Agencies with certificates dated on or before the last day of the publicity, or without one.
    A fact, not an estimate: one is enough. Two queries."""
    issued = (
        Certificate.objects.filter(
            plan__isnull=False,
            agency__isnull=False,
            issued_on__gte=window.since,
            issued_on__lte=window.until,
        )
        .order_by()
        .values_list("agency", "plan", "plan__number")
        .annotate(first=Min("issued_on"), people=Count("pk"))
    )
    rows = list(issued)
    closes = _windows(window)
    early, total = defaultdict(list), defaultdict(int)
    for agency, plan, number, first, people in rows:
        total[agency] += 1
        last = closes.get(plan)
        if last is None or first <= last:
            early[agency].append(Early(number, first, last, people))
    least = window.rules.fast_certificates.least
    return [
        _found(agency, plans, total[agency], window)
        for agency, plans in early.items()
        if len(plans) >= least
    ]


def _windows(window: Window) -> dict[int, date]:
    """By plan, the last day of the publicity of its results."""
    issued = Certificate.objects.filter(plan__isnull=False, issued_on__gte=window.since)
    rows = Publication.objects.filter(
        act=CLEARS, status__in=COUNTS, case__in=issued.order_by().values("plan")
    )
    return dict(rows.order_by().values_list("case").annotate(last=Max("closes_on")))


def _found(agency: int, plans: list[Early], total: int, window: Window) -> Found:
    plans = sorted(plans, key=lambda plan: (plan.first, plan.number), reverse=True)
    named = "；".join(plan.said for plan in plans[:SHOWN])
    more = f"等 {len(plans)} 次" if len(plans) > SHOWN else ""
    people = sum(plan.people for plan in plans)
    sentence = (
        f"{window.said}发证的 {total} 次评价中，{len(plans)} 次（{people} 人）"
        f"在结果公示期满之前发证或没有公示记录：{named}{more}。"
    )
    numbers = {
        "hits": len(plans),
        "trials": total,
        "people": people,
        "plans": [plan.number for plan in plans],
    }
    return Found(agency, "", sentence, numbers)
