"""The front page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue import regulations, selectors
from catalogue.enums import Verdict
from portal import audiences
from ui import navigation, ports

NOTICES = 6


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What can be looked up and done today, by whom, and the news. Public."""
    current = regulations.current()
    context = {
        "occupations_count": selectors.occupations().count(),
        "assessable_count": selectors.with_verdict(
            selectors.occupations(), Verdict.ALLOWED
        ).count(),
        "audiences": audiences.with_open_ways(),
        "regimes": [(each, navigation.address(f"/guide/{each.id}/")) for each in current],
        "notices": ports.latest_notices(NOTICES),
    }
    return render(request, "portal/home.html", context)
