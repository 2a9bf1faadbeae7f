"""Who is kept from what for a time: the answers to the questions of the floors below."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.formats import date_format

from assessment.ports import Bar, StaffBar
from config import clock
from supervision import models
from supervision.enums import Effect

REMEDY = "期满后再报名；对决定有异议的，请本人向作出决定的机关申诉。"


def _in_force(effect: Effect, day: date) -> QuerySet[models.Bar]:
    rows = models.Bar.objects.filter(effect=effect, since__lte=day, until__gte=day)
    return rows.filter(Q(lifted_on=None) | Q(lifted_on__gt=day))


def candidates(hashes: Collection[str], day: date) -> tuple[Bar, ...]:
    """What decisions keep these people from being assessed on a day (LC-22). One query."""
    rows = _in_force(Effect.BAR_ENTRY, day).filter(violation__entry__id_hash__in=hashes)
    found = rows.order_by("until").values_list("violation__entry__id_hash", "until")
    return tuple(
        Bar(hashed, f"此人因违纪违规，{date_format(until)}之前（含当日）不得参加评价。", REMEDY)
        for hashed, until in found
        if hashed
    )


def staff() -> tuple[StaffBar, ...]:
    """Who may not serve in a session, today or later."""
    rows = models.Bar.objects.filter(
        effect=Effect.BAR_DUTY, until__gte=clock.today(), lifted_on=None
    )
    return tuple(
        StaffBar(
            id_hash=row.violation.examiner.id_hash,
            examiner=row.violation.examiner_id,
            since=row.since,
            until=row.until,
            text=f"因违规，{date_format(row.until)}之前（含当日）不得承担考务、考评工作",
        )
        for row in rows.select_related("violation__examiner")
    )


def filing(credit_code: str) -> str:
    """Why no filing of an organisation is accepted today, as a clause; "" where it is."""
    rows = _in_force(Effect.BAR_FILING, clock.today())
    last = rows.filter(violation__agency__credit_code=credit_code).order_by("-until").first()
    if last is None:
        return ""
    return f"本单位因违规被移出评价机构目录，{date_format(last.until)}之前（含当日）不再受理备案，"
