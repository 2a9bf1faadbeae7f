"""The sites of an agency and their rooms, kept by its managers and clerks."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from assessment import selectors
from assessment.forms.arrangement import RoomForm, SiteForm
from assessment.models import Room, Site
from assessment.selectors.arrangement import filed_sessions, sites_of
from assessment.services import sites as service
from casework.views.sending import form_page, sent, taken
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "考点", ("name",)),
    Column("division", "所在地", ("division__code",)),
    Column("address", "地址"),
    Column("contact", "联系人和电话"),
    Column("rooms", "考场", ("held_rooms",), numeric=True),
    Column("capacity", "座位（工位）", ("held",), numeric=True),
)
NOT_YOURS = "只有备案有效的评价机构的管理员和经办人可以登记考点。"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The sites of one of one's agencies (`?agency=`), the first where none is named."""
    agencies = list(selectors.agencies_of(request.user))
    if not agencies:
        raise PermissionDenied(NOT_YOURS)
    code = request.GET.get("agency", "")
    agency = next((each for each in agencies if each.code == code), agencies[0])
    rows = Site.objects.filter(agency=agency).select_related("division__parent")
    rows = rows.annotate(held_rooms=Count("rooms"), held=Sum("rooms__capacity"))
    table = Table(request, rows, COLUMNS, default_sort="name", id="sites")
    context = {"agencies": agencies, "agency": agency, "table": table}
    return render(request, "assessment/arrangement/sites.html", context)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """A site with its rooms, and whether a filed arrangement counts on it."""
    site = site_or_404(request.user, pk)
    context = {
        "site": site,
        "rooms": list(site.rooms.all()),
        "plans": sorted(
            set(filed_sessions(rooms__site=site).values_list("plan__number", flat=True))
        ),
    }
    return render(request, "assessment/arrangement/site.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """A new site of an agency."""
    agency = get_object_or_404(selectors.agencies_of(request.user), code=code)
    site = Site(agency=agency, division=agency.division)
    form = SiteForm(*sent(request), instance=site, agency=agency)
    if taken(form, lambda: service.keep_site(site, actor=request.user)):
        messages.success(request, "已登记考点，请添加考场。")
        return redirect("assessment:site", site.pk)
    back = f"{reverse('assessment:sites')}?agency={agency.code}"
    return _form(request, form, "登记考点", back, agency.name)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A site changed."""
    site = site_or_404(request.user, pk)
    form = SiteForm(*sent(request), instance=site, agency=site.agency)
    seen = form.data.get("seen", "")
    if taken(form, lambda: service.keep_site(site, actor=request.user, seen=seen)):
        messages.success(request, "已保存考点。")
        return redirect("assessment:site", pk)
    return _form(request, form, "修改考点", reverse("assessment:site", args=[pk]), site.agency.name)


@require_http_methods(["GET", "HEAD", "POST"])
def room_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new room of a site, the last in order."""
    site = site_or_404(request.user, pk)
    row = Room(site=site, order=site.rooms.count() + 1)
    form = RoomForm(*sent(request), instance=row)
    if taken(form, lambda: service.keep_room(row, actor=request.user)):
        messages.success(request, f"已添加{row.name}，可以继续添加。")
        return redirect("assessment:site", pk)
    return _form(request, form, "添加考场", reverse("assessment:site", args=[pk]), str(site))


@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, pk: int, room: int) -> HttpResponse:
    """A room changed."""
    row = _room_or_404(request.user, pk, room)
    name = row.name
    form = RoomForm(*sent(request), instance=row)
    seen = form.data.get("seen", "")
    if taken(form, lambda: service.keep_room(row, actor=request.user, seen=seen)):
        messages.success(request, f"已保存{row.name}。")
        return redirect("assessment:site", pk)
    back = reverse("assessment:site", args=[pk])
    return _form(request, form, f"修改{name}", back, str(row.site))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a site that was never used."""
    site = site_or_404(request.user, pk)
    try:
        service.remove_site(site, actor=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("assessment:site", pk)
    messages.success(request, "已删除考点。")
    return redirect(f"{reverse('assessment:sites')}?agency={site.agency.code}")


@require_POST
def room_remove(request: HttpRequest, pk: int, room: int) -> HttpResponse:
    """Take out a room that was never used."""
    row = _room_or_404(request.user, pk, room)
    try:
        service.remove_room(row, actor=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, f"已删除{row.name}。")
    return redirect("assessment:site", pk)


def site_or_404(user: User, pk: int) -> Site:
    """The site, for those who keep it; it does not exist for others."""
    rows = sites_of(user).select_related("agency__division", "division__parent")
    return get_object_or_404(rows.distinct(), pk=pk)


def _room_or_404(user: User, site: int, pk: int) -> Room:
    held = site_or_404(user, site)
    row = get_object_or_404(held.rooms, pk=pk)
    row.site = held
    return row


def _form(request: HttpRequest, form, title: str, back: str, eyebrow: str) -> HttpResponse:
    if form.is_bound and form.instance.pk:
        form.show_again()
    return form_page(request, form, title=title, back=back, eyebrow=eyebrow, button="保存")
