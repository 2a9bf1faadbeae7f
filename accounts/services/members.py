"""Members of an organisation: invited, given roles, relieved of them.

Who may: its managers (`accounts.rules.manages`); the views ask. Every change locks the
organisation's row first, so that two managers cannot relieve each other at the same moment.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.enums import APPLICANT_ROLES, BUREAU_ROLES, Role
from accounts.models import Delegation, Invitation, Membership, Organisation, User
from accounts.selectors import members_of
from accounts.services import mail
from config import clock

INVITATION_DAYS = 7
LAST_MANAGER = "单位至少要有一名管理员。请先为另一位成员增加管理员角色。"
STAND_IN = "您是管理员的代理人，代理期间不能任免管理员。请由管理员本人办理。"


def roles_for(organisation: Organisation) -> tuple[Role, ...]:
    """The roles that members of such an organisation may have."""
    return BUREAU_ROLES if organisation.is_bureau else APPLICANT_ROLES


@transaction.atomic
def invite(
    organisation: Organisation, *, email: str, roles: Iterable[str], actor: User | None
) -> Invitation:
    """Invite the holder of a mail address; the link works once, for seven days. `actor` is None
    where the portal itself invites. Raises ValidationError."""
    organisation = lock(organisation)
    roles = _checked(organisation, roles)
    if not roles:
        raise ValidationError({"roles": "请至少选择一个角色。"})
    if Role.MANAGER in roles:
        refuse_stand_in(organisation, actor)
    if members_of(organisation).filter(user__email__iexact=email.strip()).exists():
        raise ValidationError({"email": "此人已是本单位成员，请在成员列表中调整角色。"})
    return _invite(organisation, email, roles, actor)


@transaction.atomic
def invite_new_manager(organisation: Organisation, *, email: str, actor: User) -> Invitation:
    """What a bureau's decision sends out (`accounts.services.recovery`, which asks who may). It
    takes the place of an earlier decision and of whatever waits for that address; a member of the
    organisation may be invited too. Raises ValidationError."""
    organisation = lock(organisation)
    email = User.objects.normalize_email(email)
    waiting = _waiting(organisation)
    waiting.filter(Q(email=email) | Q(appointment__isnull=False)).update(withdrawn_at=clock.now())
    return _invite(organisation, email, [Role.MANAGER.value], actor)


def _invite(
    organisation: Organisation, email: str, roles: list[str], actor: User | None
) -> Invitation:
    if not organisation.is_active:
        standing = organisation.get_status_display()
        raise ValidationError(f"这个单位{standing}，不能邀请成员；单位经确认后才可以邀请。")
    now = clock.now()
    invitation = Invitation(
        organisation=organisation,
        email=User.objects.normalize_email(email),
        roles=roles,
        invited_by=actor,
        created_at=now,
        sent_at=now,
        expires_at=now,
    )
    token = _renew(invitation)
    invitation.full_clean()
    invitation.save()
    _mail(invitation, token)
    return invitation


@transaction.atomic
def resend(invitation: Invitation) -> Invitation:
    """A new link for seven more days; the old one no longer works. Raises ValidationError."""
    invitation = _pending(invitation)
    token = _renew(invitation)
    invitation.save()
    _mail(invitation, token)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation) -> Invitation:
    """The link no longer works. Raises ValidationError where it was used already, or is a bureau's
    decision: whom that relieves must not undo it."""
    invitation = _pending(invitation)
    if hasattr(invitation, "appointment"):
        office = invitation.appointment.office
        raise ValidationError(f"这是{office}指定的管理员，本单位不能撤回。有异议请联系该机关。")
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


def by_token(token: str) -> Invitation | None:
    """The open invitation behind a link."""
    row = Invitation.objects.filter(token_hash=_hashed(token)).select_related("organisation")
    invitation = row.first()
    return invitation if invitation and invitation.is_open else None


@transaction.atomic
def accept(invitation: Invitation, user: User) -> None:
    """`user` joins with the roles of the invitation. Only the person whose address was invited may;
    raises ValidationError otherwise, or where the link was used, withdrawn or is too old, or the
    organisation is none any more."""
    organisation = lock(invitation.organisation)
    invitation = _pending(invitation)
    if not organisation.is_active:
        raise ValidationError(f"{organisation}{organisation.get_status_display()}，邀请已失效。")
    if invitation.is_expired:
        raise ValidationError("邀请已过期，请联系邀请人重新发送。")
    if user.email.lower() != invitation.email.lower():
        raise ValidationError("邀请发给了另一个邮箱，请用那个邮箱的账号登录后再接受。")
    invitation.accepted_at, invitation.accepted_by = clock.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    held = set(_held(invitation.organisation, user).values_list("role", flat=True))
    for role in invitation.roles:
        if role not in held:
            _give(invitation.organisation, user, role, actor=invitation.invited_by)
    if hasattr(invitation, "appointment"):
        _relieve_former_managers(invitation, user)


@transaction.atomic
def set_roles(
    organisation: Organisation, user: User, *, roles: Iterable[str], actor: User | None
) -> None:
    """Give a member exactly these roles; none ends the membership. Raises ValidationError where
    the organisation would be left without a manager."""
    organisation = lock(organisation)
    wanted = set(_checked(organisation, roles))
    held = {m.role: m for m in _held(organisation, user)}
    if not held:
        raise ValidationError("此人不是本单位成员，请先邀请。")
    if (Role.MANAGER in held) != (Role.MANAGER in wanted):
        refuse_stand_in(organisation, actor)
    if Role.MANAGER in held and Role.MANAGER not in wanted:
        others = members_of(organisation).filter(role=Role.MANAGER, until=None)
        if not others.exclude(user=user).exists():
            raise ValidationError(LAST_MANAGER)
    for role in held.keys() - wanted:
        end(held[role], actor=actor)
    for role in wanted - held.keys():
        _give(organisation, user, role, actor=actor)
    if not wanted:
        _end_standing_in(organisation, user, actor=actor)


def end(row: Membership | Delegation, *, actor: User | None) -> None:
    """End a role or a delegation at once. `until` is a last day, so it was yesterday; what began
    today goes and leaves its history."""
    row._history_user = actor
    yesterday = clock.today() - timedelta(days=1)
    if row.since > yesterday:
        row.delete()
    else:
        row.until = yesterday
        row.save(update_fields=["until"])


def lock(organisation: Organisation) -> Organisation:
    """The organisation's row, locked until the transaction ends."""
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def refuse_stand_in(organisation: Organisation, actor: User | None) -> None:
    """Raises ValidationError for whoever manages the organisation only in a manager's absence: a
    role that was lent for a week makes no managers. None is the portal itself."""
    if actor and not members_of(organisation).filter(user=actor, role=Role.MANAGER).exists():
        raise ValidationError(STAND_IN)


