"""Letters and how they were served."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Role
from accounts.models import Organisation
from accounts.selectors import organisations_of
from casework import selectors
from casework.enums import ServiceMethod, ServiceOutcome
from casework.evidence_forms import HeadForm, ServiceForm
from casework.models import LetterHead
from casework.services import letters
from casework.services.door import ForbiddenError
from casework.views.sending import form_page, sent, taken


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter with the record of its service; its office adds to the record."""
    found = get_object_or_404(selectors.letters_visible_to(request.user), pk=pk)
    records = letters.may_record_service(found, request.user)
    if request.method == "POST" and not records:
        raise PermissionDenied("只有发文机关的工作人员可以记录送达。")
    form = ServiceForm(*sent(request))

    def do() -> None:
        data = form.cleaned_data | {
            "method": ServiceMethod(form.cleaned_data["method"]),
            "outcome": ServiceOutcome(form.cleaned_data["outcome"]),
        }
        letters.record_service(found, actor=request.user, **data)

    if taken(form, do):
        messages.success(request, "已记录送达。")
        return redirect("casework:letter", found.pk)
    services = list(found.services.select_related("recorded_by"))
    served = next((s for s in services if s.outcome in letters.SERVED), None)
    return form_page(
        request,
        form,
        template="casework/letters/letter.html",
        letter=found,
        services=services,
        served=served,
        may_record=records and not served,
        may_acknowledge=not served and letters.may_acknowledge(found, request.user),
    )


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """The addressee confirms receipt."""
    found = get_object_or_404(selectors.letters_visible_to(request.user), pk=pk)
    try:
        letters.acknowledge(found, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(request, "已签收。")
    return redirect("casework:letter", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """What the numbers of an office's letters begin with; for the managers of the office."""
    if pk not in organisations_of(request.user, Role.MANAGER):
        raise Http404
    office = get_object_or_404(Organisation, pk=pk)
    if not office.is_bureau:
        raise Http404
    now = LetterHead.objects.filter(office=office).first()
    start = {"prefix": now.prefix, "contact": now.contact} if now else {}
    form = HeadForm(*sent(request), initial=start)

    def do() -> None:
        letters.set_head(office, actor=request.user, **form.cleaned_data)

    if taken(form, do):
        messages.success(request, "已保存。")
        return redirect("casework:letter-head", office.pk)
    page = {"back": reverse("casework:publications"), "back_label": "本单位公告公示"}
    return form_page(request, form, title="公文文头", eyebrow=office.name, button="保存", **page)
