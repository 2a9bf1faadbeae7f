"""What supervision shows on an agency's public page."""

from datetime import date

from casework.parts import Part
from filing.models import Agency
from supervision.selectors import violations as reads


def parts(agency: Agency, day: date) -> tuple[Part, ...]:
    """The decisions on the agency that were made by a day; nothing for none."""
    rows = list(reads.of_agency(agency).filter(made_at__date__lte=day))
    if not rows:
        return ()
    lines = [(row, *reads.standing_of(row)) for row in rows]
    return (Part("supervision/violations/register.html", {"lines": lines}),)
