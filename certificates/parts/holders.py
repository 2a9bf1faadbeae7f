"""The page of a correction before issue."""

from accounts.enums import SPEAKERS
from accounts.identity import DocumentKind
from accounts.models import User
from accounts.selectors import holds
from casework.models import Case
from casework.parts import Part
from certificates.models import ReservedNumber
from certificates.models.holder import belongs
from certificates.services import holders, wishes
from certificates.services.changes import wanted_of


def handles(user: User, case: Case) -> bool:
    """Who sees both names and numbers, evidence and portrait: the agency, and who decides."""
    return belongs(case, user) or holds(user, case.owner_id, *SPEAKERS)


def part(case: Case, user: User) -> Part:
    """Who it is about, what is to become of what, and why."""
    full = handles(user, case)
    wanted, before = wanted_of(case), holders.before_of(case)
    numbers = ReservedNumber.objects.filter(entry=case.entry).exclude(state="gap")
    return Part(
        "certificates/issuing/holder.html",
        {
            "case": case,
            "entry": case.entry,
            "number": numbers.values_list("number", flat=True).first() or "",
            "lines": [
                (label, _said(key, before[key]), _said(key, wanted[key]), key == "id_number")
                for key, label in holders.LABELS.items()
                if key in wanted
            ]
            if full
            else [],
            "photo": case.photo if full else None,
            "old_photo": case.entry.photo if full and case.state == "proposed" else None,
            "evidence": case.materials.current().filter(key=wishes.EVIDENCE) if full else [],
            "waits_for_second": case.state == "proposed" and user.pk == case.proposed_by_id,
            "full": full,
        },
    )


def _said(key: str, value: str) -> str:
    return str(DocumentKind(value).label) if key == "document" else value
