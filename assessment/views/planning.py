"""A plan is begun and filled in, section by section."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from assessment import selectors
from assessment.checks import all as checks
from assessment.documents import announcement
from assessment.forms.plans import SECTIONS, StartForm
from assessment.models import Commission, Plan
from assessment.services import drafting
from assessment.views.sections import task
from casework import kinds
from casework.services.door import ForbiddenError
from casework.views.cases import visible_or_404
from casework.views.sending import form_page, sent, taken
from catalogue.regulations.terms import CommissionStep

NOT_YOURS = "只有评价机构的管理员和经办人可以填写评价计划。"


def plan_or_404(user: User, number: str) -> Plan:
    """The plan of that number; 404 for whom it does not exist."""
    case = visible_or_404(user, number)
    if not isinstance(case, Plan):
        raise Http404
    return case


def own_or_403(user: User, number: str) -> Plan:
    """The plan, for managers and clerks of its agency; 403 for who may only read it."""
    plan = plan_or_404(user, number)
    if not holds(user, plan.owner_id, *SPEAKERS):
        raise PermissionDenied(NOT_YOURS)
    return plan


def open_or_403(user: User, number: str) -> Plan:
    """The plan, while it may be changed; 403 with the reason afterwards."""
    plan = own_or_403(user, number)
    if plan.state not in drafting.EDITABLE:
        raise PermissionDenied(drafting.CLOSED.format(kinds.state_label(plan)))
    return plan


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin a plan; of a granted commission (`?commission=`) with its place and items. 403 for who
    runs no agency in force."""
    agencies = selectors.agencies_of(request.user)
    if not agencies.exists():
        raise PermissionDenied("您没有备案有效的评价机构，不能制定评价计划。")
    if commission := _commission(request, agencies):
        return _start_commissioned(request, commission)
    form = StartForm(*sent(request), agencies=agencies)
    made = []

    def do() -> None:
        made.append(drafting.start(**form.cleaned_data, actor=request.user))

    if taken(form, do):
        messages.success(request, "已建立评价计划草稿，可以分几次填完。")
        return redirect("assessment:plan", made[0].number)
    page = {
        "title": "制定评价计划",
        "lead": "只能评价备案范围内的职业和等级。评价所在地决定报给哪个机关。",
        "back": reverse("casework:cases"),
        "button": "开始填写",
    }
    return form_page(request, form, **page)


def _commission(request: HttpRequest, agencies) -> Commission | None:
    number = request.GET.get("commission", "").replace("\0", "")
    if not number:
        return None
    rows = Commission.objects.filter(agency__in=agencies, state=CommissionStep.GRANTED)
    return get_object_or_404(rows.select_related("agency", "division"), number=number)


def _start_commissioned(request: HttpRequest, commission: Commission) -> HttpResponse:
    refused = ""
    if request.method == "POST":
        try:
            plan = drafting.start(
                commission.agency, commission.division, actor=request.user, commission=commission
            )
        except ValidationError as error:
            refused = " ".join(error.messages)
        except ForbiddenError as error:
            raise PermissionDenied(str(error)) from error
        else:
            messages.success(request, "已按委托建立评价计划草稿。")
            return redirect("assessment:plan", plan.number)
    context = {"commission": commission, "refused": refused}
    template = "assessment/planning/commissioned.html"
    return render(request, template, context, status=422 if refused else 200)


@require_safe
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """The table of contents of a plan: its sections and what is still open."""
    plan = own_or_403(request.user, number)
    found = checks.issues(plan)
    open_now = plan.state in drafting.EDITABLE
    sections = [(key, title, lead) for key, (title, lead, _) in SECTIONS.items()]
    sections.insert(1, ("items", "职业等级", "评价哪些职业和等级，考哪些科目，预计多少人。"))
    context = {
        "plan": plan,
        "tasks": [_task(plan, *section, found, open_now=open_now) for section in sections],
        "issues": found,
        "refusing": sum(issue.refuses for issue in found),
        "open": open_now,
    }
    return render(request, "assessment/planning/draft.html", context)


def _task(plan: Plan, key: str, title: str, lead: str, found, *, open_now: bool) -> dict:
    url = reverse(f"assessment:plan-{key}", args=[plan.number]) if open_now else ""
    here = [issue for issue in found if issue.section == key]
    if key == "items":
        begun = plan.items.exists()
    else:
        begun = any(getattr(plan, name) for name in SECTIONS[key][2]._meta.fields)
    return task(title, lead, url, here, begun=begun)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """A section of the draft: managers and clerks of the agency, while it may be changed."""
    plan = open_or_403(request.user, number)
    title, lead, form_class = SECTIONS[key]
    form = form_class(*sent(request), instance=plan)
    if taken(form, lambda: drafting.keep(form)):
        messages.success(request, f"已保存{title}。")
        return redirect("assessment:plan", number)
    if form.is_bound:
        form.show_again()
    page = {
        "title": title,
        "lead": lead,
        "back": reverse("assessment:plan", args=[number]),
        "eyebrow": f"{plan.title} · {number}",
        "button": "保存",
    }
    return form_page(request, form, **page)


@require_safe
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """The announcement as it would be published now."""
    plan = plan_or_404(request.user, number)
    whole = plan.first_on and plan.enrol_from and plan.enrol_until and plan.method
    context = {
        "plan": plan,
        "title": announcement.title(plan) if whole else "",
        "body": announcement.body(plan) if whole else "",
        "back": reverse("casework:case", args=[number]),
    }
    return render(request, "assessment/planning/preview.html", context)