def _checked(organisation: Organisation, roles: Iterable[str]) -> list[str]:
    allowed, roles = roles_for(organisation), set(roles)
    if not roles <= set(allowed):
        raise ValidationError({"roles": "所选角色不适用于本单位。"})
    return [str(role.value) for role in allowed if role in roles]


def _held(organisation: Organisation, user: User):
    return members_of(organisation).filter(user=user)


def _give(organisation: Organisation, user: User, role: str, *, actor: User | None) -> None:
    membership = Membership(organisation=organisation, user=user, role=role, since=clock.today())
    membership._history_user = actor
    membership.save()


def _end_standing_in(organisation: Organisation, user: User, *, actor: User | None) -> None:
    """Who has left the organisation no longer stands in for anybody there."""
    rows = Delegation.objects.filter(
        delegate=user, membership__organisation=organisation, until__gte=clock.today()
    )
    for delegation in rows:
        end(delegation, actor=actor)


def _relieve_former_managers(invitation: Invitation, user: User) -> None:
    appointment = invitation.appointment
    former = members_of(invitation.organisation).filter(role=Role.MANAGER).exclude(user=user)
    addresses = []
    for membership in former:
        addresses.append(membership.user.email)
        end(membership, actor=appointment.decided_by)
    # Whom they had invited would come in their name.
    _waiting(invitation.organisation).update(withdrawn_at=clock.now())
    mail.after_commit(
        [address for address in addresses if address],
        f"{invitation.organisation}的管理员已更换",
        "accounts/email/relieved.txt",
        {"appointment": appointment, "invitation": invitation},
    )


def _waiting(organisation: Organisation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(organisation=organisation, accepted_at=None, withdrawn_at=None)


def _pending(invitation: Invitation) -> Invitation:
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=invitation.pk)
    )
    if row.accepted_at:
        raise ValidationError("邀请已被接受。")
    if row.withdrawn_at:
        raise ValidationError("邀请已被撤回。")
    return row


def _renew(invitation: Invitation) -> str:
    token = secrets.token_urlsafe(32)
    invitation.token_hash = _hashed(token)
    invitation.sent_at = clock.now()
    invitation.expires_at = clock.now() + timedelta(days=INVITATION_DAYS)
    invitation.undelivered = False
    return token


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _mail(invitation: Invitation, token: str) -> None:
    mark = Invitation.objects.filter(pk=invitation.pk)
    mail.after_commit(
        [invitation.email],
        f"邀请您加入{invitation.organisation}",
        "accounts/email/invitation.txt",
        {"invitation": invitation, "token": token, "days": INVITATION_DAYS},
        failed=lambda: mark.update(undelivered=True),
    )
