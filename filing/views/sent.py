"""What was sent, for those who sent it."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from filing.documents import snapshot
from filing.views import drafting


@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """The last submission as it is frozen, or the one that `?submission=` names; for the
    applicant's people, masked as everywhere. 404 where nothing was sent."""
    filing = drafting.draft_or_404(request.user, number)
    submissions = list(filing.submissions.select_related("submitted_by"))
    if not submissions:
        raise Http404
    asked = request.GET.get("submission", "")
    chosen = next((s for s in submissions if str(s.number) == asked), submissions[-1])
    content = snapshot.shown(json.loads(chosen.snapshot))
    context = {
        "filing": filing,
        "submission": chosen,
        "submissions": submissions,
        "sections": content["sections"],
    }
    return render(request, "filing/draft/sent.html", context)
