"""The list of cases and the page of one, whatever its kind, for applicants and officers alike."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.selectors import staffed_by
from casework import clocks, history, kinds, rules, selectors
from casework.filters import CaseFilter, canonical
from casework.forms import ActForm
from casework.models import Case
from casework.services import door
from casework.services.materials import overview
from catalogue import workdays
from ui.clocks import Clock
from ui.tables import Column, Table

COLUMNS = (
    Column("title", "事项", ("title",)),
    Column("owner", "申请单位", ("owner__name",)),
    Column("state", "状态", ("kind", "state")),
    Column("due", "时限", ("due_or_last",)),
    Column("assignee", "承办人", ("assignee__username",)),
    Column("opened", "提出日期", ("opened_at",)),
)
FOR_OFFICERS = ("owner", "assignee")


@dataclass(frozen=True)
class Row:
    """A case as lists show it; `fill` is the URL name where its owner fills in a draft."""

    case: Case
    kind: str
    state: str
    tone: str
    clock: Clock | None
    about: str = ""
    fill: str = ""


def rows(cases: list[Case]) -> list[Row]:
    """Lines for cases loaded by `selectors.for_list`; a query more for each kind that has something
    to tell its cases apart by."""
    calendar = workdays.current()
    about = _about(cases)
    return [
        Row(
            case=case,
            kind=kinds.kind_of(case).label,
            state=kinds.state_label(case),
            tone=kinds.state_tone(case),
            clock=clocks.nearest(case, calendar=calendar),
            about=about.get(case.pk, ""),
            fill=kinds.kind_of(case).fill,
        )
        for case in cases
    ]


def _about(cases: list[Case]) -> dict[int, str]:
    found: dict[int, str] = {}
    for code, keys in selectors.keys_by_kind(cases).items():
        if tell := kinds.by_code(code).about:
            found |= tell(keys)
    return found


def visible_or_404(user: User, number: str) -> Case:
    """The case of that number as its own kind, where the person may see it; else 404."""
    of = kinds.of_number(number)
    found = selectors.cases_visible_to(user, *of).filter(number=number) if of else ()
    try:
        return selectors.as_kinds(list(found))[0]
    except IndexError:
        raise Http404 from None


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Every case the person may see: an officer's queue, or one's own organisation's cases."""
    officer = bool(staffed_by(request.user))
    columns = [column for column in COLUMNS if officer or column.key not in FOR_OFFICERS]
    visible = selectors.for_list(selectors.cases_visible_to(request.user)).annotate(
        due_or_last=Coalesce("due_on", Value(date.max))  # both databases put none last
    )
    table = Table(request, visible, columns, filterset=CaseFilter, default_sort="due", id="cases")
    context = {
        "table": table,
        "rows": rows(list(table.page)),
        "officer": officer,
        "starts": kinds.startable_by(request.user),
        "query": canonical(request.GET.urlencode()),
        "views": list(request.user.saved_views.all()) if officer else [],
    }
    return render(request, "casework/cases.html", context)


@require_safe
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """One case: how it stands, what is in it, what happened, and what this person may do now."""
    case = visible_or_404(request.user, number)
    kind = kinds.kind_of(case)
    deadlines = list(case.deadlines.all())
    calendar = workdays.current()
    context = {
        "case": case,
        "kind": kind,
        "state": kinds.state_label(case),
        "tone": kinds.state_tone(case),
        "clocks": [(each, clocks.clock_of(each, calendar=calendar)) for each in deadlines],
        "acts": _offered(case, request.user),
        "events": history.lines(case, selectors.timeline(case), request.user),
        "papers": [paper.current for slot in overview(case) for paper in slot.papers],
        "papers_later": kind.papers_later(case) if kind.papers_later else "",
        "inner": rules.sees_inner_side(request.user, case),
        "take_form": _take_form(case, request.user),
        "may_pass_on": rules.may_pass_on(request.user, case),
        "parts": [part for make in kind.parts if (part := make(case, request.user))],
        **(kind.context(case, request.user) if kind.context else {}),
    }
    return render(request, "casework/case.html", context)


def _offered(case: Case, user: User) -> list[tuple[kinds.Act, str]]:
    """What the person may do now, each with why it is early; "" where it is not."""
    offered = door.available(case, user)
    return [(act, act.early(case) if act.early else "") for act in offered]


def _take_form(case: Case, user: User) -> ActForm | None:
    return ActForm(case=case, actor=user) if rules.may_take(user, case) else None
