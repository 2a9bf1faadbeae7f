"""One registration: entered, corrected, sent, decided, printed."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.checks.entries import look
from assessment.documents import entry_sheet
from assessment.entry_details import load
from assessment.entry_fields import DETAIL_FIELDS, SECTIONS
from assessment.enums import EvidenceKind
from assessment.forms.entries import EntryForm, work_lines
from assessment.frames.entries import Frame, known_of
from assessment.models import Entry, Plan
from assessment.selectors import entries as entry_rights
from assessment.selectors.papers import papers_of
from assessment.services import entries as service
from assessment.services import entry_files
from assessment.views.entries import TONES, decisions_on, handled_or_403, plan_or_404
from casework.services.door import DoorError
from casework.views.sending import form_page, sent, taken
from ui.forms import StyledFormMixin

FORM = "assessment/entries/form.html"


class PhotoForm(StyledFormMixin, forms.Form):
    """The photograph."""

    photo = forms.FileField(
        label="照片",
        help_text="一寸白底彩色免冠照片，近六个月拍摄，jpg 或 png，至少 295 × 413 像素。",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
    )


class EvidenceForm(StyledFormMixin, forms.Form):
    """One paper."""

    kind = forms.ChoiceField(label="材料类别", choices=EvidenceKind.choices)
    file = forms.FileField(label="文件", help_text="pdf、jpg、png、docx 或 xlsx。")
    note = forms.CharField(label="说明", max_length=200, required=False)


class WithdrawForm(StyledFormMixin, forms.Form):
    """Why somebody does not take part."""

    reason = forms.CharField(label="退出原因", max_length=200)


def entry_or_404(plan: Plan, pk: int) -> Entry:
    """A registration of this plan."""
    rows = plan.entries.select_related("item__occupation", "condition", "photo", "result", "link")
    found = get_object_or_404(rows, pk=pk)
    found.plan = plan
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """A new registration, by a clerk of the agency or of the client."""
    plan = handled_or_403(request.user, number)
    _refuse_when_closed(plan)
    back = reverse("assessment:entries", args=[number])
    return _form(request, plan, None, "添加报名", back)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Correct a registration; it then has to be sent again."""
    plan = handled_or_403(request.user, number)
    entry = entry_or_404(plan, pk)
    _refuse_when_closed(plan)
    if entry.status not in entry_rights.EDITABLE:
        raise PermissionDenied(service.FIXED.format(entry.get_status_display()))
    back = reverse("assessment:entry", args=[number, pk])
    return _form(request, plan, entry, "修改报名", back)


def _form(request, plan: Plan, entry: Entry | None, title: str, back: str) -> HttpResponse:
    initial = {"employer": _usual_employer(plan)} if entry is None else {}
    frame = Frame.of(plan)
    form = EntryForm(*sent(request), frame=frame, entry=entry, initial=initial)
    lines = work_lines(entry, *sent(request))
    saved = keep_form(form, lines, plan, entry, actor=request.user)
    if saved and "submit" in request.POST:
        return _send(request, saved)
    if saved:
        messages.success(request, "已保存。")
        return redirect("assessment:entry", plan.number, saved.pk)
    context = {"plan": plan, "lines": lines, "title": title, "back": back}
    return form_page(request, form, template=FORM, **context)


def keep_form(form: EntryForm, lines, plan: Plan, entry: Entry | None, **who) -> Entry | None:
    """Save what was sent; None with everything wrong said at its field."""
    if not form.is_bound:
        return None
    in_order = form.is_valid(), lines.is_valid()
    if not all(in_order):
        if not in_order[1]:
            form.add_error(None, "工作经历中有需要改正的内容。")
        return None
    version = form.cleaned_data["version"] if entry else None
    kept: list[Entry] = []

    def do() -> None:
        row = service.keep(plan, form.columns(), lines.rows(), entry=entry, version=version, **who)
        kept.append(row)

    taken(form, do)
    if entry and not kept:
        present = Entry.objects.filter(pk=entry.pk).values_list("version", flat=True).first()
        form.show_again(present or 0)
    return kept[0] if kept else None


def _usual_employer(plan: Plan) -> str:
    return plan.for_commission.owner.name if plan.for_commission else plan.owner.name


def _refuse_when_closed(plan: Plan) -> None:
    if not entry_rights.is_open(plan):
        raise PermissionDenied("报名没有开放或已经截止，不能再改动。")


