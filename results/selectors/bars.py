"""Who may not be assessed again in a year, for a breach on record (FACTS 5.2)."""

from collections.abc import Collection
from datetime import date

from django.utils.timezone import localdate

from assessment.ports import Bar
from results import conduct
from results.models import Incident

REASON = "此人在{day}的考试中有“{what}”的违纪记录，当年不得再次参加评价。"
REMEDY = "请改报{year}年的评价；对记录有异议的，请本人向当时的评价机构申请复核。"


def of_breaches(hashes: Collection[str], day: date) -> tuple[Bar, ...]:
    """What bars these people in the year of a day: a breach of that year of a tier that does, as
    long as it was not taken back and not dealt with more mildly. One query."""
    barring = conduct.rules().barring()
    rows = Incident.objects.filter(
        revoked_at=None,
        conduct__in=barring,
        entry__id_hash__in=hashes,
        session__starts_at__year=day.year,
    )
    rows = rows.order_by("session__starts_at", "pk")
    found = rows.values_list("entry__id_hash", "conduct", "consequence", "session__starts_at")
    return tuple(
        Bar(
            hashed,
            REASON.format(day=_said(localdate(starts)), what=conduct.name_of(key)),
            REMEDY.format(year=day.year + 1),
        )
        for hashed, key, consequence, starts in found
        if consequence == barring[key]
    )


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
