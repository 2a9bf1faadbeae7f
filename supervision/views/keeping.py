"""Records whose time is over: listed, proposed for destruction; what was destroyed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.selectors import staffed_by
from casework import kinds
from casework.views.cases import visible_or_404
from casework.views.sending import sent, taken
from results.enums import ArchiveForm
from supervision.filters import DueFilter
from supervision.forms.destructions import ProposeForm
from supervision.models import Destruction
from supervision.selectors import keeping
from supervision.services.keeping import proposing
from ui.tables import Column, Table

COLUMNS = (
    Column("title", "档案", ("title",)),
    Column("keeper", "保管单位", ("keeper__name",)),
    Column("form", "载体", ("form",)),
    Column("until", "保管至", ("kept_until",)),
    Column("state", "进展"),
)
DONE_COLUMNS = (
    Column("title", "清册"),
    Column("keeper", "保管单位", ("keeper__name",)),
    Column("opened", "提请", ("opened_at",)),
    Column("destroyed", "销毁", ("destroyed_at",)),
    Column("state", "状态"),
)
PAGE = 100
NOT_YOURS = "只有保管档案的单位和有关机关可以查看到期档案。"


def _demand(user: User) -> None:
    if not staffed_by(user) and not keeping.sides(user).exists():
        raise PermissionDenied(NOT_YOURS)


@require_http_methods(["GET", "HEAD", "POST"])
def due(request: HttpRequest) -> HttpResponse:
    """What is due, by keeper and form; what is ticked is proposed for destruction."""
    _demand(request.user)
    form = ProposeForm(*sent(request))
    picked = {int(key[:18]) for key in request.POST.getlist("record")[:1000] if key.isdecimal()}
    made: list[Destruction] = []

    def do() -> None:
        data = form.cleaned_data
        try:
            made.append(proposing.propose(picked, opinion=data["opinion"], actor=request.user))
        except ValidationError as refused:
            form.add_error(None, ValidationError(refused.messages))

    if taken(form, do):
        messages.success(request, "已提请销毁，等待本单位另一人批准。")
        return redirect("casework:case", made[0].number)
    context = {"form": form, **_listed(request, picked)}
    status = 422 if form.is_bound else 200
    return render(request, "supervision/keeping/due.html", context, status=status)


def _listed(request: HttpRequest, picked: set[int]) -> dict:
    """The list as the page shows it: what may be ticked, and what holds the rest."""
    rows = keeping.visible_to(request.user)
    table = Table(
        request,
        rows,
        COLUMNS,
        filterset=DueFilter,
        default_sort="until",
        page_size=PAGE,
        id="due",
    )
    shown = list(table.page)
    own = set(keeping.sides(request.user).values_list("pk", flat=True))
    reasons = keeping.reasons(request.user, shown)
    return {
        "table": table,
        "counts": _counts(rows),
        "proposes": any(row.keeper_id in own for row in shown),
        "rows": [
            {
                "record": row,
                "why": reasons.get(row.pk, ""),
                "may": row.keeper_id in own and not row.destruction_id and row.pk not in reasons,
                "picked": row.pk in picked,
            }
            for row in shown
        ],
    }


def _counts(rows) -> list[tuple[str, int]]:
    found = rows.order_by().values("form").annotate(count=Count("pk"))
    by_form = {row["form"]: row["count"] for row in found}
    return [(form.label, by_form.get(form.value, 0)) for form in ArchiveForm]


@require_safe
def destructions(request: HttpRequest) -> HttpResponse:
    """Every destruction of one's own side or territory, the newest first."""
    _demand(request.user)
    table = Table(request, keeping.destructions_of(request.user), DONE_COLUMNS, id="destructions")
    rows = [(row, kinds.state_label(row), kinds.state_tone(row)) for row in table.page]
    context = {"table": table, "rows": rows}
    return render(request, "supervision/keeping/destructions.html", context)


@require_safe
def manifest(request: HttpRequest, number: str) -> HttpResponse:
    """What became of each record, with the digest of every file, as the timeline vouches for it."""
    case = visible_or_404(request.user, number)
    if not isinstance(case, Destruction) or not case.outcome:
        raise Http404
    name = f"销毁清册明细 {case.number}.json"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(case.outcome, content_type="application/json", headers=headers)
