"""An organisation whose only manager is gone gets a new one from the bureau, on record."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.enums import Role
from accounts.models import Appointment, Organisation, User
from accounts.rules import may_appoint_for
from accounts.selectors import managers_of
from accounts.services import mail, members
from config import clock


@transaction.atomic
def appoint_manager(
    organisation: Organisation,
    *,
    office: Organisation,
    email: str,
    reason: str,
    evidence: str,
    actor: User,
) -> Appointment:
    """Invite a new manager on behalf of `office`; with acceptance the former ones lose the role.

    Who may: a manager of a bureau whose territory holds the organisation. The former managers are
    told at once, so that a wrong decision is noticed before it takes effect. Raises
    PermissionDenied, ValidationError.
    """
    if not may_appoint_for(actor, organisation, office):
        raise PermissionDenied
    former = [user.email for user in managers_of(organisation) if user.email]
    invitation = members.invite(organisation, email=email, roles=[Role.MANAGER], actor=actor)
    appointment = Appointment.objects.create(
        organisation=organisation,
        office=office,
        decided_by=actor,
        decided_at=clock.now(),
        reason=reason,
        evidence=evidence,
        invitation=invitation,
    )
    mail.after_commit(
        former,
        f"{organisation}将更换管理员",
        "accounts/email/appointed.txt",
        {"appointment": appointment, "invitation": invitation},
    )
    return appointment
