"""Risk signals, for officers: who stands out, why, and what was found behind it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from casework.forms import refuse
from casework.views.sending import form_page, sent, taken
from filing.models import Agency
from supervision import risk
from supervision.enums import RiskOutcome
from supervision.forms.risk import NoteForm, StandingOutFilter
from supervision.models import RiskSignal
from supervision.selectors import risk as reads
from supervision.selectors.offices import offices_of
from supervision.services.risk import noting
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "评价机构", ("name",)),
    Column("place", "备案地", ("division__code",)),
    Column("kinds", "提示"),
    Column("signals", "项数", ("n_signals",), numeric=True),
    Column("open", "未核实", ("n_open",), numeric=True),
    Column("since", "最早提示", ("since",)),
)
NOT_YOURS = "风险提示只有人社部门和鉴定中心的工作人员可以查看。"
TONES = {RiskOutcome.VERIFIED: "danger", RiskOutcome.EXPLAINED: "ok", RiskOutcome.WATCHED: "warn"}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The agencies of one's territory that stand out. Officers of bureaus and centres only."""
    if not offices_of(request.user):
        raise PermissionDenied(NOT_YOURS)
    table = Table(
        request,
        reads.standing_out(request.user),
        COLUMNS,
        filterset=StandingOutFilter,
        default_sort="-open",
        id="risk",
    )
    kinds = reads.kinds_of(table.page)
    context = {
        "table": table,
        "rows": [(row, kinds[row.pk]) for row in table.page],
        "run": reads.latest_run(),
    }
    return render(request, "supervision/risk/list.html", context)


@require_safe
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """All that ever stood out at an agency with what was noted on it; 404 for whoever must not
    know."""
    found, _ = _seen_or_404(request, code)
    rows = list(reads.signals_of(found))
    reviews = reads.reviews_of(rows)
    rules = risk.rules()
    context = {
        "agency": found,
        "rows": [(row, rules.of(row.kind), _noted(reviews[row.pk])) for row in rows],
        "run": reads.latest_run(),
        "rules": rules,
        "weight": reads.weights_of([found]).get(found.pk, 1),
    }
    return render(request, "supervision/risk/agency.html", context)


def _noted(reviews) -> list[tuple]:
    return [(each, TONES[each.outcome]) for each in reviews]


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what is behind a signal; 404 for whoever must not know of it."""
    signal = get_object_or_404(RiskSignal.objects.select_related("agency"), pk=pk)
    found, office = _seen_or_404(request, signal.agency.code)
    back = reverse("supervision:risk-agency", args=[found.code])
    form = NoteForm(*sent(request))

    def do() -> None:
        try:
            noting.note(
                signal,
                office=office,
                outcome=form.cleaned_data["outcome"],
                text=form.cleaned_data["text"],
                actor=request.user,
                token=form.cleaned_data["token"],
            )
        except ValidationError as refused:
            refuse(form, refused)

    if taken(form, do):
        messages.success(request, "核实情况已登记。提示仍然保留。")
        return redirect(back)
    return form_page(
        request,
        form,
        title="登记核实情况",
        eyebrow=f"{found} · {signal.get_kind_display()}",
        lead=signal.sentence,
        back=back,
        back_label="风险提示",
        button="登记",
    )


def _seen_or_404(request: HttpRequest, code: str) -> tuple[Agency, Organisation]:
    rows = Agency.objects.select_related("division", "organisation")
    found = get_object_or_404(rows, code=code)
    office = reads.office_for(request.user, found)
    if office is None:
        raise Http404
    return found, office
