"""The page of a destruction: what it lists, what became of it, its certificate."""

import json
from datetime import date

from accounts.models import User
from casework.models import Case
from casework.parts import Part
from results.enums import ArchiveForm
from supervision.selectors import keeping
from supervision.services.keeping import proposing

SHOWN = 200


def part(case: Case, user: User) -> Part:
    """The list as it was proposed; while it is open with what holds a record now."""
    told = json.loads(case.outcome)["records"] if case.outcome else json.loads(case.listed)
    reasons = {}
    if case.is_open:
        reasons = keeping.reasons(user, list(proposing.records_of(case)))
    shown = {
        "case": case,
        "lines": [
            {
                **each,
                "form": ArchiveForm(each["form"]).label,
                "kept_until": date.fromisoformat(each["kept_until"]),
                "why": each.get("why") or reasons.get(each["record"], ""),
                "files": len(each["manifest"]["files"]) if "manifest" in each else None,
            }
            for each in told[:SHOWN]
        ],
        "waits_for_second": case.state == "proposed" and user.pk == case.proposed_by_id,
        "waits_for_other": case.state == "approved" and user.pk == case.approved_by_id,
    }
    return Part("supervision/keeping/part.html", shown)
