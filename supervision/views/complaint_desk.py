"""Complaints, for officers: the figures, and what comes in by phone, by post or in the media."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from casework.views.sending import sent, taken
from supervision import categories
from supervision.forms.complaints import EntryForm
from supervision.selectors import complaints
from supervision.services.complaints import opening
from supervision.views.complaints_public import SECRETS, files_of, new_page


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How many complaints of one's territory there are, by category, source, state and outcome.
    Officers of the bureaus only; what is hidden from somebody is not counted for him."""
    if not complaints.counts(request.user):
        raise PermissionDenied("只有人社部门工作人员可以查看投诉举报情况。")
    years = complaints.years(request.user)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else None
    context = {
        "figures": complaints.figures(request.user, year),
        "years": years,
        "year": year,
        "enters": bool(complaints.receives(request.user)),
        "rules": categories.rules(),
    }
    return render(request, "supervision/complaints/overview.html", context)


@never_cache
@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a call, a letter or a report of the media. It goes to the bureau of the place, which
    need not be the officer's own; the tracking code is for the complainant."""
    if not complaints.receives(request.user):
        raise PermissionDenied("只有人社部门的受理、审核人员可以登记投诉举报。")
    form = EntryForm(*sent(request), initial={"channel": "phone", "identity": "anonymous"})
    if form.is_bound and form.is_valid():
        receipts: list[opening.Receipt] = []

        def do() -> None:
            receipts.append(
                opening.submit(
                    form.given(),
                    token=form.cleaned_data["token"],
                    uploads=files_of(form),
                    entered_by=request.user,
                )
            )

        if taken(form, do):
            messages.success(request, "已登记并送交办理机关。")
            context = {"receipt": receipts[0], "limits": categories.rules().limits}
            return render(request, "supervision/complaints/entered.html", context)
    return new_page(request, form, "supervision/complaints/enter.html")
