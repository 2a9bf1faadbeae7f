"""Issue: what stands in its way, begun, watched, gone on with, ended."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from assessment.models import Plan
from casework.views.sending import form_page, sent, taken
from catalogue.regulations.terms import PlanStep
from certificates.checks import all as checks
from certificates.enums import NumberState
from certificates.forms.issuing import BeginForm, GiveUpForm, PhotoForm
from certificates.frames.issuing import Frame
from certificates.models import IssueTerms, ReservedNumber
from certificates.selectors import issuing as selectors
from certificates.selectors import rights
from certificates.services import downloads, issuing, making, overprints, photos
from certificates.views.common import (
    PDF,
    done,
    download,
    issued_or_403,
    qualified_or_404,
    read_or_403,
)
from config import clock
from ui.tables import Column, Table

COLUMNS = (
    Column("number", "证书编号", ("number",)),
    Column("name", "姓名", ("entry__name",)),
    Column("item", "职业、等级", ("entry__item", "number")),
    Column("state", "状态", ("state", "number")),
)
NO_PROOF = "还没有可以打印样张的人，请先处理页面上列出的问题。"


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about the certificates of a plan."""
    plan = read_or_403(request.user, number)
    if request.htmx and request.headers.get("HX-Target") == "batch":
        return _progress(request, plan)
    return _page(request, plan)


def _page(request: HttpRequest, plan: Plan, form: BeginForm | None = None) -> HttpResponse:
    user, batch = request.user, selectors.latest_batch(plan)
    rows = ReservedNumber.objects.filter(plan=plan).exclude(state=NumberState.GAP)
    rows = rows.select_related("entry__item__occupation")
    table = Table(request, rows, COLUMNS, default_sort="number", id="people")
    context = {
        "plan": plan,
        "table": table,
        "issues": rights.may_issue(user, plan),
        "numbers": rights.may_number(user, plan),
        "takes": rights.takes_all(user, plan),
        "parts": downloads.parts_of(plan),
        "sheets": overprints.parts_of(plan) if rights.prints_on(user, plan) else [],
        "given_up": list(selectors.unprintable(plan)),
        "closed": plan.state != PlanStep.CONFIRMED,
        **_batch(plan),
    }
    if plan.state == PlanStep.CONFIRMED:
        context |= _before(user, plan, batch, form)
    status = 422 if form is not None else 200
    return render(request, "certificates/issuing/page.html", context, status=status)


def _before(user: User, plan: Plan, batch, form: BeginForm | None) -> dict:
    """What is checked before it starts, or before it goes on."""
    terms = IssueTerms.objects.filter(plan=plan).first()
    meant = terms.issue_on if terms else None
    frame = Frame.of(plan, batch.issued_on if batch else clock.today())
    found, entries = checks.of_the_plan(frame), {p.entry.pk: p.entry for p in frame.waiting}
    said = {pk: checks.fault(entry, frame.correcting.get(pk, "")) for pk, entry in entries.items()}
    if batch:
        said |= {pk: text for pk, text in making.failures(batch).items() if not said.get(pk)}
    first = issuing.earliest_day(plan)
    faults = [
        (entries[pk], text, photos.is_wanted(entries[pk], text))
        for pk, text in said.items()
        if text and pk in entries
    ]
    return {
        "found": found,
        "faults": faults,
        "correcting": frame.correcting,
        "waiting": len(entries),
        "ready": len(entries) - len(faults),
        "finishes": rights.may_issue(user, plan) and issuing.may_finish(plan),
        "form": form or BeginForm(first=first, meant=meant),
        "meant": meant,
    }


def _batch(plan: Plan) -> dict:
    batch = selectors.latest_batch(plan)
    rows = ReservedNumber.objects.filter(plan=plan)
    issued = rows.filter(state=NumberState.ISSUED).count()
    left = rows.filter(state=NumberState.RESERVED).count()
    running = bool(batch and batch.job and batch.job.is_open)
    return {
        "batch": batch,
        "issued": issued,
        "left": left,
        "total": issued + left,
        "running": running,
    }


