"""Which protected data of certificates is shown in full, to whom."""

from operator import attrgetter

from django.db.models import QuerySet

from accounts.models import User
from accounts.services import unmask
from casework.selectors import cases_visible_to
from certificates.models import Certificate, SpecialCertificate
from certificates.models.special import checks_it, entered_it
from certificates.selectors import rights
from certificates.selectors.visible import certificates_visible_to


def specials_visible_to(user: User) -> QuerySet[SpecialCertificate]:
    """Those whose case somebody sees."""
    return SpecialCertificate.objects.filter(case_ptr__in=cases_visible_to(user))


def register() -> None:
    """Make them known to the unmasking page."""
    unmask.register(
        unmask.Guarded(
            SpecialCertificate,
            {"id_number": "证件号码"},
            specials_visible_to,
            lambda user, case: entered_it(case, user) or checks_it(case, user),
            attrgetter("number"),
        )
    )
    unmask.register(
        unmask.Guarded(
            Certificate,
            {"id_number": "证件号码"},
            certificates_visible_to,
            rights.may_see_in_full,
            attrgetter("number"),
        )
    )
