"""Where people are led to certificates from the menu and from pages of the floors below."""

from django.urls import reverse

from accounts.enums import WORKING
from accounts.models import Organisation, User
from accounts.selectors import organisations_of, staffed_by
from assessment.models import Entry as Registration
from certificates.selectors import issuing
from certificates.services import tokens
from filing.selectors.own import filers_of
from ui.navigation import Entry, Group
from ui.ports import Way


def entries_for(user: User) -> tuple[Entry, ...]:
    """For the people of an agency and the staff of bureaus the list of certificates, for whoever
    may check for an organisation the bulk check. It asks the database nothing that the menu of
    filing has not asked."""
    entries = []
    if any(filer.runs for filer in filers_of(user)) or staffed_by(user):
        entries.append(_entry("证书", "list", "certificate"))
    if organisations_of(user, *WORKING):
        entries.append(_entry("批量核验证书", "bulk", "list-search"))
    return tuple(entries)


def upward_entries(user: User) -> tuple[Entry, ...]:
    """For the people of an agency and the staff of bureaus what goes upward; for these the talent
    database. It asks the database nothing that the menu of filing has not asked."""
    officer = bool(staffed_by(user))
    if not officer and not any(filer.runs for filer in filers_of(user)):
        return ()
    uploads = _entry("证书上报", "uploads", "upload")
    talents = _entry("技能人才数据库", "talents", "users")
    return (uploads, talents) if officer else (uploads,)


def _entry(label: str, name: str, icon: str) -> Entry:
    return Entry(label, reverse(f"certificates:{name}"), icon, group=Group.CERTIFICATES)


def organisation_ways(organisation: Organisation, user: User) -> tuple[Way, ...]:
    """From the page of a city or province office its managers come to the tokens of the interface
    for provincial systems."""
    if organisation not in tokens.offices_of(user):
        return ()
    return (Way("接口令牌", reverse("certificates:tokens")),)


def candidate_way(entry: Registration) -> Way | None:
    """Where a candidate finds the own certificate: the public look-up, which takes the number."""
    found = issuing.of_entry(entry)
    if found is None:
        return None
    return Way(
        f"已核发，证书编号 {found.number}，到证书查询核验", f"/lookup/?number={found.number}"
    )
