"""An agency's own desk: what it publishes of itself, what enterprises ask of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import demand
from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import holds, organisations_of
from casework.views.sending import form_page, sent, taken
from config import clock
from filing.forms.register import EnquiryForm, RuleForm
from filing.models import Agency
from filing.selectors import applicants_of, register
from filing.services import enquiries, rules
from filing.views.public import agency_or_404
from ui.tables import Column, Table

ENQUIRIES = (
    Column("who", "咨询单位"),
    Column("what", "职业和等级"),
    Column("headcount", "人数", ("headcount",), numeric=True),
    Column("text", "需求和联系方式"),
    Column("sent", "时间", ("sent_at",)),
)


@require_http_methods(["GET", "HEAD", "POST"])
def agency_rules(request: HttpRequest, code: str) -> HttpResponse:
    """Publish a rule or a list of fees: managers and clerks of the agency (LN-15, SD-11)."""
    agency = _own_or_404(request.user, code)
    wanted = rules.wanted_of(agency)
    published = register.rules_on(agency, clock.today())
    titles = [newest.title for newest, _ in published]
    missing = [each.rule.text for each in wanted if each.newest is None]
    start = {"title": missing[0] if missing else ""}
    form = RuleForm(*sent(request), wanted=wanted, titles=titles, initial=start)
    if taken(form, lambda: rules.publish(agency, actor=request.user, **form.named())):
        messages.success(request, f"已公布“{form.named()['title']}”。")
        return redirect("filing:agency-rules", agency.code)
    context = {"agency": agency, "wanted": wanted, "missing": missing, "published": published}
    return form_page(request, form, template="filing/register/rules.html", **context)


@require_safe
def agency_enquiries(request: HttpRequest, code: str) -> HttpResponse:
    """What enterprises have asked, for the managers and clerks of the agency (JS-03)."""
    agency = _own_or_404(request.user, code)
    rows = agency.enquiries.select_related("organisation", "occupation")
    table = Table(request, rows, ENQUIRIES, default_sort="-sent", id="enquiries")
    context = {"agency": agency, "table": table}
    return render(request, "filing/register/enquiries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enquire(request: HttpRequest, code: str) -> HttpResponse:
    """Ask an agency to assess one's people: managers and clerks of an enterprise (JS-03)."""
    agency = agency_or_404(code, clock.today())
    owners = applicants_of(request.user)
    demand(bool(owners))
    lines = register.scope_on(agency, clock.today())
    start = {"wanted": f"{request.GET.get('occupation', '')}:{request.GET.get('level', '')}"}
    form = EnquiryForm(*sent(request), owners=owners, lines=lines, initial=start)
    if taken(form, lambda: enquiries.ask(agency, actor=request.user, **form.asked())):
        messages.success(request, f"已发送给{agency}的管理员，对方会按您留的联系方式答复。")
        return redirect("filing:agency", agency.code)
    page = {
        "title": "发送评价需求",
        "eyebrow": agency.name,
        "back": reverse("filing:agency", args=[agency.code]),
        "button": "发送",
        "lead": "发送的只是意向，不是委托协议。能否承接、何时评价，由双方商定后按规定办理。",
    }
    return form_page(request, form, **page)


def _own_or_404(user: User, code: str) -> Agency:
    """The agency, for its organisation's managers and clerks; 403 for its other members, 404 for
    everybody else."""
    mine = Agency.objects.filter(organisation__in=organisations_of(user))
    agency = get_object_or_404(mine.select_related("organisation", "division"), code=code)
    demand(holds(user, agency.organisation_id, *SPEAKERS))
    return agency
