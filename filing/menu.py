"""What filing adds to the menu of whoever is signed in: only pages that open for them."""

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import organisations_of, staffed_by
from filing.selectors import importers, windows
from filing.selectors.experts import keeps_pool, terms_of
from filing.selectors.own import filers_of
from ui.navigation import Entry, Group


def entries_for(user: User) -> tuple[Entry, ...]:
    """For applicants their agencies, for experts their panels, for offices the windows, the pool
    and the import of lists. It asks the database nothing for officers."""
    offices = staffed_by(user)
    return (
        *([_entry("我的备案", "my-agencies", "building-community")] if filers_of(user) else []),
        *(
            [_entry("我的评估", "my-panels", "clipboard-check", Group.TASKS)]
            if _judges(user)
            else []
        ),
        *(
            [_entry("评价机构征集", "windows-desk", "calendar-event")]
            if windows.hosts(user)
            else []
        ),
        *(
            [_entry("专家库", "pool", "school")]
            if any(keeps_pool(user, o) for o in offices)
            else []
        ),
        *(
            [_entry("导入评价机构", "agency-import", "upload")]
            if importers.offices_of(user)
            else []
        ),
    )


def _entry(label: str, name: str, icon: str, group: Group = Group.ASSESSMENT) -> Entry:
    return Entry(label, reverse(f"filing:{name}"), icon, group=group)


def _judges(user: User) -> bool:
    return bool(organisations_of(user, Role.EXPERT)) and terms_of(user).exists()
