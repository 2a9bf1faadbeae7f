"""Reads of complaints. Which somebody sees, `casework.selectors.cases_visible_to` decides."""

import hashlib
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from accounts.selectors import holds, staffed_by
from casework import selectors
from casework.models import Deadline
from supervision import categories
from supervision.enums import ComplaintChannel, ComplaintOutcome, ComplaintState
from supervision.models import Complaint
from supervision.models.complaint_parties import HANDLERS


@dataclass(frozen=True)
class Figures:
    """How many complaints there were, and how many of them in time."""

    total: int
    open: int
    late: int
    tables: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


def visible_to(user: User) -> QuerySet[Complaint]:
    """The complaints that a person may see."""
    return Complaint.objects.filter(
        pk__in=selectors.cases_visible_to(user, "complaint").values("pk")
    )


def receives(user: User) -> tuple[Organisation, ...]:
    """The bureaus for which a person enters calls and media reports."""
    return tuple(
        office
        for office in staffed_by(user)
        if office.kind == OrganisationKind.HRSS and holds(user, office.pk, *HANDLERS)
    )


def counts(user: User) -> bool:
    """Whether a person sees the figures: officers of the bureaus."""
    return any(office.kind == OrganisationKind.HRSS for office in staffed_by(user))


def hashed(code: str) -> str:
    """The digest under which a tracking code is found, however it was typed."""
    plain = "".join(char for char in code.upper() if char.isascii() and char.isalnum())
    return hashlib.sha256(f"complaint/{plain}".encode()).hexdigest()


def by_code(code: str) -> Complaint | None:
    """The complaint whose tracking code this is; None whatever was wrong with it."""
    rows = Complaint.objects.filter(code_hash=hashed(code))
    return rows.select_related("office", "accused", "agency").first()


def years(user: User) -> list[int]:
    """The years in which complaints came in, the latest first."""
    found = visible_to(user).annotate(year=ExtractYear("opened_at")).order_by("-year")
    return list(found.values_list("year", flat=True).distinct())


def figures(user: User, year: int | None = None) -> Figures:
    """Counts of the complaints that a person may see, in a fixed number of queries."""
    rows = visible_to(user)
    return counted(rows.filter(opened_at__year=year) if year else rows)


def counted(rows: QuerySet[Complaint]) -> Figures:
    """Counts of some complaints, in a fixed number of queries."""
    late = Q(late_by__gt=0) | Q(marks__mark="overdue")
    clocks = Deadline.objects.filter(late, case__in=rows.values("pk"))
    sums = rows.aggregate(total=Count("pk"), open=Count("pk", filter=Q(closed_at=None)))
    named = {each.key: each.name for each in categories.rules().categories}
    return Figures(
        total=sums["total"],
        open=sums["open"],
        late=clocks.values("case").distinct().count(),
        tables=(
            ("按类别", _by(rows, "category", named)),
            ("按来源", _by(rows, "channel", dict(ComplaintChannel.choices))),
            ("按状态", _by(rows, "state", dict(ComplaintState.choices))),
            ("按结论", _by(rows.exclude(outcome=""), "outcome", dict(ComplaintOutcome.choices))),
        ),
    )


def _by(rows: QuerySet, field: str, names: dict[str, str]) -> tuple[tuple[str, int], ...]:
    """(name, number) in the order of the names, what has none last; what nobody said is left
    out."""
    found = dict(rows.order_by().values_list(field).annotate(Count("pk")))
    known = [(name, found.pop(key)) for key, name in names.items() if key in found]
    return (*known, *sorted(found.items()))
