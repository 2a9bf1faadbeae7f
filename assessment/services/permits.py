"""Permits to assess outside the territory of the filing are put on record (SD-13)."""

from django.db import transaction

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.selectors import bureaus_of, holds
from assessment.models import Permit
from casework.services.door import ForbiddenError
from catalogue.regulations.terms import Organ, Tier
from config import clock


def office_of(user: User) -> Organisation | None:
    """The province's bureau or centre for whom a person reviews; none for everybody else."""
    for office in bureaus_of(user):
        is_one = office.tier == Tier.PROVINCE and office.kind in (Organ.HRSS, Organ.CENTRE)
        if is_one and office.is_active and holds(user, office.pk, Role.REVIEWER):
            return office
    return None


def grant(permit: Permit, *, actor: User) -> Permit:
    """Put a permit on record. Raises ForbiddenError for who reviews for no province."""
    office = office_of(actor)
    if office is None:
        raise ForbiddenError("只有省级人社部门和评价管理机构的审核人员可以登记跨区域许可。")
    with transaction.atomic():
        permit.granted_by, permit.office, permit.granted_at = actor, office, clock.now()
        permit.save()
    return permit
