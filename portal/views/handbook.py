"""The guides for those who work here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.selectors import bureaus_of
from portal import handbook as guides


@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """Leads to the guide for whoever asks: that of an office, or that of an enterprise."""
    own = guides.OFFICER if bureaus_of(request.user) else guides.ENTERPRISE
    return redirect("portal:guide", own.name)


@require_safe
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """One guide; anybody who is signed in may read each. Raises 404 for any other name."""
    for each in guides.GUIDES:
        if each.name == name:
            context = {"guide": each, "guides": guides.GUIDES, "text": guides.page(each)}
            return render(request, "portal/handbook.html", context)
    raise Http404
