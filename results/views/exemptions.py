"""Exemptions from subjects: what was passed before, and what is waived for a person."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from assessment.models import Exemption, Plan
from assessment.selectors.entries import of_agency
from assessment.views.entries import plan_or_404
from casework.views.sending import form_page, sent, taken
from results.forms.exemptions import WaiveForm
from results.selectors import earlier
from results.services import exemptions as service
from results.views.sheets import done
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "姓名", ("entry__name",)),
    Column("number", "报名编号", ("entry__number",)),
    Column("subject", "科目", ("subject",)),
    Column("cause", "事由", ("cause",)),
    Column("mark", "前次成绩", ("mark",), numeric=True),
    Column("reason", "说明"),
)
FOUND_SHOWN = 50


def _plan_or_403(user: User, number: str) -> Plan:
    plan = plan_or_404(user, number)
    if not of_agency(user, plan):
        raise PermissionDenied(service.NOT_YOURS)
    return plan


@require_safe
def exemptions(request: HttpRequest, number: str) -> HttpResponse:
    """Who is exempt from what, and what was found that could be carried."""
    plan = _plan_or_403(request.user, number)
    may = service.may_grant(request.user, plan)
    rows = Exemption.objects.filter(entry__plan=plan).select_related("entry", "earlier__plan")
    rows = rows.defer("entry__details", "entry__phone", "entry__id_number")
    table = Table(request, rows, COLUMNS, default_sort="number", id="exemptions")
    found = earlier.earlier_passes(plan) if may else []
    context = {
        "plan": plan,
        "table": table,
        "rows": list(table.page),
        "may": may,
        "found": found[:FOUND_SHOWN],
        "found_count": len(found),
        "retakes": plan.regulation.retakes,
        "waivers": [rule for rule in plan.regulation.flexibility if rule.waives],
        "back": reverse("casework:case", args=[number]),
    }
    return render(request, "results/exemptions/page.html", context)


@require_POST
def grant_found(request: HttpRequest, number: str) -> HttpResponse:
    """Carry everything that was found."""
    plan = _plan_or_403(request.user, number)
    made: list[int] = []
    if done(request, lambda: made.append(service.grant_found(plan, actor=request.user))):
        messages.success(request, f"已登记 {made[0]} 个科目的前次合格成绩。")
    return redirect("results:exemptions", number)


@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest, number: str) -> HttpResponse:
    """Let somebody off a subject."""
    plan = _plan_or_403(request.user, number)
    if not earlier.waivable(plan):
        raise Http404
    if not service.may_grant(request.user, plan):
        raise PermissionDenied(service.CLOSED)
    form = WaiveForm(*sent(request), plan=plan)

    def do() -> None:
        given = form.cleaned_data
        service.waive(
            plan,
            given["number"],
            given["subject"],
            reason=given["reason"],
            upload=given["file"],
            actor=request.user,
        )

    if taken(form, do):
        messages.success(request, "已登记免考，座位编排不再安排这个科目。")
        return redirect("results:exemptions", number)
    context = {
        "title": "登记免考",
        "eyebrow": f"{plan.title} · {number}",
        "back": reverse("results:exemptions", args=[number]),
        "button": "登记",
    }
    return form_page(request, form, **context)


@require_POST
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take one back."""
    plan = _plan_or_403(request.user, number)
    if done(request, lambda: service.withdraw(plan, pk, actor=request.user)):
        messages.success(request, "已取消免考。")
    return redirect("results:exemptions", number)
