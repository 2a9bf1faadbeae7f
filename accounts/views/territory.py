"""A bureau and the organisations of its territory: whose managers are there, who appoints anew."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import selectors
from accounts.access import demand, get_or_404, require
from accounts.enums import Role
from accounts.forms.members import AppointmentForm
from accounts.models import Organisation
from accounts.rules import may_appoint_for, works_in_bureau
from accounts.services.recovery import appoint_manager
from accounts.staff import people_of
from accounts.views.forms import refuse
from config import clock
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "单位", ("name",)),
    Column("kind", "类别", ("kind",)),
    Column("division", "所在地", ("division__code",)),
    Column("managers", "管理员", ("manager_count",), numeric=True),
)


@require(works_in_bureau)
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations of the office's territory, those without a manager first."""
    today = clock.today()
    in_force = Q(memberships__role=Role.MANAGER, memberships__since__lte=today) & (
        Q(memberships__until=None) | Q(memberships__until__gte=today)
    )
    rows = (
        Organisation.objects.filter(selectors.within(request.acting_for))
        .exclude(pk=request.acting_for.pk)
        .select_related("division")
        .annotate(manager_count=Count("memberships__user", filter=in_force, distinct=True))
    )
    if search := request.GET.get("search", "").strip()[:50]:
        rows = rows.filter(Q(name__icontains=search) | Q(code__iexact=search))
    table = Table(request, rows, COLUMNS, default_sort="managers", id="organisations")
    for row in table.page:
        row.may_appoint = may_appoint_for(request.user, row, request.acting_for)
    context = {"table": table, "search": search, "office": request.acting_for}
    return render(request, "accounts/organisations.html", context)


@require(works_in_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an organisation a new manager. Foreign territory is not there; who is no manager of the
    office is refused."""
    office = request.acting_for
    visible = selectors.organisations_visible_to(request.user)
    organisation = get_or_404(visible.filter(selectors.within(office)), pk=pk)
    demand(may_appoint_for(request.user, organisation, office))
    form = AppointmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appoint_manager(organisation, office=office, actor=request.user, **form.cleaned_data)
            messages.success(request, "已指定，邀请已发出。新管理员接受后，原管理员角色即结束。")
            return redirect("accounts:organisations")
        except ValidationError as error:
            refuse(form, error)
    managers = [p for p in people_of(organisation) if Role.MANAGER in p.roles]
    context = {"form": form, "organisation": organisation, "managers": managers}
    return render(request, "accounts/appoint.html", context)
