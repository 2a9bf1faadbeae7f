"""Paper: certificates handed out, and the register of what was destroyed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import get_or_404
from accounts.models import User
from assessment.models import Plan
from assessment.views.entries import plan_or_404
from casework.forms import refuse
from casework.services.door import DoorError, ForbiddenError
from casework.views.sending import form_page, sent, taken
from certificates.enums import SpoiledCause, TakenBy
from certificates.filters import SpoiledFilter
from certificates.forms.upward import HandOutForm, SpoiledForm
from certificates.models import Certificate, Edition, Handout, SpoiledBlank
from certificates.selectors import visible
from certificates.services import handing
from certificates.views.common import NOT_KEEPER, PDF, download
from config import clock
from filing.models import Agency
from printing.pdf import PrintError
from ui.tables import Column, Table

COLUMNS = (
    Column("number", "证书编号", ("number",)),
    Column("name", "姓名", ("name",)),
    Column("id_number", "证件号码"),
    Column("issued", "发证日期", ("issued_on", "number")),
    Column("taken", "领取"),
)
SPOILED_COLUMNS = (
    Column("on", "销毁日期", ("destroyed_on",)),
    Column("item", "物品", ("item",)),
    Column("quantity", "数量", ("quantity",), numeric=True),
    Column("serials", "印制流水码"),
    Column("cause", "作废原因", ("cause",)),
    Column("people", "销毁人、监销人"),
)
ALL_SPOILED_COLUMNS = (
    SPOILED_COLUMNS[0],
    Column("agency", "评价机构", ("agency__name", "-destroyed_on")),
    *SPOILED_COLUMNS[1:],
)
PAGE = 200
MOST_PRINTED = 5000


@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: HttpRequest, number: str) -> HttpResponse:
    """Who of a plan has taken the certificate; recording it for those who are ticked."""
    plan = _plan_or_403(request.user, number)
    form = HandOutForm(*sent(request))
    picked = _picked(request, plan)

    def do() -> None:
        _recorded(request, plan.agency, picked, form)

    if taken(form, do):
        return redirect("certificates:receipts", number)
    table = Table(
        request, _with_handouts(plan), COLUMNS, default_sort="number", page_size=PAGE, id="people"
    )
    context = {
        "plan": plan,
        "form": form,
        "table": table,
        "rows": list(table.page),
        "picked": {each.pk for each in picked},
    }
    status = 422 if form.is_bound else 200
    return render(request, "certificates/life/receipts.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_out(request: HttpRequest, number: str) -> HttpResponse:
    """Record that one certificate was taken."""
    certificate = get_or_404(visible.certificates_visible_to(request.user), number=number)
    if not visible.runs(request.user, certificate):
        raise PermissionDenied(handing.NOT_YOURS)
    form = HandOutForm(*sent(request))
    if taken(form, lambda: _recorded(request, certificate.agency, [certificate], form)):
        return redirect("certificates:certificate", number)
    return form_page(
        request,
        form,
        title="登记领取",
        eyebrow=f"{certificate.number} {certificate.name}",
        back=reverse("certificates:certificate", args=[number]),
        button="登记",
    )


@require_POST
def print_receipts(request: HttpRequest, number: str) -> HttpResponse:
    """The list to be signed, as PDF; on record, as it has ID numbers in full."""
    plan = _plan_or_403(request.user, number)
    try:
        content = handing.receipts(plan, actor=request.user)
    except PrintError as refused:
        messages.error(request, str(refused))
        return redirect("certificates:receipts", number)
    return download(content, f"证书领取签字记录 {plan.number}.pdf", PDF)


def _recorded(request, agency: Agency, picked: list[Certificate], form: HandOutForm) -> None:
    data = form.cleaned_data
    try:
        count = handing.hand_out(
            picked,
            agency=agency,
            how=TakenBy(data["how"]),
            on=data["on"],
            proxy=data["proxy"],
            tracking=data["tracking"],
            actor=request.user,
        )
    except ValidationError as refused:
        refuse(form, refused)
        return
    already = len(picked) - count
    said = f"已登记 {count} 本" + (f"，{already} 本以前已登记。" if already else "。")
    messages.success(request, said)


def _picked(request: HttpRequest, plan: Plan) -> list[Certificate]:
    keys = [key for key in request.POST.getlist("person")[:PAGE] if key.isdecimal()]
    return list(plan.certificates.filter(pk__in=[int(key[:18]) for key in keys]))


def _with_handouts(plan: Plan) -> QuerySet[Certificate]:
    """The certificates of a plan; `untaken` until the edition in force was handed out."""
    later = Edition.objects.filter(
        certificate=OuterRef("edition__certificate"), sequence__gt=OuterRef("edition__sequence")
    )
    handed = Handout.objects.filter(Q(edition__certificate=OuterRef("pk")), ~Exists(later))
    return plan.certificates.annotate(
        taken_on=handed.values("on")[:1], taken_how=handed.values("how")[:1]
    )


def _plan_or_403(user: User, number: str) -> Plan:
    plan = plan_or_404(user, number)
    try:
        handing.demand_side(user, plan.agency)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    return plan


@require_safe
def spoiled(request: HttpRequest, code: str) -> HttpResponse:
    """The register of an agency, for its people and the officers of its territory."""
    agency = get_or_404(visible.agencies_visible_to(request.user), code=code)
    rows = agency.spoiled_blanks.select_related("entered_by", "confirmed_by")
    table = Table(request, rows, SPOILED_COLUMNS, default_sort="-on", id="spoiled")
    context = {
        "agency": agency,
        "table": table,
        "rows": [(row, _may_confirm(request.user, row)) for row in table.page],
        "works": _works(request.user, agency),
    }
    return render(request, "certificates/life/spoiled.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def spoil(request: HttpRequest, code: str) -> HttpResponse:
    """Enter what was destroyed."""
    agency = _own_or_403(request.user, code)
    form = SpoiledForm(*sent(request))

    def do() -> None:
        data = {**form.cleaned_data, "cause": SpoiledCause(form.cleaned_data["cause"])}
        try:
            handing.spoil(agency, actor=request.user, **data)
        except ValidationError as refused:
            refuse(form, refused)

    if taken(form, do):
        messages.success(request, "已登记，等待另一人监销确认。")
        return redirect("certificates:spoiled", code)
    return form_page(
        request,
        form,
        title="登记作废销毁",
        eyebrow=agency.name,
        lead="由销毁人登记，另一人监销确认后生效，不能再改。",
        back=reverse("certificates:spoiled", args=[code]),
        button="登记",
    )


@require_POST
def confirm_spoiled(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The second signature."""
    agency = _own_or_403(request.user, code)
    row = get_object_or_404(SpoiledBlank.objects.select_related("agency"), pk=pk, agency=agency)
    try:
        handing.confirm(row, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except DoorError as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "已监销确认。")
    return redirect("certificates:spoiled", code)


