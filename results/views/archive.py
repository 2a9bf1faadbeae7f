"""The archive of a plan: what is kept, until when, what is missing; its holds."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from assessment.models import Plan
from assessment.views.entries import plan_or_404
from casework.services import door
from casework.views.materials import serve
from casework.views.sending import attempted, form_page, sent, taken
from config import clock
from results import retention
from results.checks import archive as checks
from results.enums import ArchiveForm, Keeping
from results.forms.archive import HoldForm, ItemForm, LiftForm, StrikeForm
from results.frames import archive as frame
from results.models import ArchiveItem
from results.selectors import archive
from results.services import archiving, dossiers

NOT_YOURS = "只有评价机构的管理员、经办人和有关机关可以查看归档材料。"
NOT_NOW = "只有评价机构的管理员、经办人可以登记，而且须在完成评价之后。"
NO_HOLD = "只有评价机构的管理员和有关机关可以决定暂停销毁，而且须在完成评价之后。"
NO_LIFT = "只有作出决定的人，或者作出决定的机关及其上级机关可以解除。"


def read_or_403(user: User, number: str) -> Plan:
    """The plan, for who sees its archive; 404 for whom the plan does not exist."""
    plan = plan_or_404(user, number)
    if not archive.reads(user, plan):
        raise PermissionDenied(NOT_YOURS)
    return plan


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The checklist, the holds, the dossiers."""
    plan = read_or_403(request.user, number)
    lines = frame.lines(plan)
    rows = list(archive.items(plan))
    for row in rows:
        row.plan = plan
    held = archive.is_held(plan)
    context = {
        "plan": plan,
        "open": archive.is_open(plan),
        "lines": lines,
        "missing": [issue.message for issue in checks.check(lines)],
        "items": [
            (row, Keeping(row.category).label, _may_strike(request.user, row, held)) for row in rows
        ],
        "holds": _holds(request.user, plan),
        "terms": [retention.basis(form, archive.rules_of(plan)) for form in ArchiveForm],
        "registers": archive.registers(request.user, plan),
        "may_hold": archive.holder_for(request.user, plan) is not None,
        "may_archive": any(
            act.transition == "archive" for act in door.available(plan, request.user)
        ),
        "today": clock.today(),
        **dossiers.shown(plan, request.user),
    }
    return render(request, "results/archive/page.html", context)


def _may_strike(user: User, row: ArchiveItem, held: bool) -> bool:
    return not held and archive.is_strikable(user, row)


def _holds(user: User, plan: Plan) -> list[tuple]:
    found = []
    for hold in archive.holds_of(plan):
        hold.plan = plan
        found.append((hold, archive.may_lift(user, hold)))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Register something; `?keeping=` chooses what."""
    plan = read_or_403(request.user, number)
    if not archive.registers(request.user, plan):
        raise PermissionDenied(NOT_NOW)
    keeping = request.GET.get("keeping", "")
    first = {"keeping": keeping} if keeping in Keeping else {}
    if keeping == Keeping.VIDEO:
        first["form"] = ArchiveForm.VIDEO
    form = ItemForm(*sent(request), plan=plan, initial=first)
    if form.is_bound and form.is_valid() and _registered(request, plan, form):
        messages.success(request, "已登记。登记错的，当天可以注销。")
        return redirect("results:archive", number)
    return form_page(request, form, **_words(plan, "登记归档材料", "登记"))


def _registered(request: HttpRequest, plan: Plan, form: ItemForm) -> bool:
    data = form.cleaned_data

    def do() -> None:
        archiving.register(
            plan,
            form.given(),
            actor=request.user,
            token=data["token"],
            upload=data["upload"],
        )

    return attempted(form, do)


@require_http_methods(["GET", "HEAD", "POST"])
def strike(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Strike a wrong entry out; says why where that cannot be."""
    plan = read_or_403(request.user, number)
    if not archive.registers(request.user, plan):
        raise PermissionDenied(NOT_NOW)
    item = get_object_or_404(archive.items(plan), pk=pk)
    item.plan = plan
    form = StrikeForm(*sent(request))

    def do() -> None:
        archiving.remove(item, reason=form.cleaned_data["reason"], actor=request.user)

    if taken(form, do):
        messages.success(request, "已注销。原登记和原因保留在案。")
        return redirect("results:archive", number)
    return form_page(
        request, form, **_words(plan, "注销归档登记", "注销", lead=item.title, danger=True)
    )


@require_safe
def file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The uploaded file of an entry."""
    plan = read_or_403(request.user, number)
    item = get_object_or_404(archive.items(plan).filter(file__isnull=False), pk=pk)
    return serve(request, item.file)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, number: str) -> HttpResponse:
    """Forbid to destroy anything of the plan."""
    plan = read_or_403(request.user, number)
    if archive.holder_for(request.user, plan) is None:
        raise PermissionDenied(NO_HOLD)
    form = HoldForm(*sent(request))

    def do() -> None:
        data = form.cleaned_data
        archiving.place_hold(plan, reason=data["reason"], actor=request.user, token=data["token"])

    if taken(form, do):
        messages.success(request, "已暂停销毁。解除以前，本计划的材料到期也不能销毁。")
        return redirect("results:archive", number)
    lead = "投诉、核查、诉讼期间，本计划的全部材料到期也不销毁，直到解除。"
    return form_page(request, form, **_words(plan, "暂停销毁", "暂停销毁", lead=lead))


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """End a hold."""
    plan = read_or_403(request.user, number)
    found = get_object_or_404(archive.holds_of(plan), pk=pk)
    found.plan = plan
    if found.lifted_at is None and not archive.may_lift(request.user, found):
        raise PermissionDenied(NO_LIFT)
    form = LiftForm(*sent(request))

    def do() -> None:
        archiving.lift_hold(found, reason=form.cleaned_data["reason"], actor=request.user)

    if taken(form, do):
        messages.success(request, "已解除。")
        return redirect("results:archive", number)
    lead = f"{found.office}：{found.reason}"
    return form_page(request, form, **_words(plan, "解除暂停销毁", "解除", lead=lead))


def _words(plan: Plan, title: str, button: str, **more) -> dict:
    return {
        "title": title,
        "button": button,
        "back": reverse("results:archive", args=[plan.number]),
        "back_label": "返回归档材料",
        "eyebrow": f"{plan.title} · {plan.number}",
        **more,
    }
