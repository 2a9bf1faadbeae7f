"""机构与人员: the people by form or by spreadsheet."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.identity import DocumentKind
from casework.services.door import NotNowError
from filing.enums import PersonRole
from filing.models import Filing
from filing.rows import people_sheet
from filing.rows.kinds import PERSON
from filing.services import rows
from filing.views.drafting import draft_or_404, frame
from filing.views.rows import open_or_refused
from ui.forms import StyledFormMixin
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "姓名", ("name",)),
    Column("role", "类别", ("role",)),
    Column("id_number", "证件号码"),
    Column("title", "职称或职业技能等级", ("title",)),
    Column("certificate", "资质证书编号", ("certificate",)),
    Column("field", "负责的职业（工种）", ("field",)),
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS_SHOWN = 100


class SheetForm(StyledFormMixin, forms.Form):
    """The spreadsheet of people."""

    file = forms.FileField(
        label="人员名单",
        help_text=f"按模板填写的 xlsx、xls 或 csv，最多 {people_sheet.MOST_ROWS} 人。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )


@require_safe
def people(request: HttpRequest, number: str) -> HttpResponse:
    """Everybody who is named, thirty a page, with how many there are of each sort."""
    filing = draft_or_404(request.user, number)
    roles = filing.people.order_by().values_list("role")
    counts = dict(roles.annotate(count=Count("pk")))
    context = {
        "table": Table(request, filing.people.all(), COLUMNS, id="people"),
        "usual": DocumentKind.ID_CARD,
        "counts": [(role.label, counts.get(role.value, 0)) for role in PersonRole],
    }
    return render(request, "filing/rows/people.html", frame(filing, "people", **context))


@require_safe
def template(request: HttpRequest, number: str) -> HttpResponse:
    """The empty spreadsheet."""
    draft_or_404(request.user, number)
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''%E6%9C%BA%E6%9E%84.xlsx"}
    return HttpResponse(people_sheet.template(), content_type=XLSX, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """Read a spreadsheet and show what it holds, or all that is wrong with it. Writes nothing."""
    filing = open_or_refused(request, number, PERSON)
    form = SheetForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if not form.is_bound or not form.is_valid():
        return _page(request, filing, form, status=422 if form.is_bound else 200)
    reading = people_sheet.read(form.cleaned_data["file"], filing)
    if reading.faults:
        faults = reading.faults
        shown = {"faults": faults[:FAULTS_SHOWN], "unshown": len(faults[FAULTS_SHOWN:])}
        return _page(request, filing, SheetForm(), status=422, **shown)
    return _page(request, filing, None, preview=_preview(reading.rows, filing))


def _preview(found: list[people_sheet.Values], filing: Filing) -> dict:
    lines = []
    for form in people_sheet.forms(found, filing):
        is_new = form.instance.pk is None
        form.is_valid()
        lines.append({"person": form.instance, "is_new": is_new})
    return {
        "lines": lines,
        "added": sum(line["is_new"] for line in lines),
        "sealed": people_sheet.seal(found, filing),
    }


def _page(request: HttpRequest, filing: Filing, form, *, status: int = 200, **context):
    words = {"roles": PersonRole.labels, "documents": DocumentKind.labels}
    page = {"filing": filing, "form": form, "usual": DocumentKind.ID_CARD, **words, **context}
    return render(request, "filing/rows/people_sheet.html", page, status=status)


@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the previewed people."""
    filing = open_or_refused(request, number, PERSON)
    try:
        count = rows.take_people(filing, request.POST.get("sealed", ""), actor=request.user)
    except ValidationError as refused:
        return _page(request, filing, SheetForm(), status=422, faults=refused.messages)
    except NotNowError as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(request, f"已写入 {count} 人。")
    return redirect("filing:people", filing.number)
