"""Collecting what must be mended, and leave to ask for it once more."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from casework import rules
from casework.forms import REFRESH, keep_quiet
from casework.services.door import DoorError, ForbiddenError
from casework.views.acts import answer
from casework.views.sending import sent, taken
from filing.documents import reading
from filing.forms.bureau import ItemForm, LeaveForm
from filing.models import Filing
from filing.sections import BY_KEY
from filing.selectors import rounds
from filing.services import supplement
from filing.views.reading import page, readable_or_404


@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Add an item to the list; back to its section."""
    filing = readable_or_404(request.user, number)
    if not rules.works_in_office_of(request.user, filing):
        raise PermissionDenied("只有办理机关的工作人员可以提出补正事项。")
    section = request.POST.get("section", "")
    form = ItemForm(request.POST, office=filing.office, section=section)
    if REFRESH in request.POST:
        keep_quiet(form)
        return page(request, reading.of(filing), form)

    def do() -> None:
        supplement.add(filing, actor=request.user, section=section, text=form.cleaned_data["text"])

    if taken(form, do):
        messages.success(request, f"已列入补正清单：{BY_KEY[section].title}。")
        return redirect(_section(filing, section))
    return page(request, reading.of(filing), form, status=422)


@require_POST
def remove(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take an item off the list."""
    filing = readable_or_404(request.user, number)
    item = get_object_or_404(filing.supplement_items.select_related("filing"), pk=pk)
    try:
        supplement.remove(item, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except DoorError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已从补正清单删除。")
    return redirect(_section(filing, item.section))


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the office above for leave to request once more."""
    return _leave(
        request,
        number,
        supplement.ask,
        rounds.may_ask,
        rules.works_in_office_of,
        label="请求上级同意再次告知补正",
        done="已请求上级机关同意，答复后会收到消息。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def allow(request: HttpRequest, number: str) -> HttpResponse:
    """The office above lets the receiver request once more."""
    return _leave(
        request,
        number,
        supplement.allow,
        rounds.may_allow,
        rounds.works_above,
        label="同意再次告知补正",
        done="已同意，受理机关可以再次告知补正。",
    )


def _leave(
    request: HttpRequest,
    number: str,
    service: Callable,
    may: Callable[[User, Filing], bool],
    is_there: Callable[[User, Filing], bool],
    **page_of: str,
) -> HttpResponse:
    filing = readable_or_404(request.user, number)
    if not is_there(request.user, filing):
        raise PermissionDenied
    form = LeaveForm(*sent(request), case=filing, actor=request.user)

    def do() -> None:
        if form.is_bound:
            given = form.cleaned_data
            service(filing, actor=request.user, note=given["note"], token=given["token"])
        elif not may(request.user, filing):
            raise DoorError("现在不需要办理：补正告知的情况已有变化。")

    context = {
        "label": page_of["label"],
        "template": "filing/bureau/leave.html",
        "rounds": rounds.sent(filing),
    }
    return answer(request, form, do, context, done=page_of["done"])


def _section(filing: Filing, section: str) -> str:
    return reverse("filing:read", args=[filing.number]) + f"#{section}"
