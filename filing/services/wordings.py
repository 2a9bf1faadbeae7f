"""The texts that an office keeps for its answers (常用语)."""

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.selectors import holds
from casework.services.door import ForbiddenError
from filing.models import Wording


def may_keep(user: User, office: Organisation) -> bool:
    """A manager of the office keeps them; all its officers use them."""
    return office.is_bureau and holds(user, office.pk, Role.MANAGER)


def save(wording: Wording, *, actor: User) -> Wording:
    """Keep a new text, or a changed one. Raises ForbiddenError; ValidationError for a name that the
    office has for the same use already."""
    _demand(actor, wording.office)
    wording.text = wording.text.strip()
    wording.full_clean()
    wording.save()
    return wording


def remove(wording: Wording, *, actor: User) -> None:
    """Forget a text; what was written with it stays. Raises ForbiddenError."""
    _demand(actor, wording.office)
    wording.delete()


def _demand(actor: User, office: Organisation) -> None:
    if not may_keep(actor, office):
        raise ForbiddenError("常用语由本机关管理员维护。")
