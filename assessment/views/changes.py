"""Changes of a plan after approval: all of them, one, a proposal, its answer, whom to tell."""

import json

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.members import ReasonForm
from accounts.services import unmask
from assessment import changing
from assessment.enums import ChangeKind, ChangeStatus
from assessment.forms.changes import FORMS, AgreeForm, RefuseForm, WithdrawForm
from assessment.models import Plan, PlanChange
from assessment.selectors import changes as rights
from assessment.selectors.entries import of_agency
from assessment.services import changes
from assessment.services.change_drawing import to_come
from assessment.views.entries import plan_or_404
from casework import kinds
from casework.services import door
from casework.views.acts import answer
from casework.views.sending import form_page, sent
from printing import sheets
from ui.tables import Column, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {
    ChangeStatus.PROPOSED: "info",
    ChangeStatus.IN_FORCE: "ok",
    ChangeStatus.REFUSED: "danger",
    ChangeStatus.WITHDRAWN: "neutral",
}
COLUMNS = (
    Column("kind", "变更事项", ("kind",)),
    Column("values", "变更内容"),
    Column("status", "状态", ("status",)),
    Column("proposed", "提出", ("proposed_at",)),
    Column("decided", "办结", ("decided_at",)),
)
CONCERNED = (
    Column("number", "报名编号", ("number",)),
    Column("name", "姓名", ("name",)),
    Column("employer", "工作单位", ("employer",)),
    Column("phone", "联系电话"),
)
LEADS = {
    ChangeKind.DAYS: (
        "改变整个计划的评价日期，评价公告随之更正。已安排的场次不会自动移动，请在生效后重新安排。"
    ),
    ChangeKind.SESSION: "推迟或者提前一个场次，考场、座位和人员不变。",
    ChangeKind.ROOM: "考场不能使用时，换成同类的另一个考场，座位整体移入。",
    ChangeKind.STAFF: "考评、监考、督导等人员不能到场时，由另一人接替。",
}
ANSWERS = {
    "agree": ("同意变更", AgreeForm, "已同意，变更生效。"),
    "refuse": ("不同意变更", RefuseForm, "已办理：不同意变更。"),
    "withdraw": ("撤回变更", WithdrawForm, "已撤回。"),
}
HEADS = ("报名编号", "姓名", "工作单位", "联系电话", "通知时间", "通知人", "备注")


@require_safe
def listing(request: HttpRequest, number: str) -> HttpResponse:
    """All changes of a plan, and what can be changed now."""
    plan = plan_or_404(request.user, number)
    rows = plan.changes.select_related("session", "proposed_by")
    table = Table(request, rows, COLUMNS, default_sort="-proposed", id="changes")
    own = of_agency(request.user, plan)
    offered = changing.kinds_at(plan.state) if own else ()
    context = {
        "plan": plan,
        "table": table,
        "rows": [(row, TONES[row.status], _lines(row)) for row in table.page],
        "state": kinds.state_label(plan),
        "own": own,
        "waits": plan.changes.filter(status=ChangeStatus.PROPOSED).exists(),
        "offered": [(kind, LEADS[kind], _agrees(plan, kind)) for kind in offered],
    }
    return render(request, "assessment/changes/list.html", context)


