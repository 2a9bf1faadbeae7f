"""Check of a certificate PDF by anybody (核验电子证书). What is sent is not kept."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casework.services.inspection import RefusedFile
from certificates.forms.lookup import FileForm
from certificates.services import file_checks, guarding
from certificates.views.guarded import limited
from config import clock
from ui.forms import megabytes
from ui.uploads import capped

PAGE, RESULT = "certificates/verify/file.html", "certificates/verify/file_result.html"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@capped(settings.UPLOAD_LIMIT_BYTES)
@limited
def check(request: HttpRequest) -> HttpResponse:
    """Take a PDF, tell what it is."""
    if request.method != "POST":
        return render(request, PAGE, {"form": FileForm()})
    guarding.admit_file(request)
    form = FileForm(request.POST, request.FILES)
    if request.too_large:
        form.errors.pop("file", None)
        form.add_error("file", too_large())
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    file = form.cleaned_data["file"]
    try:
        found = file_checks.check(file.read(), lambda key: guarding.admit_number(request, key))
    except RefusedFile as refused:
        form.add_error("file", refused)
        return render(request, PAGE, {"form": form}, status=422)
    context = {"found": found, "name": file.name, "at": clock.now()}
    return render(request, RESULT, context)


def too_large() -> str:
    """What is said of a file beyond the limit."""
    return f"文件超过 {megabytes()} MB，不是签发的电子证书。请选择签发时的原文件。"
