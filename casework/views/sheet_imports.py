"""Bringing a spreadsheet in: template, upload, what became of the check, import."""

import json
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import demand
from accounts.models import Organisation
from casework.enums import ImportState
from casework.models import SheetImport
from casework.services import sheet_imports
from casework.services.door import ForbiddenError
from casework.services.sheet_imports import ImportKind
from casework.views.sending import sent, taken
from printing import sheets
from printing.sheets import Further
from ui.forms import StyledFormMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EARLIER, FAULTS_SHOWN = 10, 200
WAITING = (ImportState.CHECKING, ImportState.TAKING)


class SheetForm(StyledFormMixin, forms.Form):
    """The file, and for whom where a person may choose."""

    organisation = forms.ModelChoiceField(None, label="导入单位", empty_label=None)
    file = forms.FileField(
        label="表格文件", widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"})
    )

    def __init__(self, *args, kind: ImportKind, sides: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=[side.pk for side in sides])
        self.fields["organisation"].queryset = rows
        if len(sides) == 1:
            del self.fields["organisation"]
        self.fields["file"].help_text = f"按模板填写的 xlsx、xls 或 csv，最多 {kind.most_rows} 行。"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a file in; it is checked in the background. 403 for who may not import this kind."""
    found, sides = _kind_or_404(request, kind)
    form = SheetForm(*sent(request), kind=found, sides=sides)
    made: list[SheetImport] = []

    def do() -> None:
        file, side = form.cleaned_data["file"], form.cleaned_data.get("organisation", sides[0])
        made.append(
            sheet_imports.upload(
                found, file.read(), file.name, organisation=side, actor=request.user
            )
        )

    if taken(form, do):
        return redirect("casework:import", kind, made[0].pk)
    earlier = sheet_imports.imports_visible_to(request.user, found)[:EARLIER]
    context = {"form": form, "kind": found, "earlier": earlier}
    status = 422 if form.is_bound else 200
    return render(request, "casework/imports/upload.html", context, status=status)


@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty table, with a sheet that explains each column and one of samples."""
    found, _ = _kind_or_404(request, kind)
    explained = [
        (c.head, "必填" if c.needed else "选填", c.about, "、".join(c.choices))
        for c in found.columns
    ]
    further = (
        Further(
            "填写说明",
            ("列", "必填", "怎么填", "可填内容"),
            (*explained, *((rule,) for rule in found.rules)),
        ),
        Further("样例", found.heads, [[c.sample for c in found.columns]]),
    )
    choices = {c.head: c.choices for c in found.columns if c.choices}
    content = sheets.blank(found.heads, choices=choices, title="数据", further=further)
    return _download(content, f"{found.label}模板.xlsx")


@require_safe
def page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """How far it is, what it would do, or all that is wrong with it."""
    found, draft = _draft_or_404(request, kind, pk)
    failure = sheet_imports.failure(draft)
    report = json.loads(draft.report) if draft.report else {}
    context = {
        "kind": found,
        "draft": draft,
        "failure": failure,
        "waiting": draft.status in WAITING and not failure,
        "report": report,
        "faults": report.get("faults", [])[:FAULTS_SHOWN],
        "faults_shown": FAULTS_SHOWN,
    }
    part = request.htmx and context["waiting"]
    template = "casework/imports/progress.html" if part else "casework/imports/page.html"
    response = render(request, template, context)
    if request.htmx and not context["waiting"]:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def faults(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What is wrong, as a table."""
    found, draft = _draft_or_404(request, kind, pk)
    if draft.status != ImportState.FAULTY:
        raise Http404
    rows = json.loads(draft.report)["faults"]
    keys = ("row", "column", "problem", "remedy")
    content = sheets.write(
        ("行", "列", "问题", "怎么改"), ([row[key] for key in keys] for row in rows), title="问题"
    )
    return _download(content, f"{found.label}问题清单.xlsx")


@require_POST
def confirm(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Have it taken."""
    return _done(request, kind, pk, sheet_imports.confirm)


@require_POST
def drop(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Give it up."""
    return _done(request, kind, pk, sheet_imports.drop)


def _done(request: HttpRequest, kind: str, pk: int, service: Callable) -> HttpResponse:
    _, draft = _draft_or_404(request, kind, pk)
    try:
        service(draft, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    return redirect("casework:import", kind, pk)


def _kind_or_404(request: HttpRequest, code: str) -> tuple[ImportKind, list[Organisation]]:
    kind = sheet_imports.kind_of(code)
    if kind is None:
        raise Http404
    sides = kind.sides(request.user)
    demand(bool(sides))
    return kind, sides


def _draft_or_404(request: HttpRequest, code: str, pk: int) -> tuple[ImportKind, SheetImport]:
    kind, _ = _kind_or_404(request, code)
    return kind, get_object_or_404(sheet_imports.imports_visible_to(request.user, kind), pk=pk)


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response
