"""The panel of a filing: who sits on it, how they were drawn, what they said."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import holds
from casework.forms import ActForm
from casework.models import Lot
from casework.rules import sees_inner_side
from casework.services import lots
from casework.services.door import ForbiddenError, NotNowError
from casework.views.acts import answer
from casework.views.cases import visible_or_404
from filing.forms.experts import ConveneForm, FillForm, ReplaceForm
from filing.models import Expert, Filing, PanelMember
from filing.selectors import experts
from filing.selectors.experts import Tally
from filing.services import evaluation, opinions, seats
from filing.services.evaluation import Wish, ticket_of


@dataclass(frozen=True)
class Said:
    """What a member said, as far as the reader may read it."""

    member: PanelMember
    readable: bool
    rows: list[tuple]


def filing_or_404(user: User, number: str) -> Filing:
    """The filing of that number, for whoever may see it."""
    case = visible_or_404(user, number)
    if not isinstance(case, Filing):
        raise Http404
    return case


@require_safe
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """Every panel of a filing, the newest first, each with its members, draws and conclusion."""
    filing = filing_or_404(request.user, number)
    found = experts.tallies(filing)
    directs = evaluation.may_direct(request.user, filing)
    seat = experts.seat_of(request.user, filing)
    context = {
        "filing": filing,
        "panels": [(stand, said(request.user, stand)) for stand in found],
        "lots": experts.lots_of(filing),
        "directs": directs,
        "again": evaluation.may_convene_again(request.user, filing),
        "seat": seat,
        "counts": bool(seat) or sees_inner_side(request.user, filing),
        "may_dissent": opinions.may_dissent(request.user, filing),
    }
    return render(request, "filing/panel/panel.html", context)


def said(user: User, stand: Tally) -> list[Said]:
    """The members of a panel, those who left last, with what this person may read of them."""
    conditions = opinions.conditions(stand.panel.filing)
    found = []
    for member in (*stand.seats, *stand.left):
        readable = experts.may_read(user, member, stand)
        rows = {row.condition: row for row in member.opinions.all()} if readable else {}
        found.append(Said(member, readable, [(each, rows.get(each.key)) for each in conditions]))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Convene another panel for a filing that is evaluated anew."""
    filing = filing_or_404(request.user, number)
    form = _bound(request, ConveneForm, filing)

    def do() -> None:
        _gate(form, evaluation.may_convene_again(request.user, filing))
        if form.is_bound:
            wish = Wish(**form.facts())
            evaluation.convene_again(filing, wish, actor=request.user, token=_token(form))

    page = {"label": "重新组建专家组", "template": "filing/panel/convene.html", **_to(filing)}
    return answer(request, form, do, page, done="专家组已抽取，已通知专家。")


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, number: str) -> HttpResponse:
    """Draw for the empty seats of a panel."""
    filing = filing_or_404(request.user, number)
    form = _bound(request, FillForm, filing)

    def do() -> None:
        _gate(form, evaluation.may_direct(request.user, filing) and seats.vacant(filing) > 0)
        if form.is_bound:
            seats.fill(filing, actor=request.user, token=_token(form), **form.facts())

    page = {"label": "补抽专家", **_to(filing)}
    return answer(request, form, do, page, done="已补抽，已通知专家。")


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give on the seat of an expert who cannot go on."""
    filing = filing_or_404(request.user, number)
    member = get_object_or_404(PanelMember, pk=pk, panel__filing=filing)
    form = _bound(request, ReplaceForm, filing)

    def do() -> None:
        _gate(form, evaluation.may_direct(request.user, filing) and opinions.is_silent(member))
        if form.is_bound:
            seats.replace(member, actor=request.user, token=_token(form), **form.facts())

    warning = "更换后，由候补名单中的下一位递补，原因和经过记入办理进程。"
    page = {"label": f"更换专家{member}", "warning": warning, **_to(filing)}
    return answer(request, form, do, page, done="已更换。")


@require_safe
def lot(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A draw with everything that is needed to repeat it (docs/lots.md)."""
    filing = filing_or_404(request.user, number)
    found: Lot = get_object_or_404(experts.lots_of(filing), pk=pk)
    drawn, reserves = lots.drawn(found.result)
    population = lots.tickets(found)
    names = _names(request.user, filing, population)
    place = {ticket.id: f"第 {n} 位" for n, ticket in enumerate(drawn, 1)}
    place |= {ticket.id: f"候补第 {n} 位" for n, ticket in enumerate(reserves, 1)}
    context = {
        "filing": filing,
        "lot": found,
        "rule": json.loads(found.rule),
        "rows": [(t, names.get(t.id, ""), place.get(t.id, "")) for t in population],
        "whole": lots.verify(found.result),
    }
    return render(request, "filing/panel/lot.html", context)


def _names(user: User, filing: Filing, population: list[lots.Ticket]) -> dict[str, str]:
    """Whose tickets they are: of those who had a seat for everybody, of the others for officers."""
    known = Expert.objects.filter(pk__in=[ticket.id for ticket in population])
    if not sees_inner_side(user, filing):
        known = known.filter(seats__panel__filing=filing)
    return {ticket_of(expert): str(expert) for expert in known.select_related("user")}


def _bound(request: HttpRequest, form_class, filing: Filing):
    data = (request.POST,) if request.method == "POST" else ()
    return form_class(*data, case=filing, actor=request.user)


def _gate(form: ActForm, now: bool) -> None:
    """Refuse whoever is no reviewer of the receiver; and to open a form out of time. What was sent
    is for the services to judge: a page sent twice is answered once."""
    if not holds(form.actor, form.case.receiver_id, Role.REVIEWER):
        raise ForbiddenError("只有受理机关的审核人员可以办理。")
    if not form.is_bound and not now:
        raise NotNowError("专家组现在不能这样办理，请返回查看最新进展。")


def _token(form: ActForm) -> UUID:
    return form.cleaned_data["token"]


def _to(filing: Filing) -> dict:
    return {"to": reverse("filing:panel", args=[filing.number])}