def _progress(request: HttpRequest, plan: Plan) -> HttpResponse:
    shown = {"plan": plan, **_batch(plan)}
    if not shown["running"]:
        # The waiting is over: the whole page is another one now.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "certificates/issuing/progress.html", shown)


@require_POST
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the batch."""
    plan = issued_or_403(request.user, number)
    terms = IssueTerms.objects.filter(plan=plan).first()
    first = issuing.earliest_day(plan)
    form = BeginForm(request.POST, first=first, meant=terms.issue_on if terms else None)

    def do() -> None:
        data = form.cleaned_data
        issuing.begin(
            plan,
            issued_on=data["issued_on"],
            signed=data["signed"],
            token=data["token"],
            actor=request.user,
        )

    if not taken(form, do):
        return _page(request, plan, form)
    messages.success(request, "已开始核发，可以离开这个页面，完成后发消息通知您。")
    return redirect("certificates:issue", number)


@require_POST
def go_on(request: HttpRequest, number: str) -> HttpResponse:
    """Try again what was not issued."""
    plan = issued_or_403(request.user, number)
    if done(request, lambda: issuing.go_on(plan, actor=request.user)):
        messages.success(request, "已继续核发。")
    return redirect("certificates:issue", number)


@require_POST
def finish(request: HttpRequest, number: str) -> HttpResponse:
    """The last act, where it did not come about by itself."""
    plan = issued_or_403(request.user, number)
    if done(request, lambda: issuing.finish(plan, actor=request.user)):
        messages.success(request, "核发已完成。")
        return redirect("casework:case", number)
    return redirect("certificates:issue", number)


@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say why somebody's certificate cannot be made."""
    plan = issued_or_403(request.user, number)
    entry = qualified_or_404(plan, pk)
    form = GiveUpForm(*sent(request))

    def do() -> None:
        data = form.cleaned_data
        issuing.give_up(plan, entry, reason=data["reason"], token=data["token"], actor=request.user)

    if taken(form, do):
        messages.success(request, f"已登记：{entry.name}不能制证。")
        return redirect("certificates:issue", number)
    words = _words(plan, "登记不能制证", "登记", f"{entry.name} {entry.ticket}")
    return form_page(request, form, danger=True, **words)


@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give somebody a photograph who has none that can be printed."""
    plan = issued_or_403(request.user, number)
    entry = qualified_or_404(plan, pk)
    form = PhotoForm(*sent(request))

    def do() -> None:
        photos.replace(plan, entry, form.cleaned_data["photo"], actor=request.user)

    if taken(form, do):
        messages.success(request, f"已补交{entry.name}的照片。")
        return redirect("certificates:issue", number)
    words = _words(plan, "补交证书照片", "上传", f"{entry.name} {entry.ticket}")
    return form_page(request, form, **words)


@require_safe
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate as it will be, marked 样张: of the registration in `?entry=`, else of the
    first who can be printed. It holds an ID number in full, so it is noted."""
    plan = read_or_403(request.user, number)
    organisation = rights.takes_all(request.user, plan)
    if organisation is None:
        raise Http404
    rows = selectors.open_numbers(plan).order_by("number")
    if (asked := request.GET.get("entry", "")).isdecimal():
        rows = rows.filter(entry=int(asked[:9]))
    for pk in rows.values_list("pk", flat=True)[: making.PIECE]:
        batch = selectors.latest_batch(plan)
        day = batch.issued_on if batch else clock.today()
        made, _ = making.drawn(making.rows_of([pk]), day, proof=True)
        for row, _, page_ in made:
            label = f"评价计划 {plan.number} 的证书样张 {row.entry.number}"
            downloads.note(request.user, organisation, f"assessment.entry:{row.entry_id}", label)
            return download(page_, f"样张{plan.number}.pdf", PDF, inline=True)
    messages.error(request, NO_PROOF)
    return redirect("certificates:issue", number)


def _words(plan: Plan, title: str, button: str, lead: str) -> dict:
    return {
        "title": title,
        "button": button,
        "lead": lead,
        "back": reverse("certificates:issue", args=[plan.number]),
        "back_label": "返回证书",
        "eyebrow": f"{plan.title} · {plan.number}",
    }
