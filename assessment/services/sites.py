"""Sites and rooms of an agency are kept, while no filed arrangement counts on them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from assessment import selectors
from assessment.models import Room, Session, Site
from assessment.selectors.arrangement import filed_sessions
from casework.services.door import ForbiddenError
from filing.rows.forms import PAST, digest

USED = "{}已用于报备或准备就绪的场次（{}），在它们结束之前不能修改。需要更换考场的，办理计划变更。"
KEPT = "{}已安排过场次，不能删除。"


def keep_site(site: Site, *, actor: User, seen: str = "") -> Site:
    """Save a site, new or changed; `seen` is the `digest` of what the page showed. Managers and
    clerks of an agency in force. Raises ForbiddenError; ValidationError for a name that is there,
    where it is in use, or a colleague changed it meanwhile."""
    return _keep(site, actor, seen, rooms__site=site)


def keep_room(room: Room, *, actor: User, seen: str = "") -> Room:
    """Save a room of a site; as `keep_site`."""
    return _keep(room, actor, seen, rooms=room)


def remove_site(site: Site, *, actor: User) -> None:
    """Take a site out with its rooms. Raises as `keep_site`, and where it was ever used."""
    with transaction.atomic():
        _lock(site, actor)
        _refuse_ever_used(site, rooms__site=site)
        site.rooms.all().delete()
        site.delete()


def remove_room(room: Room, *, actor: User) -> None:
    """Take a room out; as `remove_site`."""
    with transaction.atomic():
        _lock(room.site, actor)
        _refuse_ever_used(room, rooms=room)
        room.delete()


def hold_rooms(pks: list[int]) -> list[Room]:
    """The rooms, locked in ascending pk until the transaction ends, with their places."""
    list(Room.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    rows = Room.objects.filter(pk__in=pks).select_related("site__division")
    return list(rows.order_by("site__name", "site", "order", "name"))


def _keep(row: Site | Room, actor: User, seen: str, **where) -> Site | Room:
    site = row if isinstance(row, Site) else row.site
    with transaction.atomic():
        _lock(site, actor)
        if row.pk:
            present = type(row).objects.filter(pk=row.pk).first()
            if present is None or digest(present) != seen:
                raise ValidationError(PAST)
            _refuse_used(present, **where)
        row.validate_constraints()
        row.save()
    return row


def _lock(site: Site, actor: User) -> None:
    if not selectors.agencies_of(actor).filter(pk=site.agency_id).exists():
        raise ForbiddenError("只有备案有效的评价机构的管理员和经办人可以登记考点。")
    if site.pk:
        hold_rooms(list(site.rooms.values_list("pk", flat=True)))


def _refuse_used(row: Site | Room, **where) -> None:
    plans = filed_sessions(**where).values_list("plan__number", flat=True)
    if numbers := sorted(set(plans)):
        raise ValidationError(USED.format(row, "、".join(numbers)))


def _refuse_ever_used(row: Site | Room, **where) -> None:
    if Session.objects.filter(**where).exists():
        raise ValidationError(KEPT.format(row))
