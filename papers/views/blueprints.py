"""Blueprints (组卷方案) of a bank: listed, made, tried while they are typed, retired."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.views.sending import form_page, sent, taken
from papers.enums import QuestionKind
from papers.forms.blueprints import BlueprintForm, initial_of
from papers.models import Bank, Blueprint
from papers.services import blueprints
from papers.services.contents import marks_text
from papers.views.access import bank_or_404
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "方案名称", ("name",)),
    Column("subject", "科目", ("subject",)),
    Column("sections", "题型"),
    Column("minutes", "时长", ("minutes",), numeric=True),
    Column("full_mark", "满分", ("full_mark",), numeric=True),
    Column("state", "状态", ("retired_at",)),
)


@require_safe
def listing(request: HttpRequest, bank: int) -> HttpResponse:
    """The blueprints of a bank, those in use first."""
    row = bank_or_404(request.user, bank)
    rows = row.blueprints.select_related("made_by")
    table = Table(request, rows, COLUMNS, default_sort="state", id="blueprints")
    shown = [(each, _sections(each)) for each in table.page]
    context = {"bank": row, "table": table, "rows": shown}
    return render(request, "papers/blueprints/list.html", context)


def _sections(blueprint: Blueprint) -> list[str]:
    return [
        f"{QuestionKind(row['kind']).label} {row['count']}×{row['marks']} 分"
        for row in blueprint.sections
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, bank: int) -> HttpResponse:
    """A new blueprint; `?after=` begins with what another holds."""
    row = bank_or_404(request.user, bank)
    form = BlueprintForm(*sent(request), instance=Blueprint(bank=row), initial=_after(request, row))

    def do() -> None:
        blueprints.add(form.save(commit=False), form.sections(), actor=request.user)

    if taken(form, do):
        messages.success(request, "组卷方案已保存。")
        return redirect("papers:blueprints", bank)
    page = {"bank": row, "back": reverse("papers:blueprints", args=[bank]), **_standing(row, form)}
    return form_page(request, form, template="papers/blueprints/form.html", **page)


def _after(request: HttpRequest, bank: Bank) -> dict:
    asked = request.GET.get("after", "")
    if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
        return {}
    found = bank.blueprints.filter(pk=int(asked)).first()
    return initial_of(found) if found else {}


@require_POST
def attempt(request: HttpRequest, bank: int) -> HttpResponse:
    """What has been typed so far comes to, and whether the bank could give such a paper."""
    row = bank_or_404(request.user, bank)
    form = BlueprintForm(request.POST, instance=Blueprint(bank=row))
    context = {"form": form, **_standing(row, form)}
    return render(request, "papers/blueprints/sum.html", context)


def _standing(bank: Bank, form: BlueprintForm) -> dict:
    """What the lines come to now; the bank is asked only of a blueprint that is in order."""
    if not form.is_bound:
        return {"total": None, "lacking": [], "fits": False}
    fits = form.is_valid()
    sections = form.sections()
    return {
        "total": marks_text(blueprints.total_of(sections)),
        "count": sum(section.count for section in sections),
        "full": form.cleaned_data.get("full_mark"),
        "even": form.cleaned_data.get("full_mark") == blueprints.total_of(sections),
        "lacking": blueprints.lacking(bank, sections) if fits else [],
        "fits": fits,
    }


@require_POST
def retire(request: HttpRequest, bank: int, pk: int) -> HttpResponse:
    """Take a blueprint out of use."""
    row = bank_or_404(request.user, bank)
    blueprint = get_object_or_404(row.blueprints, pk=pk)
    blueprints.retire(blueprint)
    messages.success(request, f"“{blueprint}”已停用，已组成的试卷不受影响。")
    return redirect("papers:blueprints", bank)
