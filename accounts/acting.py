"""For which organisation a person acts, when he has several."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Organisation
from accounts.selectors import organisations_of

KEY = "acting_for"


def acting_for(request: HttpRequest) -> Organisation | None:
    """The organisation chosen in this session, else the only or first one; None without any."""
    if not request.user.is_authenticated:
        return None
    mine = organisations_of(request.user)
    chosen = request.session.get(KEY)
    if chosen in mine:
        return Organisation.objects.select_related("division").get(pk=chosen)
    rows = Organisation.objects.filter(pk__in=mine).select_related("division")
    return rows.order_by("pk").first()


def choose(request: HttpRequest, organisation: Organisation) -> None:
    """Act for this organisation from now on. The caller has checked that the person is a member."""
    request.session[KEY] = organisation.pk


def attach(request: HttpRequest) -> None:
    """`request.acting_for`, asked for only where a page uses it."""
    request.acting_for = SimpleLazyObject(lambda: acting_for(request))
