"""The occupations and levels of a plan, and their subjects."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessment.forms.plans import ExpectedForm, ItemForm, SubjectForms
from assessment.frames.plans import Frame
from assessment.models import Plan
from assessment.services import drafting
from assessment.subjects import uses
from assessment.views.planning import open_or_403
from casework.services.door import NotNowError
from casework.views.sending import form_page, sent, taken
from catalogue.enums import SubjectKind
from catalogue.regulations.terms import SubjectUse

MOVED = "打开页面之后科目已有增减，下面是现在的科目，请核对后再保存。"


@require_http_methods(["GET", "HEAD", "POST"])
def items(request: HttpRequest, number: str) -> HttpResponse:
    """What the plan assesses, and a further occupation and level from the agency's scope."""
    plan = open_or_403(request.user, number)
    form = ItemForm(*sent(request), plan=plan)
    if taken(form, lambda: drafting.add_item(form.row())):
        messages.success(request, "已添加，可以继续添加或核对科目。")
        return redirect("assessment:plan-items", number)
    rows = plan.items.select_related("occupation").prefetch_related("subjects")
    page = {
        "plan": plan,
        "rows": [(row, list(row.subjects.all())) for row in rows],
        "back": reverse("assessment:plan", args=[number]),
    }
    return form_page(request, form, template="assessment/planning/items.html", **page)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """How many are expected for an item, the marks of its subjects and what is waived (LC-19)."""
    plan = open_or_403(request.user, number)
    row = get_object_or_404(plan.items.select_related("occupation", "plan"), pk=pk)
    given = sent(request)
    form = ExpectedForm(*given, instance=row)
    subjects = SubjectForms(*given, queryset=row.subjects.all(), prefix="subjects")
    valid = subjects.is_valid() if given else True
    if not all(each.instance.pk for each in subjects):
        # Somebody added or took out a subject since the page was shown.
        form.add_error(None, MOVED)
        valid, subjects = False, SubjectForms(queryset=row.subjects.all(), prefix="subjects")
    if valid and taken(form, lambda: drafting.keep_item(form, subjects)):
        messages.success(request, "已保存科目和人数。")
        return redirect("assessment:plan-items", number)
    wrong = bool(given)
    there = {each.instance.kind for each in subjects}
    context = {
        "optional": [(kind, kind in there) for kind in _optional(plan)],
        "plan": plan,
        "item": row,
        "form": form,
        "subjects": subjects,
        "back": reverse("assessment:plan-items", args=[number]),
    }
    template = "assessment/planning/item.html"
    return render(request, template, context, status=422 if wrong else 200)


def _optional(plan: Plan) -> list[SubjectKind]:
    rule = Frame.of(plan).rule
    return [kind for kind, use in uses(rule).items() if use == SubjectUse.OPTIONAL] if rule else []


@require_POST
def subject(request: HttpRequest, number: str, pk: int, kind: str) -> HttpResponse:
    """Add a subject that the method leaves open, or take it out again."""
    plan = open_or_403(request.user, number)
    row = get_object_or_404(plan.items.select_related("plan", "standard"), pk=pk)
    try:
        added = drafting.toggle_subject(row, kind)
    except NotNowError as refused:
        raise PermissionDenied(str(refused)) from refused
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, "已增加科目。" if added else "已去掉科目。")
    return redirect("assessment:plan-item", number, pk)


@require_POST
def remove(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take an item out of the plan; gone already is no error."""
    plan = open_or_403(request.user, number)
    try:
        drafting.remove_item(plan, pk)
    except NotNowError as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(request, "已从计划中移去。")
    return redirect("assessment:plan-items", number)
