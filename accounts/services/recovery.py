"""An organisation whose only manager is gone gets a new one from the bureau, on record."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

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
    told at once, so that a wrong decision is noticed before it takes effect. A later decision takes
    the place of one that nobody has accepted yet. Raises PermissionDenied, ValidationError.
    """
    if not may_appoint_for(actor, organisation, office):
        raise PermissionDenied
    if email.strip().lower() == actor.email.lower():
        raise ValidationError({"email": "不能指定本人，请由本机关其他管理员办理。"})
    former = [user.email for user in managers_of(organisation) if user.email]
    invitation = members.invite_new_manager(organisation, email=email, actor=actor)
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
