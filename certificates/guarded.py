"""Which protected data of certificates is shown in full, to whom."""

from operator import attrgetter

from django.db.models import QuerySet

from accounts.models import User
from accounts.services import unmask
from casework.selectors import cases_visible_to
from certificates.models import (
    Certificate,
    CertificateChange,
    HolderCorrection,
    SpecialCertificate,
)
from certificates.models.special import checks_it, entered_it
from certificates.parts import holders
from certificates.parts.life import handles
from certificates.selectors import rights
from certificates.selectors.visible import certificates_visible_to


def specials_visible_to(user: User) -> QuerySet[SpecialCertificate]:
    """Those whose case somebody sees."""
    return SpecialCertificate.objects.filter(
        case_ptr__in=cases_visible_to(user, "special_certificate")
    )


def changes_visible_to(user: User) -> QuerySet[CertificateChange]:
    """The changes among the cases that one sees."""
    return CertificateChange.objects.filter(
        case_ptr__in=cases_visible_to(user, "certificate_change")
    )


def holders_visible_to(user: User) -> QuerySet[HolderCorrection]:
    """The corrections before issue among the cases that one sees."""
    return HolderCorrection.objects.filter(case_ptr__in=cases_visible_to(user, "holder_correction"))


def _handles_special(user: User, case: SpecialCertificate) -> bool:
    return entered_it(case, user) or checks_it(case, user)


# The model, its field and what that is called, who sees the row, who the field.
ROWS = (
    (SpecialCertificate, "id_number", "证件号码", specials_visible_to, _handles_special),
    (Certificate, "id_number", "证件号码", certificates_visible_to, rights.may_see_in_full),
    (CertificateChange, "wanted_id_number", "更正后的证件号码", changes_visible_to, handles),
    (HolderCorrection, "wanted_id_number", "更正后的证件号码", holders_visible_to, holders.handles),
)


def register() -> None:
    """Make them known to the unmasking page."""
    for model, field, label, seen, in_full in ROWS:
        guarded = unmask.Guarded(model, {field: label}, seen, in_full, attrgetter("number"))
        unmask.register(guarded)
