"""The registrations of a plan: the list, and deciding many at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from assessment import entry_rights
from assessment.entry_filters import EntryFilter
from assessment.enums import EntryStatus
from assessment.models import Entry, Plan
from assessment.services import entry_decisions
from assessment.services.entry_decisions import Outcome
from casework import kinds
from casework.services.door import DoorError, ForbiddenError
from casework.views.cases import visible_or_404
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "姓名", ("name",)),
    Column("id_number", "证件号码"),
    Column("item", "申报职业等级", ("item__occupation__code", "item__level")),
    Column("employer", "工作单位", ("employer",)),
    Column("ground", "准入依据"),
    Column("status", "状态", ("status",)),
)
TONES = {"approved": "ok", "refused": "danger", "withdrawn": "neutral", "draft": "neutral"}
SHOWN_LEFT = 200


def plan_or_404(user: User, number: str) -> Plan:
    """The plan of that number; 404 for whom it does not exist."""
    case = visible_or_404(user, number)
    if not isinstance(case, Plan):
        raise Http404
    return case


def handled_or_403(user: User, number: str) -> Plan:
    """The plan, for the clerks of the agency or of the client; 403 for who may only read it."""
    plan = plan_or_404(user, number)
    if not entry_rights.handles(user, plan):
        raise PermissionDenied("只有评价机构或委托企业的经办人可以办理报名。")
    return plan


@require_safe
def entries(request: HttpRequest, number: str) -> HttpResponse:
    """Everybody who is entered, thirty a page, with how many stand where."""
    plan = plan_or_404(request.user, number)
    items = list(plan.items.select_related("occupation"))
    rows = plan.entries.select_related("item__occupation", "condition").defer("details", "phone")

    def narrowed(*args, **kwargs) -> EntryFilter:
        return EntryFilter(*args, items=items, **kwargs)

    table = Table(request, rows, COLUMNS, filterset=narrowed, id="entries")
    context = {
        "plan": plan,
        "table": table,
        "rows": [(row, TONES.get(row.status, "info")) for row in table.page],
        "counts": _counts(plan),
        "state": kinds.state_label(plan),
        "open": entry_rights.is_open(plan),
        "handles": entry_rights.handles(request.user, plan),
        **decisions_for(request.user, plan),
    }
    return render(request, "assessment/entries/list.html", context)


def decisions_for(user: User, plan: Plan) -> dict:
    """What this person may decide here now, and in which state the waiting ones are."""
    if not entry_rights.is_open(plan):
        return {}
    signs, agency = entry_rights.signs(user, plan), entry_rights.of_agency(user, plan)
    waiting = EntryStatus.APPLIED
    if agency and plan.for_commission:
        waiting = EntryStatus.SIGNED
    return {
        "signs": signs,
        "approves": agency,
        "waiting": waiting,
        "promise": entry_decisions.PROMISE,
    }


def _counts(plan: Plan) -> list[tuple[str, str, int]]:
    rows = plan.entries.order_by().values_list("status").annotate(count=Count("pk"))
    found = dict(rows.values_list("status", "count"))
    return [(each.value, each.label, found.get(each.value, 0)) for each in EntryStatus]


@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Sign, approve or refuse the ticked registrations, or all that wait."""
    plan = plan_or_404(request.user, number)
    chosen = _chosen(request, plan)
    try:
        outcome = _decide(request, plan, chosen)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except (ValidationError, DoorError) as refused:
        said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        for text in said:
            messages.error(request, text)
        return redirect("assessment:entries", number)
    if outcome.done:
        messages.success(request, f"已办理 {outcome.done} 份报名。")
    if not outcome.left:
        return redirect("assessment:entries", number)
    context = {
        "plan": plan,
        "outcome": outcome,
        "shown": outcome.left[:SHOWN_LEFT],
        "unshown": len(outcome.left[SHOWN_LEFT:]),
        "back": reverse("assessment:entries", args=[number]),
    }
    return render(request, "assessment/entries/outcome.html", context, status=422)


def _chosen(request: HttpRequest, plan: Plan) -> QuerySet[Entry]:
    if request.POST.get("all"):
        waiting = decisions_for(request.user, plan).get("waiting", "")
        return plan.entries.filter(status=waiting)
    keys = [key for key in request.POST.getlist("entry") if key.isdecimal() and len(key) < 18]
    return plan.entries.filter(pk__in=keys)


def _decide(request: HttpRequest, plan: Plan, chosen: QuerySet[Entry]) -> Outcome:
    if not chosen.exists():
        raise ValidationError("请先勾选要办理的报名。")
    act, remark = request.POST.get("act", ""), request.POST.get("remark", "")
    if act == "refuse":
        return entry_decisions.refuse(plan, chosen, actor=request.user, remark=remark)
    if act == "sign":
        promised = bool(request.POST.get("promised"))
        return entry_decisions.sign(plan, chosen, actor=request.user, promised=promised)
    if act == "approve":
        return entry_decisions.approve(plan, chosen, actor=request.user, remark=remark)
    raise Http404
