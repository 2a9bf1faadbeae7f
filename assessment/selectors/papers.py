"""Who lacks which paper, and which papers prove something of several people of a plan."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from assessment.checks.entries import PROOFS
from assessment.enums import EvidenceKind, Ground
from assessment.models import Entry, Evidence, Plan
from assessment.selectors.entries import EDITABLE

BY_YEARS = Q(ground=Ground.CONDITION, condition__work_months__gt=0)
AWARDED = [ground for ground, kinds in PROOFS.items() if EvidenceKind.AWARD in kinds]
# Who needs a paper of the kind; of the kinds that are not named, everybody may.
NEEDING = {
    EvidenceKind.SOCIAL_SECURITY: BY_YEARS,
    EvidenceKind.TITLE: Q(ground=Ground.TITLE),
    EvidenceKind.AWARD: Q(ground__in=AWARDED),
}


def having(*kinds: str) -> Exists:
    """The registrations with a paper of one of these kinds."""
    return Exists(Evidence.objects.filter(entry=OuterRef("pk"), kind__in=kinds))


def lacking(kind: str) -> Q:
    """The registrations that need a paper of a kind and have none."""
    return Q(~having(kind)) & NEEDING.get(EvidenceKind(kind), Q())


def papers_of(entry: Entry) -> QuerySet[Evidence]:
    """The papers of a registration with their files; `shared`: of how many they prove something."""
    same = Evidence.objects.filter(file=OuterRef("file")).order_by().values("file")
    counted = same.annotate(count=Count("pk")).values("count")
    return entry.evidence.select_related("file").annotate(shared=Subquery(counted))


@dataclass(frozen=True)
class Shared:
    """A paper that proves something of several people; from `free` of them it can be taken."""

    file: str
    name: str
    label: str
    note: str
    count: int
    free: int


def shared_in(plan: Plan) -> list[Shared]:
    """The papers of a plan that serve several registrations, the newest first. One query."""
    rows = (
        _of(plan)
        .values("file", "file__name", "file__stored_at", "kind", "note")
        .annotate(count=Count("pk"), free=Count("pk", Q(entry__status__in=EDITABLE)))
        .filter(count__gt=1)
        .order_by("-file__stored_at")
    )
    return [
        Shared(
            row["file"],
            row["file__name"],
            EvidenceKind(row["kind"]).label,
            row["note"],
            row["count"],
            row["free"],
        )
        for row in rows
    ]


def _of(plan: Plan) -> QuerySet[Evidence]:
    return Evidence.objects.filter(entry__plan=plan.pk)
