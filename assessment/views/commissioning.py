"""An enterprise chooses an agency and fills in what it needs (HB-01, LC-03)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import SPEAKERS
from accounts.models import Organisation, User
from accounts.selectors import holds
from assessment.checks import commissions as checks
from assessment.forms.commissions import AskableFilter, BeginForm, NeededForm, NeedForm
from assessment.models import Commission
from assessment.models.commission import EDITABLE
from assessment.selectors import commissions as selectors
from assessment.services import commissioning
from assessment.views.sections import task
from casework import kinds
from casework.services import door
from casework.services.materials import missing
from casework.views.cases import visible_or_404
from casework.views.sending import form_page, sent, taken
from catalogue.regulations.terms import CommissionStep
from config import clock
from filing.selectors.register import scope_on, scopes_on
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "评价机构", ("name",)),
    Column("place", "备案地", ("division__code", "name")),
    Column("scope", "可以评价"),
    Column("ask", "办理"),
)
MOST_LINES = 6  # of an agency's scope in the list; the rest stands in the register
NOBODYS = "只有已确认的企业的管理员和经办人可以委托评价，并且企业所在地的政策须规定了委托评价。"
NOT_YOURS = "只有委托企业的管理员和经办人可以填写委托。"


def commission_or_404(user: User, number: str) -> Commission:
    """The commission of that number; 404 for whom it does not exist."""
    case = visible_or_404(user, number)
    if not isinstance(case, Commission):
        raise Http404
    return case


def own_or_403(user: User, number: str) -> Commission:
    """The commission, for managers and clerks of the client; 403 for who may only read it."""
    case = commission_or_404(user, number)
    if not holds(user, case.owner_id, *SPEAKERS):
        raise PermissionDenied(NOT_YOURS)
    return case


def open_or_403(user: User, number: str, *, unanswered: bool = False) -> Commission:
    """The commission while it may be changed (`unanswered`: its items, too); 403 afterwards."""
    case = own_or_403(user, number)
    if case.state not in EDITABLE:
        raise PermissionDenied(commissioning.CLOSED.format(kinds.state_label(case)))
    if unanswered and case.state != CommissionStep.DRAFT:
        raise PermissionDenied(commissioning.SETTLED)
    return case


def _client(request: HttpRequest) -> tuple[Organisation, list[Organisation]]:
    """(the organisation that asks, all that may): `?client=` names one of several."""
    clients = list(selectors.clients_of(request.user))
    if not clients:
        raise PermissionDenied(NOBODYS)
    asked = request.GET.get("client", "")
    if not asked:
        return clients[0], clients
    client = next((each for each in clients if str(each.pk) == asked), None)
    if client is None:
        raise Http404
    return client, clients


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The agencies that may be commissioned, by name, occupation and place. 403 for who may
    commission nobody."""
    client, clients = _client(request)
    table = Table(
        request,
        selectors.askable(client),
        COLUMNS,
        filterset=AskableFilter,
        default_sort="place",
        id="agencies",
    )
    lines = scopes_on(table.page, clock.today())
    context = {
        "table": table,
        "client": client,
        "clients": clients if len(clients) > 1 else [],
        "rows": [
            (agency, lines[agency.pk][:MOST_LINES], len(lines[agency.pk]) - MOST_LINES)
            for agency in table.page
        ],
        "among_own_kind": any(each.regime == "own" for each in selectors.regulations_of(client)),
    }
    return render(request, "assessment/commissioning/agencies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a commission with one agency. 404 for one that cannot be commissioned."""
    client, _ = _client(request)
    agency = get_object_or_404(selectors.askable(client), code=code)
    regulation = selectors.regulation_between(client, agency)
    form = BeginForm(*sent(request), client=client, regulation=regulation)
    made = []

    def do() -> None:
        place = form.cleaned_data["division"]
        made.append(commissioning.start(client, agency, place, actor=request.user))

    if taken(form, do):
        messages.success(request, "已建立委托草稿，可以分几次填完。")
        return redirect("assessment:commission", made[0].number)
    page = {
        "client": client,
        "agency": agency,
        "regulation": regulation,
        "lines": scope_on(agency, clock.today()),
        "back": f"{reverse('assessment:commission-start')}?client={client.pk}",
    }
    return form_page(request, form, template="assessment/commissioning/begin.html", **page)


@require_POST
def copy(request: HttpRequest, number: str) -> HttpResponse:
    """Begin anew from a commission that was sent back, withdrawn or not taken on."""
    case = own_or_403(request.user, number)
    try:
        made = commissioning.copy(case, actor=request.user)
    except door.ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except (ValidationError, door.DoorError) as refused:
        for text in getattr(refused, "messages", [str(refused)]):
            messages.error(request, text)
        return redirect("casework:case", number)
    messages.success(request, "请核对这份草稿的各部分，并重新上传材料。")
    return redirect("assessment:commission", made.number)


@require_safe
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """What is to be filled in, and what is still open."""
    case = own_or_403(request.user, number)
    found = checks.of_step(case)
    context = {
        "case": case,
        "issues": found,
        "refusing": sum(issue.refuses for issue in found),
        "open": case.state in EDITABLE,
        "tasks": _tasks(case, found),
    }
    return render(request, "assessment/commissioning/draft.html", context)


def _tasks(case: Commission, found) -> list[dict]:
    may = case.state in EDITABLE
    unanswered = case.state == CommissionStep.DRAFT
    lacking = [rule.name for rule in missing(case)]
    written = any(getattr(case, name) for name in NeedForm._meta.fields)
    need = ("need", "需求和承诺", "需要什么评价，合格后兑现什么待遇。")
    items = ("items", "职业等级和人数", "从评价机构的备案范围中选择。")
    return [
        _task(case, *need, found, is_open=may, begun=written),
        _task(case, *items, found, is_open=unanswered, begun=case.items.exists()),
        {
            "title": "材料",
            "url": reverse("casework:materials", args=[case.number]),
            "hint": f"报送前须有：{'、'.join(lacking)}。" if lacking else "材料齐全。",
            "state": "done" if not lacking else "doing" if case.materials.exists() else "todo",
        },
    ]


def _task(case: Commission, key: str, title, lead, found, *, is_open: bool, begun: bool) -> dict:
    url = reverse(f"assessment:commission-{key}", args=[case.number]) if is_open else ""
    here = [issue for issue in found if issue.section == key]
    return task(title, lead, url, here, begun=begun)


@require_http_methods(["GET", "HEAD", "POST"])
def need(request: HttpRequest, number: str) -> HttpResponse:
    """What is needed, when, and what is promised."""
    case = open_or_403(request.user, number)
    form = NeedForm(*sent(request), instance=case)
    if taken(form, lambda: commissioning.keep(form)):
        messages.success(request, "已保存需求和承诺。")
        return redirect("assessment:commission", number)
    if form.is_bound:
        form.show_again()
    page = {
        "title": "需求和承诺",
        "lead": "评价机构和鉴定中心都会看到。不要写个人的证件号码和手机号码。",
        "back": reverse("assessment:commission", args=[number]),
        "eyebrow": f"{case.title} · {number}",
        "button": "保存",
    }
    return form_page(request, form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def items(request: HttpRequest, number: str) -> HttpResponse:
    """Which occupations and levels, and how many people."""
    case = open_or_403(request.user, number, unanswered=True)
    form = NeededForm(*sent(request), case=case)
    if taken(form, lambda: commissioning.add_item(form.row())):
        messages.success(request, "已添加，可以继续添加。")
        return redirect("assessment:commission-items", number)
    page = {
        "case": case,
        "rows": list(case.items.select_related("occupation")),
        "back": reverse("assessment:commission", args=[number]),
    }
    return form_page(request, form, template="assessment/commissioning/items.html", **page)


@require_POST
def remove_item(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take an occupation and level out again; once more is no harm."""
    case = open_or_403(request.user, number, unanswered=True)
    try:
        commissioning.remove_item(case, pk)
    except door.NotNowError as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(request, "已移去。")
    return redirect("assessment:commission-items", number)
