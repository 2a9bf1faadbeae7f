"""Who answers for an agency in the portal."""

from accounts.models import Organisation
from filing.models import Agency


def organisation_of(agency: Agency) -> Organisation | None:
    """The active organisation of an agency, or the one into which it was merged; None for an agency
    that has no account here."""
    found = agency.organisation
    found = found.merged_into or found if found else None
    return found if found and found.is_active else None
