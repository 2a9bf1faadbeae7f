"""Printing houses, papers handed over to them and received back, and the files for printing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.models import Plan
from casework.services.door import DoorError, ForbiddenError
from casework.views.sending import form_page, sent, taken
from papers.documents import sheets
from papers.enums import PaperStatus
from papers.forms.papers import OnceForm
from papers.forms.printing import HandOverForm, HouseForm, ReceiveForm
from papers.models import PrintingHouse, PrintOrder
from papers.selectors import rights
from papers.services import composing, openings, printing
from papers.views.access import known_plan, own_plan, paper_of
from papers.views.papers import as_file


@require_safe
def orders(request: HttpRequest, number: str) -> HttpResponse:
    """What was handed to whom, what came back, and the agency's printing houses."""
    plan = known_plan(request.user, number)
    rows = plan.print_orders.select_related("house", "handed_by", "received_by")
    houses = PrintingHouse.objects.filter(agency=plan.agency_id).select_related("agreement")
    context = {
        "plan": plan,
        "orders": [_order(row) for row in rows.prefetch_related("papers").order_by("-handed_at")],
        "houses": [(house, openings.refusal_of_house(house)) for house in houses],
        "prepares": rights.prepares(request.user, plan),
        "draws": rights.draws(request.user, plan),
        "form": OnceForm(),
    }
    return render(request, "papers/printing/orders.html", context)


def _order(row: PrintOrder) -> dict:
    differs = row.received_at and row.received_copies != row.copies
    less = row.copies - (row.received_copies or 0)
    named = f"少收 {less} 份" if less > 0 else f"多收 {-less} 份"
    papers = sorted(row.papers.all(), key=lambda paper: paper.number)
    return {
        "row": row,
        "papers": papers,
        "tasks": [paper for paper in papers if paper.subject != "theory"],
        "differs": named if differs else "",
        "open": row.received_at is None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def add_house(request: HttpRequest, number: str) -> HttpResponse:
    """Register a printing house with its agreement."""
    plan = _drawn(request, number)
    form = HouseForm(*sent(request), instance=PrintingHouse(agency=plan.agency))

    def do() -> None:
        upload = form.cleaned_data["upload"]
        printing.add_house(plan, form.save(commit=False), upload, actor=request.user)

    if taken(form, do):
        messages.success(request, "印制单位已登记。")
        return redirect("papers:print-orders", number)
    return _asked(request, form, plan, "登记印制单位", "登记")


@require_POST
def end_house(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a printing house out of use."""
    plan = own_plan(request.user, number)
    house = get_object_or_404(PrintingHouse, pk=pk, agency=plan.agency_id)
    printing.end_house(house, actor=request.user)
    messages.success(request, f"{house}已停用。")
    return redirect("papers:print-orders", number)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """Record that sealed papers go to a printing house."""
    plan = _drawn(request, number)
    rows = plan.papers.filter(status=PaperStatus.SEALED).exclude(
        orders__received_at=None, orders__isnull=False
    )
    form = HandOverForm(
        *sent(request),
        houses=PrintingHouse.objects.filter(agency=plan.agency_id, ended_on=None),
        papers=rows.select_related("item__occupation").order_by("number"),
    )

    def do() -> None:
        given = form.cleaned_data
        printing.hand_over(plan, actor=request.user, **given)

    if taken(form, do):
        messages.success(request, "付印已登记，可以下载试卷文件交付。")
        return redirect("papers:print-orders", number)
    lead = "只列出已封存、没有在外印制的试卷。下载的文件不含答案，每次下载都有记录。"
    return _asked(request, form, plan, "试卷付印", "登记付印", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that printed papers came back."""
    plan = own_plan(request.user, number)
    order = get_object_or_404(plan.print_orders.select_related("house"), pk=pk)
    order.plan = plan
    form = ReceiveForm(*sent(request))
    if taken(form, lambda: printing.receive(order, actor=request.user, **form.cleaned_data)):
        messages.success(request, "收回已登记。")
        return redirect("papers:print-orders", number)
    lead = f"{order.house}，交付 {order.copies} 份。"
    return _asked(request, form, plan, "收回印制的试卷", "登记收回", lead=lead)


@require_POST
def file(request: HttpRequest, number: str, pk: int, paper: int) -> HttpResponse:
    """The file for the printing house, on record."""
    plan = own_plan(request.user, number)
    order = get_object_or_404(plan.print_orders, pk=pk)
    row = paper_of(plan, paper)
    form = OnceForm(request.POST)
    sheet = request.POST.get("sheet", "")
    if not form.is_valid() or sheet not in sheets.LABELS:
        messages.error(request, "页面已过期，请重新下载。")
        return redirect("papers:print-orders", number)
    token = form.cleaned_data["token"]
    try:
        data = openings.open_for_printing(row, order, actor=request.user, sheet=sheet, token=token)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except (DoorError, ValidationError) as refused:
        said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        messages.error(request, " ".join(said))
        return redirect("papers:print-orders", number)
    return as_file(data, sheets.file_name(row, sheet))


def _drawn(request: HttpRequest, number: str) -> Plan:
    plan = own_plan(request.user, number)
    if plan.state not in rights.DRAWING:
        raise PermissionDenied(composing.NOT_NOW)
    return plan


def _asked(request: HttpRequest, form, plan: Plan, title: str, button: str, **more) -> HttpResponse:
    context = {
        "title": title,
        "eyebrow": f"{plan.title} · {plan.number}",
        "back": reverse("papers:print-orders", args=[plan.number]),
        "button": button,
    }
    return form_page(request, form, **context, **more)
