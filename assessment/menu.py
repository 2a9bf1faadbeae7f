"""What assessment adds to the menu of whoever is signed in: only pages that open for them."""

from django.urls import reverse

from accounts.models import User
from filing.selectors.own import filers_of
from ui.navigation import Entry, Group


def entries_for(user: User) -> tuple[Entry, ...]:
    """For the people of an agency its sites, while it is in force, and its staff. It asks the
    database nothing that the menu of filing has not asked."""
    filers = filers_of(user)
    return (
        *([_entry("考点", "sites", "map-pin")] if any(f.assesses for f in filers) else []),
        *([_entry("考务人员", "staff", "id")] if any(f.runs for f in filers) else []),
    )


def _entry(label: str, name: str, icon: str) -> Entry:
    return Entry(label, reverse(f"assessment:{name}"), icon, group=Group.ASSESSMENT)
