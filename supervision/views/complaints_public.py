"""Complaints, for anybody: no account, no cookie of its own, nothing of it in an address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from casework.views.sending import sent, taken
from supervision import categories
from supervision.enums import ComplaintTarget
from supervision.forms.complaints import AddForm, ComplaintForm, TrackForm
from supervision.frames.complaints import Progress
from supervision.models import Complaint
from supervision.selectors import complaint_targets, complaints
from supervision.services.complaints import handling, opening
from ui.limits import Limit
from ui.responses import too_many

COMPLAINTS = Limit("complaint", "5/hour")
QUESTIONS = Limit("complaint_track", "20/hour")
ADDITIONS = Limit("complaint_add", "10/hour")
NO_SUCH = "没有找到。请核对查询码，要与提交时显示的一致。"
SECRETS = ("who", "person", "text", "name", "contact", "code")


def files_of(form) -> list:
    """What was sent with a valid form."""
    return form.cleaned_data.get("files") or []


@login_not_required
@never_cache
@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Complain about an agency, an assessment, a certificate, a person or an office. The answer
    shows the tracking code, this once. Five an hour from one address."""
    form = ComplaintForm(*sent(request), initial=_start(request))
    if form.is_bound and form.is_valid():
        if wait := COMPLAINTS.seconds_to_wait(request):
            return too_many(request, wait)
        receipts: list[opening.Receipt] = []
        token = form.cleaned_data["token"]

        def do() -> None:
            receipts.append(opening.submit(form.given(), token=token, uploads=files_of(form)))

        if taken(form, do):
            context = {"receipt": receipts[0], "limits": categories.rules().limits}
            return render(request, "supervision/complaints/done.html", context)
    return new_page(request, form, "supervision/complaints/new.html")


def new_page(request: HttpRequest, form: ComplaintForm, template: str) -> HttpResponse:
    """The form, with what is wrong in it."""
    wrong = form.is_bound and bool(form.errors)
    plan = complaint_targets.plan_of_notice(request.GET.get("notice", ""))
    context = {
        "form": form,
        "rules": categories.rules(),
        "plan": plan,
        "lost_files": wrong and bool(request.FILES),
    }
    return render(request, template, context, status=422 if wrong else 200)


def _start(request: HttpRequest) -> dict:
    """What a link from an announcement, an agency or a certificate fills in."""
    if plan := complaint_targets.plan_of_notice(request.GET.get("notice", "")):
        return {"target": ComplaintTarget.PLAN, "number": plan.number, "who": plan.agency.name}
    if code := request.GET.get("agency", "")[:40]:
        return {"target": ComplaintTarget.AGENCY, "who": code}
    if number := request.GET.get("certificate", "")[:40]:
        return {"target": ComplaintTarget.CERTIFICATE, "number": number}
    return {}


@login_not_required
@never_cache
@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """How a complaint stands, for whoever has its code; twenty questions an hour from one address,
    one answer whatever was wrong."""
    form = TrackForm(*sent(request))
    if not form.is_bound:
        return render(request, "supervision/complaints/track.html", {"form": form})
    if wait := QUESTIONS.seconds_to_wait(request):
        return too_many(request, wait)
    found = complaints.by_code(form.cleaned_data["code"]) if form.is_valid() else None
    if found is None:
        if form.is_valid():
            form.add_error(None, NO_SUCH)
        return render(request, "supervision/complaints/track.html", {"form": form}, status=422)
    return _shown(request, found, AddForm(initial={"code": form.cleaned_data["code"]}))


@login_not_required
@never_cache
@sensitive_post_parameters(*SECRETS)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add to a complaint. The code travels with the form, never in an address."""
    form = AddForm(request.POST, request.FILES)
    if wait := ADDITIONS.seconds_to_wait(request):
        return too_many(request, wait)
    found = complaints.by_code(request.POST.get("code", "")[:40])
    if found is None:
        return redirect("supervision:complaint-track")
    if not form.is_valid():
        return _shown(request, found, form)
    data = form.cleaned_data

    def do() -> None:
        handling.add(found, text=data["text"], token=data["token"], uploads=files_of(form))

    if taken(form, do):
        return _shown(request, found, AddForm(initial={"code": data["code"]}), added=True)
    return _shown(request, found, form)


def _shown(
    request: HttpRequest, found: Complaint, form: AddForm, *, added: bool = False
) -> HttpResponse:
    context = {"progress": Progress.of(found), "form": form, "added": added}
    wrong = form.is_bound and bool(form.errors)
    return render(
        request, "supervision/complaints/tracked.html", context, status=422 if wrong else 200
    )
