"""Permits to assess outside the territory of the filing, on record at the province (SD-13)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from assessment.forms.plans import PermitForm
from assessment.models import Permit
from assessment.services import permits
from casework.views.sending import form_page, sent, taken
from ui.tables import Column, Table

COLUMNS = (
    Column("agency", "评价机构", ("agency__name",)),
    Column("division", "地区", ("division__code",)),
    Column("document", "协商文件"),
    Column("since", "期限", ("since",)),
    Column("granted", "登记", ("granted_at",)),
)


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The permits of the province, and a new one: reviewers of its bureau or centre."""
    office = permits.office_of(request.user)
    if office is None:
        raise PermissionDenied("只有省级人社部门和评价管理机构的审核人员可以登记跨区域许可。")
    form = PermitForm(*sent(request), office=office)
    if taken(form, lambda: permits.grant(form.instance, actor=request.user)):
        messages.success(request, "已登记跨区域许可。")
        return redirect("assessment:permits")
    rows = Permit.objects.filter(agency__division__code__startswith=office.division.code[:2])
    rows = rows.select_related("agency", "division", "office", "granted_by")
    table = Table(request, rows, COLUMNS, default_sort="-granted", id="permits")
    return form_page(request, form, template="assessment/planning/permits.html", table=table)
