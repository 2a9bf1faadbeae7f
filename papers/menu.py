"""What papers add to the menu of whoever is signed in: only pages that open for them."""

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import organisations_of
from filing.selectors.own import filers_of
from papers.selectors.banks import agencies_of
from ui.navigation import Entry, Group


def entries_for(user: User) -> tuple[Entry, ...]:
    """For writers and managers of an agency its question banks. It asks the database one thing,
    once for a request, for writers, and for others nothing that the menu of filing has not."""
    if not _keeps(user):
        return ()
    return (Entry("题库", reverse("papers:banks"), "book-2", group=Group.ASSESSMENT),)


def _keeps(user: User) -> bool:
    managed = organisations_of(user, Role.MANAGER)
    if any(filer.runs and filer.pk in managed for filer in filers_of(user)):
        return True
    if not organisations_of(user, Role.WRITER):
        return False
    if "_writes" not in user.__dict__:
        user.__dict__["_writes"] = agencies_of(user).exists()
    return user.__dict__["_writes"]
