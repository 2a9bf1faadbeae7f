"""Who opens the files that results keep with a plan: each as the page on which it stands."""

from accounts.models import User
from assessment.models import Plan
from casework.models import StoredFile
from results.models import ArchiveItem, Correction, IncidentFile
from results.selectors import archive, publicity
from results.selectors.standing import Standing


def may_open(user: User, plan: Plan, file: StoredFile) -> bool | None:
    """Whether somebody who sees the plan opens a file of results; None for any other file."""
    if Correction.objects.filter(plan=plan, evidence=file).exists():
        return publicity.may_see_corrections(user, plan)
    if ArchiveItem.objects.filter(plan=plan, file=file).exists():
        return archive.reads(user, plan)
    proof = IncidentFile.objects.filter(file=file).select_related("incident__session__plan").first()
    return Standing.of(user, proof.incident.session).reads if proof else None
