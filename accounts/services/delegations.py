"""Leave: another member of the same organisation holds a role from a day to a day."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.enums import Role
from accounts.models import Delegation, Membership, User
from accounts.selectors import members_of
from accounts.services import members
from config import clock

LONGEST = 180  # days; longer than that somebody else should have the role himself


@transaction.atomic
def delegate(
    membership: Membership, *, to: User, since: date, until: date, reason: str, actor: User
) -> Delegation:
    """Let `to` stand in. Who may: the role's owner or a manager of the organisation; the view
    asks. Raises ValidationError a field."""
    organisation = members.lock(membership.organisation)
    if membership.role == Role.MANAGER:
        members.refuse_stand_in(organisation, actor)
    if to.pk == membership.user_id:
        raise ValidationError({"delegate": "不能由本人代理本人。"})
    if not members_of(organisation).filter(user=to).exists():
        raise ValidationError({"delegate": "代理人必须是本单位成员。"})
    if since < clock.today():
        raise ValidationError({"since": "开始日期不能早于今天。"})
    if until < since:
        raise ValidationError({"until": "结束日期不能早于开始日期。"})
    if (until - since).days >= LONGEST:
        raise ValidationError({"until": f"一次代理最长{LONGEST}天，更长的请直接调整角色。"})
    overlapping = Delegation.objects.filter(
        membership=membership, since__lte=until, until__gte=since
    )
    if overlapping.exists():
        raise ValidationError("这个角色在这段时间已有代理人，请先结束原代理或改选日期。")
    delegation = Delegation(
        membership=membership, delegate=to, since=since, until=until, reason=reason
    )
    delegation.full_clean()
    delegation._history_user = actor
    delegation.save()
    return delegation
