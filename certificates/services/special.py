"""Certificates of 特级技师 and 首席技师: entered by an authorised officer with the number that the
province gave, registered by a second; never numbered here (FACTS 1.2)."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import identity
from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, User
from accounts.selectors import governs, holds, staffed_by
from assessment.person import clean_name
from casework import kinds
from casework.services import door
from catalogue.models import Occupation
from certificates import numbers
from certificates.enums import CertificateLevel, CertificateStatus, Origin, SpecialState
from certificates.models import Certificate, Edition, SpecialCertificate, StatusChange
from certificates.services import numbering, wording
from config import clock
from filing.models import Agency

NOT_YOURS = "只有人社部门和评价管理机构的审核人员可以录入特级技师、首席技师证书。"
USED = "这个编号已有证书，请核对。"
PENDING = "这个编号已由事项 {} 录入，请等待复核。"


@dataclass(frozen=True)
class Given:
    """What stands on the certificate, as the officer types it."""

    agency: Agency
    certificate_number: str
    name: str
    document: str
    id_number: str
    employer: str
    occupation: Occupation
    work_type: str
    certificate_level: int
    issued_on: date
    basis: str


def office_of(user: User) -> Organisation | None:
    """For which office somebody enters: a bureau or centre in which he or she reviews."""
    for office in staffed_by(user):
        kind = office.kind in (OrganisationKind.HRSS, OrganisationKind.CENTRE)
        if kind and holds(user, office.pk, Role.REVIEWER):
            return office
    return None


def agencies_of(office: Organisation):
    """The agencies in the territory of an office."""
    rows = Agency.objects.select_related("division").order_by("name")
    return rows.filter(pk__in=[each.pk for each in rows if governs(office, each.division)])


def enter(given: Given, *, actor: User) -> SpecialCertificate:
    """Enter a certificate, to be checked by another. Who may: reviewers of a bureau or centre, of
    agencies in its territory.

    Raises ForbiddenError; ValidationError by field for a number or an ID number that cannot be, a
    number that is used, a day to come.
    """
    office = office_of(actor)
    if office is None:
        raise door.ForbiddenError(NOT_YOURS)
    if not governs(office, given.agency.division):
        raise ValidationError({"agency": "这家机构不在本机关的辖区。"})
    columns = _cleaned(given)
    with transaction.atomic():
        # Two officers may type the same number at the same instant, in two offices.
        numbering.hold(columns["certificate_number"])
        _refuse_used(columns["certificate_number"])
        return _opened(given, columns, office, actor)


def _opened(given: Given, columns: dict, office: Organisation, actor: User) -> SpecialCertificate:
    level = CertificateLevel(given.certificate_level).label
    return door.open_case(
        kinds.by_code("special_certificate"),
        actor=actor,
        state=SpecialState.ENTERED,
        owner=given.agency.organisation,
        title=f"{given.agency}：{level}证书登记"[:200],
        division=given.agency.division,
        office=office,
        receiver=office,
        **columns,
    )


def _cleaned(given: Given) -> dict:
    wrong: dict[str, str] = {}
    columns = dict(vars(given))

    def clean(field: str, read) -> None:
        try:
            columns[field] = read()
        except ValueError as refused:
            wrong[field] = str(refused)

    clean("certificate_number", lambda: numbers.parse_special(given.certificate_number))
    clean("name", lambda: clean_name(given.name))
    clean("id_number", lambda: identity.clean(given.document, given.id_number))
    if given.issued_on > clock.today():
        wrong["issued_on"] = "发证日期不能晚于今天。"
    if wrong:
        raise ValidationError(wrong)
    return columns


def _refuse_used(number: str, *, besides: SpecialCertificate | None = None) -> None:
    if Certificate.objects.filter(number=number).exists():
        raise ValidationError({"certificate_number": USED})
    same = SpecialCertificate.objects.filter(certificate_number=number, state=SpecialState.ENTERED)
    if other := same.exclude(pk=besides.pk if besides else None).first():
        raise ValidationError({"certificate_number": PENDING.format(other.number)})


def register(case: SpecialCertificate, *, actor: User, **_) -> dict:
    """The effect of `register`: a second officer has compared it, and the certificate is there.
    Raises ValidationError where the number is used meanwhile."""
    numbering.hold(case.certificate_number)
    _refuse_used(case.certificate_number, besides=case)
    try:
        with transaction.atomic():
            made = _made(case)
    except IntegrityError as error:  # as by an import of older certificates
        raise ValidationError({"certificate_number": USED}) from error
    now = clock.now()
    StatusChange.objects.create(
        certificate=made,
        status=CertificateStatus.VALID,
        since=case.issued_on,
        at=now,
        by=actor,
        reason="登记",
        case=case,
    )
    Edition.objects.create(
        certificate=made,
        **wording.frozen(wording.of(made).to_json()),
        change=case,
        made_at=now,
        made_by=actor,
    )
    return {"certificate": made.pk, "basis": case.basis}


def _made(case: SpecialCertificate) -> Certificate:
    return Certificate.objects.create(
        number=case.certificate_number,
        origin=Origin.OFFICER,
        standing_since=case.issued_on,
        name=case.name,
        document=case.document,
        id_number=case.id_number,
        employer=case.employer,
        occupation_code=case.occupation.code,
        occupation=case.occupation.name,
        work_type=case.work_type,
        level=case.certificate_level,
        agency=case.agency,
        agency_name=case.agency.name,
        division=case.agency.division,
        issued_on=case.issued_on,
    )
