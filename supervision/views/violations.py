"""An officer opens a violation: finds the party, writes down what was found."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from casework.models import Case
from casework.views.sending import form_page, once, sent, taken
from supervision.enums import PartyKind
from supervision.forms.violations import FindForm, OpenForm
from supervision.models import Violation
from supervision.selectors import violations as reads
from supervision.selectors.offices import offices_of
from supervision.services import violations
from supervision.views.causes import source_of

LEAD = "立案后先调查取证，再告知当事人；由另一人作出决定。告知之前，当事人看不到本件。"
NOT_YOURS = "违规立案由人社部门和鉴定中心的工作人员办理。"


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find the party among those under one's office. Officers of bureaus and centres only."""
    offices = _offices(request)
    source = source_of(request)
    asked = "text" in request.GET
    form = FindForm(request.GET if asked else None, initial={"kind": PartyKind.AGENCY})
    found = []
    if asked and form.is_valid():
        kind, text = form.cleaned_data["kind"], form.cleaned_data["text"]
        rows = {row.pk: row for office in offices for row in reads.found(office, kind, text)}
        found = [_line(kind, row, source) for row in rows.values()]
    context = {
        "form": form,
        "asked": asked and form.is_valid(),
        "found": found,
        "source": source.number if source else "",
    }
    status = 422 if asked and not form.is_valid() else 200
    return render(request, "supervision/violations/find.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def open_(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Open a case on a party; 404 for one that no office of the person has authority over."""
    office, party = _party(request, kind, pk)
    source = source_of(request)
    form = OpenForm(*sent(request))
    made: list[Violation] = []

    def do() -> None:
        given = form.cleaned_data
        made.append(
            violations.open_violation(
                subject=party,
                facts=given["facts"],
                office=office,
                actor=request.user,
                source=source,
                evidence=given["evidence"],
                token=once(request),
            )
        )

    if taken(form, do):
        messages.success(request, f"已立案，事项编号 {made[0].number}。")
        return redirect("casework:case", made[0].number)
    label, about, _ = _line(kind, party, source)
    return form_page(
        request,
        form,
        title="违规立案",
        eyebrow=f"{label} {about}",
        lead=LEAD,
        back=reverse("supervision:violation-new"),
        back_label="重新选择当事人",
        button="立案",
    )


def _offices(request: HttpRequest) -> list[Organisation]:
    offices = offices_of(request.user)
    if not offices:
        raise PermissionDenied(NOT_YOURS)
    return offices


def _party(request: HttpRequest, kind: str, pk: int):
    """The party and the office of the person that has authority over it."""
    for office in _offices(request):
        if party := reads.party_under(office, kind, pk):
            return office, party
    raise Http404("没有这个当事人。")


def _line(kind: str, row, source: Case | None) -> tuple[str, str, str]:
    """How a party is shown, and where a case on it is opened."""
    url = reverse("supervision:violation-open", args=[kind, row.pk])
    if source:
        url += f"?{urlencode({'source': source.number})}"
    if kind == PartyKind.CANDIDATE:
        return (
            f"{row.ticket or row.number} {row.name}",
            f"{row.plan.agency}，{row.plan.number}",
            url,
        )
    if kind == PartyKind.STAFF:
        return row.name, str(row.agency), url
    return row.name, row.code, url
