"""Bringing agencies filed elsewhere into the register, on an office's desk (LN-08)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import demand
from casework.services.door import ForbiddenError
from casework.views.sending import sent
from catalogue import regulations
from filing.forms.register import ListUploadForm, refuse_file
from filing.importing.columns import COLUMNS, HEADERS
from filing.selectors import importers
from filing.services import importing
from filing.views.public import XLSX
from printing import sheets
from printing.sheets import SheetError


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a list and lead to its preview. For managers and reviewers of a city or province."""
    offices = importers.offices_of(request.user)
    demand(bool(offices))
    form = ListUploadForm(*sent(request), offices=offices)
    if form.is_bound and form.is_valid():
        file, office = form.cleaned_data["file"], form.cleaned_data["office"]
        try:
            draft = importing.preview(file.read(), file.name, office=office, actor=request.user)
        except SheetError as error:
            refuse_file(form, str(error))
        else:
            return redirect("filing:agency-preview", draft.pk)
    wrong = form.is_bound
    context = {"form": form, "columns": COLUMNS, "regulations": regulations.current()}
    template = "filing/register/import.html"
    return render(request, template, context, status=422 if wrong else 200)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty list to fill in, with a line that shows how."""
    demand(bool(importers.offices_of(request.user)))
    content = sheets.write(HEADERS, [[each.sample for each in COLUMNS]], title="评价机构")
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename="评价机构导入模板.xlsx"
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What an uploaded list would do, or all that is wrong with it; posted, it is done."""
    if request.method == "POST":
        return _confirmed(request, pk)
    draft = importing.drafts_of(request.user).filter(pk=pk).first()
    if draft is None:
        messages.warning(request, importing.GONE)
        return redirect("filing:agency-import")
    return render(request, "filing/register/preview.html", {"draft": draft, "report": draft.report})


def _confirmed(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        importing.confirm(pk, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    return redirect("filing:agency-preview", pk)
