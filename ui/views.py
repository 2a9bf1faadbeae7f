"""The living style guide: every component in every state, for those who build and test pages."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ui import responses, samples


def for_builders(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to anyone, but only where DEBUG or DEMO is on; elsewhere the address does not exist."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not (settings.DEBUG or settings.DEMO):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@for_builders
def guide(request: HttpRequest) -> HttpResponse:
    """Shows the components; takes what their sample forms send and keeps nothing of it."""
    upload = samples.UploadForm()
    if request.method == "POST":
        upload = samples.UploadForm(request.POST, request.FILES)
        if "confirmed" in request.POST or upload.is_valid():
            messages.success(request, "已收到。样式页不保存任何内容。")
            return redirect("ui:guide")
    return render(request, "ui/guide.html", samples.context(request, upload))


@for_builders
def desk(request: HttpRequest) -> HttpResponse:
    """The workbench layout around a sample list."""
    return render(request, "ui/desk.html", samples.context(request, samples.UploadForm()))


@for_builders
def sheet(request: HttpRequest) -> HttpResponse:
    """The print layout."""
    return render(request, "ui/print.html", {"rows": samples.OCCUPATIONS[:12]})


@for_builders
def problem(request: HttpRequest, status: int) -> HttpResponse:
    """The pages of the reusable answers: 409, 429, 500."""
    answers = {
        409: lambda: responses.conflict(request),
        429: lambda: responses.too_many(request, 90),
        500: lambda: responses.failure(request),
    }
    if status not in answers:
        raise Http404
    return answers[status]()
