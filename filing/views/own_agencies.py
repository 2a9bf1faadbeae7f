"""我的备案: the agencies of one's own organisations, and what may be asked for them now."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import demand
from config import clock
from filing import register, selectors
from filing.enums import AgencyStatus
from filing.models import Agency, Filing
from filing.register import ScopeLine


@dataclass(frozen=True)
class Entry:
    """An agency as it stands today; `unfinished` is the application that is under way for it."""

    agency: Agency
    status: AgencyStatus
    tone: str
    lines: list[ScopeLine]
    days_left: int | None
    unfinished: Filing | None


@require_safe
def own_agencies(request: HttpRequest) -> HttpResponse:
    """For an applicant's managers and clerks; 403 for anybody else."""
    today = clock.today()
    rows = list(register.with_status(register.run_by(request.user), today))
    demand(bool(rows) or selectors.applicants_of(request.user).exists())
    scopes = register.scopes_on(rows, today)
    unfinished = _unfinished(rows)
    entries = [
        Entry(
            agency=agency,
            status=(status := AgencyStatus(agency.standing)),
            tone=register.TONES[status],
            lines=scopes[agency.pk],
            days_left=(agency.valid_until - today).days if agency.valid_until else None,
            unfinished=unfinished.get((agency.organisation_id, agency.regulation_id)),
        )
        for agency in rows
    ]
    return render(request, "filing/province/own_agencies.html", {"entries": entries})


def _unfinished(agencies: list[Agency]) -> dict[tuple[int, str], Filing]:
    """The open applications by organisation and regulation: there is one at most."""
    owners = [agency.organisation_id for agency in agencies]
    rows = Filing.objects.filter(owner__in=owners, closed_at=None)
    return {(row.owner_id, row.regulation_id): row for row in rows}
