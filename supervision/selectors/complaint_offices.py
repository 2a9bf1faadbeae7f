"""Which bureau a complaint goes to: that of the place, never one whose people are accused."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.enums import OrganisationKind, OrganisationStatus
from accounts.models import Membership, Organisation
from accounts.selectors import offices
from catalogue.models import Division
from catalogue.regulations.terms import Affiliation, Authority, Organ, Tier
from config import clock
from filing.selectors import recusal
from onboarding.services.routing import bureau_for
from supervision.models import Complaint
from supervision.models.complaint_parties import HANDLERS

UPWARDS = (Tier.COUNTY, Tier.CITY, Tier.PROVINCE)
NONE_ABOVE = (
    "本平台没有{office}的上级人社部门。"
    "请向同级纪检监察机关或人力资源社会保障部反映，也可拨打 12333。"
)


def office_for(division: Division, accused: Organisation | None) -> Organisation:
    """The HRSS bureau of the place, by the affiliation of the accused; for a complaint against an
    office the one above it. Where everybody there is tied to the accused, the next above.

    Raises ValidationError where no bureau of the place is here, or none above an accused office.
    """
    if accused and accused.is_bureau:
        first = above(accused)
        if first is None:
            raise ValidationError(NONE_ABOVE.format(office=accused), code="none_above")
    else:
        affiliation = accused.affiliation if accused else Affiliation.COUNTY
        first = bureau_for(division, affiliation)
    return _free(first, accused) or first


def above(office: Organisation) -> Organisation | None:
    """The HRSS bureau above an office; beside a centre of its own tier the bureau there counts."""
    superior = office.superior
    if superior and superior.is_active:
        return superior if superior.kind == OrganisationKind.HRSS else above(superior)
    tier = UPWARDS.index(Tier(office.tier))
    start = tier if office.kind != OrganisationKind.HRSS else tier + 1
    for each in UPWARDS[start:]:
        found = offices(Authority(each, Organ.HRSS), office.division).order_by("pk").first()
        if found:
            return found
    return None


def _free(office: Organisation | None, accused: Organisation | None) -> Organisation | None:
    """The office, or the nearest above it, where somebody may handle the complaint."""
    while office and not _has_somebody(office, accused):
        office = above(office)
    return office


def _has_somebody(office: Organisation, accused: Organisation | None) -> bool:
    people = set(handlers(office).values_list("user", flat=True))
    if accused is None:
        return bool(people)
    return bool(people - set(recusal.reasons(people, accused, clock.today())))


def handlers(office: Organisation) -> QuerySet[Membership]:
    """Who handles complaints in an office today."""
    return Membership.objects.on(clock.today()).filter(organisation=office, role__in=HANDLERS)


def transfers(complaint: Complaint) -> QuerySet[Organisation]:
    """The bureaus to which a complaint may be passed: those right above and below, without the
    accused one."""
    office = complaint.office
    higher = above(office)
    below = Organisation.objects.filter(superior=office)
    found = below | Organisation.objects.filter(pk=higher.pk if higher else None)
    return (
        found.filter(kind=OrganisationKind.HRSS, status=OrganisationStatus.ACTIVE)
        .exclude(pk=complaint.accused_id or 0)
        .select_related("division")
    )