@require_safe
def page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A registration with the sums of its eligibility, what is missing, papers and what to do."""
    plan = plan_or_404(request.user, number)
    entry = entry_or_404(plan, pk)
    frame = Frame.of(plan)
    found = look(entry, frame, known_of(plan, [entry.id_hash]))
    context = {
        "plan": plan,
        "entry": entry,
        "tone": TONES.get(entry.status, "info"),
        "found": found,
        "work": list(entry.work.all()),
        "evidence": papers_of(entry),
        "details": shown(entry),
        "opens": entry_rights.may_read_roster(request.user, plan),
        "may_edit": entry_rights.may_edit(request.user, entry),
        "may_withdraw": _may_withdraw(request.user, plan, entry),
        "admitting": frame.admits(entry.ground, entry.item.level),
        "others": entry_rights.others_of(request.user, entry),
        **decisions_on(request.user, entry),
    }
    return render(request, "assessment/entries/page.html", context)


def shown(entry: Entry) -> list[tuple[str, list[tuple[str, str]]]]:
    """What was filled in of the details, in words, by section."""
    values = load(entry.details)
    found = []
    for title, names in SECTIONS.values():
        rows = [(DETAIL_FIELDS[n].label, said(n, values[n])) for n in names if n in values]
        found.append((title, rows))
    contents = [n for n in DETAIL_FIELDS if n.startswith("content_")]
    contents += ["projects", "problems_solved", "apprentices"]
    rows = [(DETAIL_FIELDS[n].label, said(n, values[n])) for n in contents if n in values]
    return [section for section in [*found, ("评价内容", rows)] if section[1]]


def said(name: str, value: object) -> str:
    """A value as people read it."""
    field = DETAIL_FIELDS[name]
    if isinstance(field, forms.BooleanField):
        return "是"
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(str(value), value))
    return str(value)


def _may_withdraw(user, plan: Plan, entry: Entry) -> bool:
    open_now = entry_rights.is_open(plan) and entry.status != "withdrawn"
    return open_now and entry_rights.handles(user, plan)


@require_POST
def submit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Send a registration to the enterprise."""
    plan = handled_or_403(request.user, number)
    return _send(request, entry_or_404(plan, pk))


def _send(request: HttpRequest, entry: Entry) -> HttpResponse:
    try:
        reasons = service.submit(entry)
    except (ValidationError, DoorError) as refused:
        reasons = getattr(refused, "messages", [str(refused)])
    for reason in reasons:
        messages.error(request, reason)
    if not reasons:
        messages.success(request, "已提交。")
    return redirect("assessment:entry", entry.plan.number, entry.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take somebody out of the plan."""
    plan = handled_or_403(request.user, number)
    entry = entry_or_404(plan, pk)
    form = WithdrawForm(*sent(request))
    if taken(form, lambda: service.withdraw(entry, actor=request.user, **form.cleaned_data)):
        messages.success(request, f"{entry.name}已退出报名。")
        return redirect("assessment:entries", number)
    context = {"title": f"{entry.name}退出报名", "button": "退出报名", "danger": True}
    lead = "退出后座位空出；以后可以重新报名。"
    return form_page(request, form, lead=lead, **context, **_around(plan, entry))


@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Hand in or replace the photograph."""
    entry = _editable(request, number, pk)
    form = PhotoForm(*sent(request))

    def do() -> None:
        entry_files.keep_photo(entry, form.cleaned_data["photo"], actor=request.user)

    if taken(form, do):
        messages.success(request, "照片已上传。")
        return redirect("assessment:entry", number, pk)
    page = _around(entry.plan, entry)
    return form_page(request, form, title=f"{entry.name}的照片", button="上传", **page)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Hand in a paper."""
    entry = _editable(request, number, pk)
    form = EvidenceForm(*sent(request), initial={"kind": request.GET.get("kind", "")})

    def do() -> None:
        given = form.cleaned_data
        entry_files.add_evidence(
            entry,
            kind=given["kind"],
            upload=given["file"],
            note=given["note"],
            actor=request.user,
        )

    if taken(form, do):
        messages.success(request, "材料已上传。")
        return redirect("assessment:entry", number, pk)
    page = _around(entry.plan, entry)
    return form_page(request, form, title=f"{entry.name}的材料", button="上传", **page)


@require_POST
def remove_evidence(request: HttpRequest, number: str, pk: int, paper: int) -> HttpResponse:
    """Take a paper out."""
    entry = _editable(request, number, pk)
    try:
        entry_files.remove_evidence(entry, paper)
    except (ValidationError, DoorError) as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(request, "材料已移去。")
    return redirect("assessment:entry", number, pk)


def _editable(request: HttpRequest, number: str, pk: int) -> Entry:
    plan = handled_or_403(request.user, number)
    entry = entry_or_404(plan, pk)
    if not entry_rights.may_edit(request.user, entry):
        raise PermissionDenied(service.FIXED.format(entry.get_status_display()))
    return entry


def _around(plan: Plan, entry: Entry) -> dict:
    back = reverse("assessment:entry", args=[plan.number, entry.pk])
    return {"back": back, "eyebrow": f"{plan.title} · {entry.number}"}


@require_safe
def sheet(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The 申报表 as a PDF (HB annex 1), for the people who handle the plan."""
    plan = plan_or_404(request.user, number)
    entry = entry_or_404(plan, pk)
    if not entry_rights.may_see_in_full(request.user, entry):
        raise PermissionDenied("申报表有完整的证件号码，只有经办人员可以打印。")
    return sheet_response(entry)


def sheet_response(entry: Entry) -> HttpResponse:
    """The bytes of the form, saved under the registration's number."""
    name = f"申报表{entry.number}.pdf"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Cache-Control": "private, no-store",
    }
    data = entry_sheet.render(entry)
    return HttpResponse(data, content_type="application/pdf", headers=headers)
