"""What a change or a renewal begins with: the last application, else the register."""

import json

from django.db.models import Model

from accounts.models import User
from casework.services.timeline import canonical
from catalogue.regulations.terms import FilingStep
from config import clock
from filing.models import (
    Agency,
    Answer,
    Facility,
    Filing,
    OwnLevel,
    Person,
    ScopeItem,
    Standing,
)
from filing.selectors import granted, register

ROWS = (OwnLevel, Person, Facility, Standing)
ANEW = "promise"  # is made for each application


def fill(filing: Filing, agency: Agency, *, actor: User) -> None:
    """Copy rows and answers of the agency's last granted filing into a new draft; for one filed
    elsewhere there is only the scope, from the register. Part of starting: in its transaction."""
    last = agency.filings.filter(state=FilingStep.REGISTERED).order_by("-closed_at", "-pk").first()
    if last is None:
        ScopeItem.objects.bulk_create(_from_register(filing, agency))
        return
    _copy(ScopeItem, granted.rows_of(last), filing)
    for model in ROWS:
        _copy(model, list(model.objects.filter(filing=last)), filing)
    for answer in last.answers.exclude(section=ANEW):
        Answer.objects.create(
            filing=filing,
            section=answer.section,
            values=canonical(json.loads(answer.values)),
            saved_by=actor,
            saved_at=clock.now(),
        )


def _copy(model: type[Model], rows: list, filing: Filing) -> None:
    for row in rows:
        row.pk, row.filing = None, filing
    model.objects.bulk_create(rows)


def _from_register(filing: Filing, agency: Agency) -> list[ScopeItem]:
    """What the agency may assess today, from the lowest level of each occupation to its highest."""
    return [
        ScopeItem(
            filing=filing,
            occupation=line.occupation,
            work_type=line.work_type,
            lowest=line.levels[0],
            highest=line.levels[-1],
            standard=next(iter(line.standards), None),
        )
        for line in register.scope_on(agency, clock.today())
    ]
