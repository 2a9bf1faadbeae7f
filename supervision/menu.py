"""What supervision adds to the menu of whoever is signed in: only pages that open for them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accounts.enums import SPEAKERS, Role
from accounts.models import User
from accounts.selectors import organisations_of, staffed_by
from filing.selectors.own import filers_of
from supervision.selectors import credit, inspections, visits
from supervision.selectors.complaints import counts
from supervision.selectors.offices import offices_of
from supervision.services.integrity import nightly
from ui.navigation import Entry, Group

VISITS = "/desk/visits/"
OTHERS = (Role.ASSESSOR, Role.WRITER, Role.SCORER)  # of an agency, without an office in it


@dataclass(frozen=True)
class Page:
    label: str
    name: str
    icon: str
    is_for: Callable[[User], bool]
    group: Group = Group.SUPERVISION
    within: str = ""


def _pays(user: User) -> bool:
    return bool(staffed_by(user) or organisations_of(user, *SPEAKERS))


def _is_rated(user: User) -> bool:
    rates = credit.offices_of(user)
    return not rates and _is_visited(user)


def _inspects(user: User) -> bool:
    may = offices_of(user) or organisations_of(user, Role.SUPERVISOR)
    return bool(may) and inspections.own_of(user).exists()


def _visits(user: User) -> bool:
    return bool(organisations_of(user, Role.SUPERVISOR)) and visits.own_of(user).exists()


def _is_visited(user: User) -> bool:
    return any(filer.runs for filer in filers_of(user))


def _watches(user: User) -> bool:
    """An internal supervisor; whoever manages the agency has the list of all."""
    may = organisations_of(user, *OTHERS) and not _is_visited(user)
    return bool(may) and visits.internal_of(user).exists()


PAGES = (
    Page("投诉举报", "complaints", "phone", lambda user: bool(counts(user))),
    Page("双随机抽查", "campaigns", "scale", lambda user: bool(offices_of(user))),
    Page("质量督导", "visits-coming", "eye", lambda user: bool(visits.senders_of(user))),
    Page("质量督导", "visits-internal", "eye", _is_visited, within=VISITS),
    Page("风险提示", "risk", "alert-triangle", lambda user: bool(offices_of(user))),
    Page("信用评估", "credit-desk", "award", lambda user: bool(credit.offices_of(user))),
    Page("信用评估", "credit-mine", "award", _is_rated),
    Page("待遇兑现", "pay", "award", _pays),
    Page("到期档案", "due", "folder-open", lambda user: bool(staffed_by(user))),
    Page("完整性核验", "integrity", "shield-check", lambda user: bool(nightly.reads(user))),
    Page("我的检查", "my-inspections", "clipboard-check", _inspects, Group.TASKS),
    Page("我的督导", "my-visits", "clipboard-list", _visits, Group.TASKS),
    Page("内部督导", "visits-internal", "clipboard-list", _watches, Group.TASKS),
)


def entries_for(user: User) -> tuple[Entry, ...]:
    """It asks the database nothing that the menu of filing has not asked, but of those who may be
    sent whether they were."""
    return tuple(
        Entry(
            page.label,
            reverse(f"supervision:{page.name}"),
            page.icon,
            group=page.group,
            within=page.within,
        )
        for page in PAGES
        if page.is_for(user)
    )
