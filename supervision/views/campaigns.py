"""The desk of random inspections: listed, prepared, changed before they are published."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from casework.views.cases import visible_or_404
from casework.views.sending import form_page, once, sent, taken
from supervision.enums import CampaignState
from supervision.forms.campaigns import CampaignForm
from supervision.models import Campaign
from supervision.selectors import campaigns as reads
from supervision.selectors.offices import offices_of
from supervision.services import campaigns
from ui.tables import Column, Table

COLUMNS = (
    Column("title", "抽查", ("title",)),
    Column("subject", "对象", ("subject",)),
    Column("days", "检查开始", ("begins_on",)),
    Column("end", "检查截止", ("ends_on",)),
    Column("state", "状态", ("state",)),
)
LEAD = "保存后先不公布。公布抽查范围之前可以修改。"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The campaigns of one's own offices."""
    _offices(request)
    table = Table(request, reads.desk_of(request.user), COLUMNS, default_sort="-days", id="mine")
    rows = [(row, CampaignState(row.state).label, reads.TONES[row.state]) for row in table.page]
    return render(request, "supervision/inspections/desk.html", {"table": table, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a campaign."""
    offices = _offices(request)
    form = CampaignForm(*sent(request), offices=offices)

    def do() -> Campaign:
        office = form.cleaned_data["office"]
        token = once(request)
        return campaigns.prepare(form.plan(), office=office, actor=request.user, token=token)

    return _prepared(request, form, do, title="准备双随机抽查", back="/desk/inspections/")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change a campaign that is not published yet; 404 for one that is no campaign of one's
    office."""
    offices = _offices(request)
    case = visible_or_404(request.user, number)
    if not isinstance(case, Campaign) or case.office_id not in {office.pk for office in offices}:
        raise Http404
    if case.state != CampaignState.DRAFT:
        messages.info(request, "抽查范围和规则已经公布，不能修改。")
        return redirect("casework:case", number)
    form = CampaignForm(*sent(request), offices=[case.office], campaign=case)

    def do() -> Campaign:
        return campaigns.revise(case, form.plan(), actor=request.user)

    return _prepared(request, form, do, title="修改双随机抽查", back=f"/cases/{number}/")


def _offices(request: HttpRequest) -> list[Organisation]:
    offices = offices_of(request.user)
    if not offices:
        raise PermissionDenied(campaigns.NOT_YOURS)
    return offices


def _prepared(
    request: HttpRequest, form: CampaignForm, do: Callable[[], Campaign], **page
) -> HttpResponse:
    made: list[Campaign] = []
    if taken(form, lambda: made.append(do())):
        messages.success(request, "已保存，还没有公布。")
        return redirect("casework:case", made[0].number)
    return form_page(request, form, lead=LEAD, button="保存", **page)