@require_safe
def print_spoiled(request: HttpRequest, code: str) -> HttpResponse:
    """The register as PDF."""
    agency = get_or_404(visible.agencies_visible_to(request.user), code=code)
    rows = agency.spoiled_blanks.select_related("agency", "entered_by", "confirmed_by")
    try:
        content = handing.spoiled_register(rows.order_by("destroyed_on", "pk"), agency)
    except PrintError as refused:
        messages.error(request, str(refused))
        return redirect("certificates:spoiled", code)
    return download(content, f"证书作废销毁登记表 {agency.code}.pdf", PDF)


@require_safe
def all_spoiled(request: HttpRequest) -> HttpResponse:
    """The registers of all the agencies that one sees, as the register of gaps; what is to be done
    is done in the register of the one agency."""
    table = Table(
        request,
        _all_spoiled(request.user),
        ALL_SPOILED_COLUMNS,
        filterset=SpoiledFilter,
        default_sort="-on",
        id="spoiled",
    )
    context = {
        "table": table,
        "query": request.GET.urlencode(),
        "own": list(visible.agencies_run_by(request.user)),
    }
    return render(request, "certificates/registers/spoiled.html", context)


@require_safe
def print_all_spoiled(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    rows = SpoiledFilter(request.GET, _all_spoiled(request.user), request=request).qs
    try:
        content = handing.spoiled_register(rows.order_by("destroyed_on", "pk")[:MOST_PRINTED])
    except PrintError as refused:
        messages.error(request, str(refused))
        return redirect("certificates:all-spoiled")
    name = f"证书作废销毁登记表_{clock.today():%Y%m%d}.pdf"
    return download(content, name, PDF, inline=True)


def _all_spoiled(user: User) -> QuerySet[SpoiledBlank]:
    if not visible.keeps_registers(user):
        raise PermissionDenied(NOT_KEEPER)
    return visible.spoiled_visible_to(user)


def _works(user: User, agency: Agency) -> bool:
    try:
        handing.demand_side(user, agency)
    except ForbiddenError:
        return False
    return True


def _own_or_403(user: User, code: str) -> Agency:
    agency = get_or_404(visible.agencies_visible_to(user), code=code)
    if not _works(user, agency):
        raise PermissionDenied(handing.NOT_YOURS)
    return agency


def _may_confirm(user: User, row: SpoiledBlank) -> bool:
    return row.confirmed_at is None and row.entered_by_id != user.pk and _works(user, row.agency)
