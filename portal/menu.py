"""Where people are led to the dashboards from the menu."""

from django.urls import reverse

from accounts.models import User
from accounts.selectors import staffed_by
from filing.selectors.own import filers_of
from ui.navigation import Entry, Group


def entries_for(user: User) -> tuple[Entry, ...]:
    """For the staff of bureaus and the people of an agency. It asks the database nothing that the
    menu of filing has not asked."""
    if staffed_by(user) or any(filer.runs for filer in filers_of(user)):
        return (
            Entry("数据看板", reverse("portal:figures"), "chart-bar", group=Group.CERTIFICATES),
        )
    return ()