@require_safe
def page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One change: before and after, what was said of it, whom the agency has to tell."""
    plan, change = _change_or_404(request, number, pk)
    own = of_agency(request.user, plan)
    told = own and change.status == ChangeStatus.IN_FORCE
    table = Table(request, change.concerned, CONCERNED, default_sort="number", id="concerned")
    waits = change.waits and plan.is_open
    context = {
        "plan": plan,
        "change": change,
        "lines": _lines(change),
        "tone": TONES[change.status],
        "sessions": plan.sessions.filter(pk__in=change.sessions),
        "agrees": _agrees(plan, ChangeKind(change.kind)),
        "answer_by": rights.answer_by(change) if waits else None,
        "answers": waits and rights.may_answer(request.user, plan, ChangeKind(change.kind)),
        "late": waits and change.kind not in changing.kinds_at(plan.state),
        "withdraws": change.waits and own,
        "table": table if told else None,
    }
    return render(request, "assessment/changes/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Ask for a change; where nobody has to agree it is in force at once."""
    plan = plan_or_404(request.user, number)
    wanted = ChangeKind(kind) if kind in ChangeKind else None
    if wanted is None:
        raise Http404
    if not of_agency(request.user, plan):
        raise PermissionDenied(changes.NOT_YOURS)
    chosen = request.GET.get("session", "")[:18]
    session = to_come(plan).filter(pk=chosen).first() if chosen.isdecimal() else None
    form = FORMS[wanted](*sent(request), case=plan, actor=request.user, chosen=session)
    agrees = _agrees(plan, wanted)
    shown = {
        "label": wanted.label,
        "lead": LEADS[wanted],
        "agrees": agrees,
        "button": "提交" if agrees else "提交并生效",
        "back": reverse("assessment:changes", args=[number]),
        "template": "assessment/changes/propose.html",
    }

    def do() -> None:
        if not form.is_bound:
            if wanted not in changing.kinds_at(plan.state):
                said = kinds.state_label(plan)
                raise door.NotNowError(f"“{said}”状态下不能办理{wanted.label}。")
            return
        event = changes.propose(
            plan,
            wanted,
            form.values(),
            reason=form.cleaned_data["reason"],
            actor=request.user,
            token=form.cleaned_data["token"],
        )
        shown["to"] = reverse("assessment:change", args=[number, json.loads(event.facts)["change"]])

    done = f"已提交，等待{agrees}同意。" if agrees else "变更已生效。"
    return answer(request, form, do, shown, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str, pk: int, act: str) -> HttpResponse:
    """Agree to a change, refuse it, or take it back."""
    plan, change = _change_or_404(request, number, pk)
    label, form_class, done = ANSWERS[act]
    _demand(request, plan, change, act)
    form = form_class(*sent(request), case=plan, actor=request.user)
    to = reverse("assessment:change", args=[number, pk])
    shown = {
        "label": label,
        "change": change,
        "lines": _lines(change),
        "sessions": plan.sessions.filter(pk__in=change.sessions),
        "button": label,
        "danger": act != "agree",
        "back": to,
        "to": to,
        "template": "assessment/changes/decide.html",
    }

    def do() -> None:
        if not form.is_bound:
            if not change.waits:
                raise door.NotNowError(changes.ANSWERED)
            return
        token = form.cleaned_data["token"]
        if act == "withdraw":
            changes.withdraw(change, actor=request.user, token=token)
            return
        service = changes.agree if act == "agree" else changes.refuse
        service(change, actor=request.user, opinion=form.cleaned_data["note"], token=token)

    return answer(request, form, do, shown, done=done)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phones(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The list to ring everybody by, phones in full, once the reason was given; on record."""
    plan, change = _change_or_404(request, number, pk)
    if not rights.may_ring(request.user, change):
        raise PermissionDenied("只有评价机构的管理员和经办人可以下载通知名单。")
    if change.status != ChangeStatus.IN_FORCE:
        raise PermissionDenied("变更生效后才能下载通知名单。")
    form = ReasonForm(*sent(request))
    if form.is_bound and form.is_valid():
        try:
            text = unmask.unmask(
                change,
                "phones",
                actor=request.user,
                organisation=plan.owner,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            form.add_error("reason", error.messages)
        else:
            return _workbook(text, f"变更通知名单{plan.number}-{change.pk}.xlsx")
    shown = {
        "title": "下载通知名单",
        "lead": "名单有完整的联系电话，下载记录在案。只用于通知考生，用后请删除。",
        "back": reverse("assessment:change", args=[number, pk]),
        "eyebrow": f"{plan.title} · {plan.number}",
        "button": "下载",
    }
    return form_page(request, form, **shown)


def _workbook(text: str, name: str) -> HttpResponse:
    rows = []
    for line in text.splitlines():
        number, phone, person, employer = line.split("\t")
        rows.append((number, person, employer, phone, "", "", ""))
    answered = HttpResponse(sheets.write(HEADS, rows, title="通知名单"), content_type=XLSX)
    answered["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answered


def _demand(request: HttpRequest, plan: Plan, change: PlanChange, act: str) -> None:
    if act == "withdraw":
        allowed, said = of_agency(request.user, plan), changes.NOT_YOURS
    else:
        kind = ChangeKind(change.kind)
        allowed, said = rights.may_answer(request.user, plan, kind), changes.NOT_YOUR_ANSWER
    if not allowed:
        raise PermissionDenied(said)


def _change_or_404(request: HttpRequest, number: str, pk: int) -> tuple[Plan, PlanChange]:
    plan = plan_or_404(request.user, number)
    rows = plan.changes.select_related("session", "proposed_by", "decided_by")
    change = get_object_or_404(rows, pk=pk)
    change.plan = plan
    return plan, change


def _lines(change: PlanChange) -> list[changing.Difference]:
    return changing.differences(change.kind, change.before, change.after)


def _agrees(plan: Plan, kind: ChangeKind) -> str:
    """What one calls the office that has to agree; empty where none has."""
    actor = changing.agreeing(plan.regulation.processes.plan, kind)
    return str(actor.label) if actor else ""
