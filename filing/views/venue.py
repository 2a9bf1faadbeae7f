"""场地设备: rooms and equipment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from filing.rows.kinds import FACILITY
from filing.views.drafting import draft_or_404, frame


@require_safe
def venue(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that is there, by kind."""
    filing = draft_or_404(request.user, number)
    context = {"facilities": FACILITY.rows(filing).all()}
    return render(request, "filing/rows/venue.html", frame(filing, "venue", **context))
