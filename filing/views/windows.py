"""Windows of selection: public pages, and the desk of the office that selects (SD-07)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import demand
from accounts.models import User
from accounts.selectors import staffed_by
from casework import kinds
from casework.views.sending import form_page, sent, taken
from catalogue.regulations.terms import FilingStep
from config import clock
from filing.forms.selection import ExtensionForm, WindowForm
from filing.models import SelectionWindow
from filing.selectors import windows
from filing.selectors.windows import Host
from filing.services import windows as service
from ui.tables import Column, Table

PUBLIC = (
    Column("title", "名称", ("title",)),
    Column("office", "组织机关", ("office__name",)),
    Column("opens", "开始日期", ("opens",)),
    Column("closes", "截止日期", ("closes",)),
    Column("standing", "状态"),
)
DESK = (*PUBLIC, Column("applied", "申请", ("applied",), numeric=True))
APPLICANTS = (
    Column("owner", "申请单位", ("owner__name",)),
    Column("state", "状态", ("state",)),
    Column("conclusion", "技术评估"),
    Column("scope", "职业（工种）和等级"),
    Column("people", "人员"),
    Column("venues", "场地设备"),
    Column("act", "办理"),
)


@login_not_required
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Every window, the open ones first to be seen; for anybody."""
    today = clock.today()
    rows = SelectionWindow.objects.select_related("office__division")
    open_now = rows.filter(opens__lte=today, closes__gte=today).order_by("closes", "pk")
    table = Table(request, rows, PUBLIC, default_sort="-opens", id="windows")
    context = {
        "table": table,
        "lines": _lines(table.page),
        "open_now": list(open_now),
        "hosting": bool(windows.hosts(request.user)) if request.user.is_authenticated else False,
    }
    return render(request, "filing/windows/public_list.html", context)


@login_not_required
@require_safe
def public_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One window: for whom, until when, how many, by what, and how to apply."""
    window = get_object_or_404(SelectionWindow.objects.select_related("office__division"), pk=pk)
    regulation = windows.regulation_of(window)
    context = {"window": window, "regulation": regulation, **_standing(window)}
    return render(request, "filing/windows/public_page.html", context)


@require_safe
def desk_list(request: HttpRequest) -> HttpResponse:
    """The windows of one's own offices: for staff of an office that selects."""
    hosts = windows.hosts(request.user)
    rows = windows.seen_by(request.user)
    demand(bool(hosts) or (bool(staffed_by(request.user)) and rows.exists()))
    table = Table(request, rows, DESK, default_sort="-opens", id="windows")
    context = {"table": table, "lines": _lines(table.page), "publishes": bool(hosts)}
    return render(request, "filing/windows/desk_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Publish a window."""
    hosts = windows.hosts(request.user)
    demand(bool(hosts))
    form = WindowForm(*sent(request), hosts=hosts)
    made: list[SelectionWindow] = []

    def do() -> None:
        made.append(service.publish(form.chosen, form.terms, actor=request.user))

    if taken(form, do):
        messages.success(request, "征集已发布，公告同时公开。")
        return redirect("filing:window-desk", made[0].pk)
    page = {"back": reverse("filing:windows-desk"), "rules": _rules(hosts)}
    return form_page(request, form, template="filing/windows/new.html", **page)


@require_safe
def desk_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The applicants of one window side by side, how many are selected, and the way to decide."""
    window = _own_or_404(request.user, pk)
    table = Table(
        request, windows.applicants(window), APPLICANTS, default_sort="owner", id="applicants"
    )
    steps = kinds.by_code("filing")
    context = {
        "window": window,
        "table": table,
        "applicants": [
            (each, FilingStep(each.filing.state).label, steps.tones.get(each.filing.state, "info"))
            for each in windows.compared(table.page)
        ],
        "tally": windows.tally(window),
        "decides": windows.may_decide(request.user, window),
        "host": _host(request.user, window),
        **_standing(window),
    }
    return render(request, "filing/windows/desk_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a window close later."""
    window = _own_or_404(request.user, pk)
    host = _host(request.user, window)
    demand(host is not None)
    form = ExtensionForm(*sent(request))

    def do() -> None:
        service.extend(window, actor=request.user, host=host, **form.cleaned_data)

    if taken(form, do):
        messages.success(request, "已延长，更正后的公告已公开。")
        return redirect("filing:window-desk", window.pk)
    page = {
        "title": "延长征集",
        "eyebrow": window.title,
        "lead": "截止日期改为以后的一天，公告更正后重新发布；原公告保留，注明已更正。",
        "back": reverse("filing:window-desk", args=[window.pk]),
        "button": "延长征集",
    }
    return form_page(request, form, **page)


def _own_or_404(user: User, pk: int) -> SelectionWindow:
    return get_object_or_404(windows.seen_by(user), pk=pk)


def _host(user: User, window: SelectionWindow) -> Host | None:
    """As whom the person may publish and extend such windows."""
    keys = (window.office_id, window.regulation_id)
    mine = [host for host in windows.hosts(user) if (host.office.pk, host.regulation.id) == keys]
    return mine[0] if mine else None


def _standing(window: SelectionWindow) -> dict:
    standing = windows.standing(window, clock.today())
    label, tone = windows.LABELS[standing]
    return {"standing": standing, "label": label, "tone": tone}


def _lines(page) -> list[tuple]:
    return [(window, _standing(window)) for window in page]


def _rules(hosts: list[Host]) -> list:
    """The numbers that a document sets, each once."""
    found = [host.numbers for host in hosts if host.numbers]
    return list(dict.fromkeys(found))
