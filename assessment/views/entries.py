"""The registrations of a plan: the list, and deciding many at once."""

import re

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from assessment.enums import EntryStatus
from assessment.filters import EntryFilter
from assessment.models import Entry, Plan
from assessment.selectors import entries as entry_rights
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
SEEN = re.compile("([0-9]{1,18})-([0-9]{1,9})")  # a registration, and its version


class DecisionForm(forms.Form):
    """What is done with registrations, and what is said of it."""

    act = forms.ChoiceField(
        choices=[
            ("submit", "提交"),
            ("submit_all", "提交全部"),
            ("sign", "审核通过"),
            ("approve", "核准"),
            ("refuse", "退回"),
        ]
    )
    remark = forms.CharField(max_length=300, required=False, label="审核意见")
    promised = forms.BooleanField(required=False)


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
    return _listing(request, plan_or_404(request.user, number))


def _listing(request: HttpRequest, plan: Plan, refused: QueryDict | None = None) -> HttpResponse:
    """The list; with what was sent and `refused`, as it was ticked and written."""
    items = list(plan.items.select_related("occupation"))
    rows = plan.entries.select_related("item__occupation", "condition").defer("details", "phone")

    def narrowed(*args, **kwargs) -> EntryFilter:
        return EntryFilter(*args, items=items, **kwargs)

    table = Table(request, rows, COLUMNS, filterset=narrowed, id="entries")
    counts, unsent = _counts(plan)
    context = {
        "plan": plan,
        "table": table,
        "rows": [(row, TONES.get(row.status, "info")) for row in table.page],
        "counts": counts,
        "entered": any(count for *_, count in counts),
        "unsent": unsent,
        "picked": {pk for pk, _ in _pairs(refused or QueryDict())},
        "sent": refused or {},
        "state": kinds.state_label(plan),
        "open": entry_rights.is_open(plan),
        "handles": entry_rights.handles(request.user, plan),
        **decisions_for(request.user, plan),
    }
    status = 200 if refused is None else 422
    return render(request, "assessment/entries/list.html", context, status=status)


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
        "returns": signs or agency,
        "waiting": waiting,
        "promise": entry_decisions.PROMISE,
    }


def decisions_on(user: User, entry: Entry) -> dict:
    """What this person may decide of a registration as it stands now."""
    found = decisions_for(user, entry.plan)
    if not found:
        return {}
    waits = EntryStatus.SIGNED if entry.plan.for_commission else EntryStatus.APPLIED
    return {
        **found,
        "signs": found["signs"] and entry.status == EntryStatus.APPLIED,
        "approves": found["approves"] and entry.status == waits,
        "returns": entry.status in entry_rights.returnable(user, entry.plan),
    }


def _unsent(plan: Plan) -> QuerySet[Entry]:
    """What clerks entered and nobody sent yet; who applies through a link sends for himself."""
    return plan.entries.filter(status=EntryStatus.DRAFT, link=None)


def _counts(plan: Plan) -> tuple[list[tuple[str, str, int]], int]:
    """(how many stand where, how many drafts of clerks nobody sent)"""
    typed = Count("pk", filter=Q(link=None))
    rows = plan.entries.order_by().values("status").annotate(count=Count("pk"), typed=typed)
    found = {row["status"]: row for row in rows}
    counts = [(e.value, e.label, found[e]["count"] if e in found else 0) for e in EntryStatus]
    return counts, found.get(EntryStatus.DRAFT, {}).get("typed", 0)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Send, sign, approve or refuse the ticked registrations, or all that wait; then back to the
    list as it was filtered."""
    plan = plan_or_404(request.user, number)
    if request.method != "POST":  # a filter or a page of a list that was refused
        return redirect(_list_of(plan, request.GET))
    request.GET = QueryDict(request.POST.get("query", ""))
    try:
        outcome = _decide(request, plan)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except (ValidationError, DoorError) as refused:
        return _not_taken(request, plan, getattr(refused, "messages", [str(refused)]))
    if outcome.done:
        freed = f"，空出 {outcome.freed} 个座位" if outcome.freed else ""
        messages.success(request, f"已办理 {outcome.done} 份报名{freed}。")
    back = _list_of(plan, request.GET)
    if not outcome.left:
        return redirect(back)
    context = {
        "plan": plan,
        "outcome": outcome,
        "shown": outcome.left[:SHOWN_LEFT],
        "unshown": len(outcome.left[SHOWN_LEFT:]),
        "back": back,
    }
    return render(request, "assessment/entries/outcome.html", context, status=422)


def _list_of(plan: Plan, query: QueryDict) -> str:
    url = reverse("assessment:entries", args=[plan.number])
    return f"{url}?{query.urlencode()}" if query else url


def _not_taken(request: HttpRequest, plan: Plan, reasons: list[str]) -> HttpResponse:
    """The list with the reasons, the ticks and what was written; from the page of one, that one."""
    for text in reasons:
        messages.error(request, text)
    ticked = _pairs(request.POST)
    if "alone" in request.POST and ticked:
        return redirect("assessment:entry", plan.number, ticked[0][0])
    return _listing(request, plan, request.POST)


def _chosen(request: HttpRequest, plan: Plan) -> tuple[QuerySet[Entry], dict[int, int]]:
    """(the registrations, the versions in which the person has seen them)"""
    if request.POST.get("act") == "submit_all":
        return _unsent(plan), {}
    if request.POST.get("all"):
        waiting = decisions_for(request.user, plan).get("waiting", "")
        return plan.entries.filter(status=waiting), {}
    seen = dict(_pairs(request.POST))
    return plan.entries.filter(pk__in=seen), seen


def _pairs(sent: QueryDict) -> list[tuple[int, int]]:
    """The ticked registrations, each with its version."""
    pairs = [SEEN.fullmatch(each) for each in sent.getlist("entry")]
    return [(int(pair[1]), int(pair[2])) for pair in pairs if pair]


def _decide(request: HttpRequest, plan: Plan) -> Outcome:
    chosen, seen = _chosen(request, plan)
    if not chosen.exists():
        raise ValidationError("请先勾选要办理的报名。")
    form = DecisionForm(request.POST)
    if not form.is_valid():
        if "act" in form.errors:
            raise Http404
        raise ValidationError([f"审核意见：{text}" for text in form.errors["remark"]])
    given = form.cleaned_data
    who = {"actor": request.user, "seen": seen}
    if given["act"] in ("submit", "submit_all"):
        return entry_decisions.submit(plan, chosen, **who)
    if given["act"] == "refuse":
        return entry_decisions.refuse(plan, chosen, remark=given["remark"], **who)
    if given["act"] == "sign":
        return entry_decisions.sign(plan, chosen, promised=given["promised"], **who)
    return entry_decisions.approve(plan, chosen, remark=given["remark"], **who)
