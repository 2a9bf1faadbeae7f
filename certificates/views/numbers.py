"""Where the numbers of a plan come from, and numbers from above."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.views.sending import form_page, sent, taken
from certificates.forms.issuing import NumbersForm, SourceForm
from certificates.models import IssueTerms, NumberImport
from certificates.selectors import rights
from certificates.services import importing
from certificates.views.common import XLSX, done, download, issued_or_403
from results.selectors import publicity

SHOWN_FAULTS, SHOWN_ROWS = 100, 200


@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, number: str) -> HttpResponse:
    """Choose where they come from."""
    plan = issued_or_403(request.user, number)
    terms = IssueTerms.objects.filter(plan=plan).first()
    chosen = "yes" if terms and terms.from_above else "no"
    form = SourceForm(*sent(request), initial={"from_above": chosen})

    def do() -> None:
        data = form.cleaned_data
        importing.say(plan, from_above=data["from_above"], token=data["token"], actor=request.user)

    if taken(form, do):
        messages.success(request, "已保存证书编号来源。")
        return redirect("certificates:numbers", number)
    context = {
        "plan": plan,
        "form": form,
        "from_above": bool(terms and terms.from_above),
        "may": rights.may_number(request.user, plan),
        "imports": plan.number_imports.select_related("uploaded_by").filter(taken_at__isnull=False)[
            :20
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "certificates/numbers/page.html", context, status=status)


@require_safe
def template(request: HttpRequest, number: str) -> HttpResponse:
    """Everybody who qualified, with an empty number."""
    plan = issued_or_403(request.user, number)
    return download(importing.template(plan), f"证书编号{number}.xlsx", XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """Send a file in; it is shown before anything is taken."""
    plan = issued_or_403(request.user, number)
    form = NumbersForm(*sent(request))
    made: list[NumberImport] = []
    faults: list = []

    def do() -> None:
        file = form.cleaned_data["file"]
        found, read = importing.upload(plan, file.read(), file.name, actor=request.user)
        if found is None:
            faults.extend(read.faults)
            form.add_error(None, importing.FAULTY.format(len(faults)))
        else:
            made.append(found)

    if taken(form, do):
        return redirect("certificates:numbers-preview", number, made[0].pk)
    context = {
        "title": "导入下发的证书编号",
        "lead": "先核对，确认后才生效。已由本系统预留的编号改用下发的，原编号作空号登记。",
        "eyebrow": f"{plan.title} · {number}",
        "back": reverse("certificates:numbers", args=[number]),
        "button": "上传并核对",
        "template_url": reverse("certificates:numbers-template", args=[number]),
        "faults": faults[:SHOWN_FAULTS],
        "more": max(len(faults) - SHOWN_FAULTS, 0),
    }
    return form_page(request, form, template="results/scores/file.html", **context)


@require_safe
def preview(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Who gets which number if it is taken."""
    plan = issued_or_403(request.user, number)
    found = get_object_or_404(plan.number_imports, pk=pk)
    people = {result.entry_id: result.entry for result in publicity.qualified(plan)}
    rows = [(people.get(int(key)), value) for key, value in found.numbers.items()]
    rows.sort(key=lambda row: row[1])
    context = {
        "plan": plan,
        "found": found,
        "rows": rows[:SHOWN_ROWS],
        "count": len(rows),
        "more": max(len(rows) - SHOWN_ROWS, 0),
        "lacking": len(people) - len(rows),
    }
    return render(request, "certificates/numbers/preview.html", context)


@require_POST
def take(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take the numbers of a file."""
    plan = issued_or_403(request.user, number)
    found = get_object_or_404(plan.number_imports, pk=pk)
    found.plan = plan
    if done(request, lambda: importing.take(found, actor=request.user)):
        messages.success(request, f"已导入 {len(found.numbers)} 个证书编号。")
        return redirect("certificates:issue", number)
    return redirect("certificates:numbers-preview", number, pk)
