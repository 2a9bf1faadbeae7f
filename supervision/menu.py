"""What supervision adds to the menu of whoever is signed in: only pages that open for them."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import organisations_of
from supervision.selectors import campaigns, inspections
from supervision.selectors.complaints import counts
from ui.navigation import Entry


def entries_for(user: User) -> tuple[Entry, ...]:
    """For officers the complaints, for offices the random inspections, for whoever was sent his or
    her tasks. It asks the database only for those who may be sent."""
    return tuple(_entries(user))


def _entries(user: User) -> Iterator[Entry]:
    if counts(user):
        yield _entry("投诉举报", "complaints", "phone")
    offices = campaigns.offices_of(user)
    if offices:
        yield _entry("双随机抽查", "campaigns", "scale")
    sent = offices or organisations_of(user, Role.SUPERVISOR)
    if sent and inspections.own_of(user).exists():
        yield _entry("我的检查", "my-inspections", "clipboard-check")


def _entry(label: str, name: str, icon: str) -> Entry:
    return Entry(label, reverse(f"supervision:{name}"), icon)
