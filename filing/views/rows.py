"""Adding, changing and removing a row of an application, whatever its kind."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from casework.services.door import NotNowError
from casework.views.sending import form_page, sent, taken
from filing.models import Filing
from filing.rows.kinds import RowKind
from filing.sections import BY_KEY
from filing.services import rows
from filing.views.drafting import draft_or_404, refuse_unless_open

TEMPLATE = "filing/rows/form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str, kind: RowKind) -> HttpResponse:
    """A new row. The applicant's manager and clerks, while the section is open."""
    filing = open_or_refused(request, number, kind)
    return answer(request, filing, kind, kind.fresh(filing), f"添加{kind.noun}")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str, pk: int, kind: RowKind) -> HttpResponse:
    """A row that is there. 404 for a row of another application."""
    filing = open_or_refused(request, number, kind)
    row = get_object_or_404(kind.rows(filing), pk=pk)
    return answer(request, filing, kind, row, f"修改{kind.noun}")


@require_POST
def remove(request: HttpRequest, number: str, pk: int, kind: RowKind) -> HttpResponse:
    """Take a row out of the application."""
    filing = open_or_refused(request, number, kind)
    row = kind.rows(filing).filter(pk=pk).first()
    try:
        if row:
            rows.remove(filing, row, kind.section, actor=request.user)
    except NotNowError as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(request, f"已移去这个{kind.noun}。" if row else f"这个{kind.noun}已被移去。")
    return redirect(BY_KEY[kind.section].url_name, filing.number)


def open_or_refused(request: HttpRequest, number: str, kind: RowKind) -> Filing:
    """The filing, where such rows may be changed now; else 404 or 403 with the reason."""
    filing = draft_or_404(request.user, number)
    if not kind.is_for(filing):
        raise Http404
    refuse_unless_open(filing, kind.section)
    return filing


def answer(
    request: HttpRequest,
    filing: Filing,
    kind: RowKind,
    row,
    title: str,
    *,
    template: str = TEMPLATE,
    initial: dict | None = None,
    **context,
) -> HttpResponse:
    """The page of a row's form, or what came of it."""
    form = kind.form(*sent(request), filing=filing, instance=row, initial=initial or {})
    if taken(form, lambda: rows.keep(form, kind.section, actor=request.user)):
        messages.success(request, f"已保存{kind.noun}。")
        return redirect(BY_KEY[kind.section].url_name, filing.number)
    if form.is_bound:
        form.show_again()
    back = reverse(BY_KEY[kind.section].url_name, args=[filing.number])
    page = {"filing": filing, "kind": kind, "row": row, "title": title, "back": back}
    page["removal"] = kind.removal(row)
    return form_page(request, form, template=template, **page, **context)
