"""Which protected data of changes is shown in full, to whom."""

from operator import attrgetter

from django.db.models import QuerySet

from accounts.models import User
from accounts.services import unmask
from casework.selectors import cases_visible_to
from certificates.models import CertificateChange
from certificates.parts.life import handles


def changes_visible_to(user: User) -> QuerySet[CertificateChange]:
    """The changes among the cases that one sees."""
    return CertificateChange.objects.filter(case_ptr__in=cases_visible_to(user))


def register() -> None:
    """Make it known to the unmasking page."""
    unmask.register(
        unmask.Guarded(
            CertificateChange,
            {"wanted_id_number": "更正后的证件号码"},
            changes_visible_to,
            handles,
            attrgetter("number"),
        )
    )
