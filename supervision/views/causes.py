"""An officer proposes an inspection for a cause (有因检查)."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from casework.models import Case
from casework.selectors import as_kinds, cases_visible_to
from casework.views.sending import form_page, once, sent, taken
from config import clock
from supervision import checklists
from supervision.enums import ComplaintChannel, InspectionCause
from supervision.forms.causes import ProposeForm
from supervision.models import Complaint, Inspection
from supervision.selectors.offices import offices_of
from supervision.services import causes

LEAD = "提出后由本机关另一人批准并指派检查人员。开始检查之前，被检查机构看不到，也不会收到通知。"


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose it; `?source=` names the case that led here and fills in what is known from it."""
    offices = offices_of(request.user)
    if not offices:
        raise PermissionDenied(causes.NOT_YOURS)
    source = source_of(request)
    form = ProposeForm(*sent(request), offices=offices, initial=_start(source))
    made: list[Inspection] = []

    def do() -> None:
        office, token = form.cleaned_data["office"], once(request)
        made.append(
            causes.propose(form.proposal(source), office=office, actor=request.user, token=token)
        )

    if taken(form, do):
        messages.success(request, "已提出，等待本机关另一人批准。")
        return redirect("casework:case", made[0].number)
    eyebrow = f"来源 {source.number}" if source else ""
    return form_page(
        request,
        form,
        title="发起有因检查",
        eyebrow=eyebrow,
        lead=LEAD,
        back="/desk/inspections/",
        button="提出",
    )


def source_of(request: HttpRequest) -> Case | None:
    """The case that leads here (`?source=` its number), as its own kind, where the person sees
    it."""
    number = request.GET.get("source", "")[:30]
    found = cases_visible_to(request.user).filter(number=number) if number else ()
    return next(iter(as_kinds(list(found))), None)


def _start(source: Case | None) -> dict:
    today = clock.today()
    last = today + timedelta(days=checklists.rules().procedure.visit_days)
    start = {"begins_on": today, "ends_on": last}
    if agency := getattr(source, "agency", None):
        start["agency"] = agency.code
    if isinstance(source, Complaint):
        media = source.channel == ComplaintChannel.MEDIA
        start["cause"] = InspectionCause.MEDIA if media else InspectionCause.COMPLAINT
    return start
