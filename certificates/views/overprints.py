"""Entries alone for preprinted paper: one certificate, or those of a plan."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from casework.services.files import DamagedFileError
from certificates.documents.drawing import DrawingError
from certificates.enums import CertificateStatus
from certificates.selectors import rights
from certificates.services import downloads, overprints
from certificates.views.common import PDF, download, read_or_403
from certificates.views.registers import certificate_or_404

REASON = "打印套打文件"
NOT_AGENCY = "只有评价机构的管理员和经办人可以打印证书。"


@require_GET
def one(request: HttpRequest, number: str) -> HttpResponse:
    """The newest edition of a certificate that is valid, for its agency; who takes it is noted."""
    found = certificate_or_404(request.user, number)
    organisation = rights.prints_on(request.user, found.plan)
    if organisation is None:
        raise PermissionDenied(NOT_AGENCY)
    edition = found.editions.select_related("photo").filter(file__isnull=False).first()
    if edition is None or found.status != CertificateStatus.VALID:
        raise Http404

    def note() -> None:
        record = f"certificates.certificate:{found.pk}"
        downloads.note(
            request.user, organisation, record, f"证书 {found.number} 的套打文件", REASON
        )

    back = redirect("certificates:certificate", found.number)
    return _given(request, lambda: overprints.pages([edition]), note, found.number, back)


@require_GET
def of_plan(request: HttpRequest, number: str, part: int) -> HttpResponse:
    """Those of a plan that are valid, for its agency; who takes them is noted."""
    plan = read_or_403(request.user, number)
    organisation = rights.prints_on(request.user, plan)
    if organisation is None:
        raise PermissionDenied(NOT_AGENCY)
    span = next((each for each in overprints.parts_of(plan) if each[0] == part), None)
    if span is None:
        raise Http404

    def note() -> None:
        label = f"评价计划 {plan.number} 的套打文件，第 {span[1]}—{span[2]} 份"
        downloads.note(request.user, organisation, f"assessment.plan:{plan.pk}", label, REASON)

    name, back = f"{plan.number}_{part}", redirect("certificates:issue", plan.number)
    return _given(request, lambda: overprints.of_plan(plan, part), note, name, back)


def _given(
    request: HttpRequest,
    draw: Callable[[], bytes],
    note: Callable[[], None],
    name: str,
    back: HttpResponse,
) -> HttpResponse:
    try:
        data = draw()
    except (DrawingError, DamagedFileError) as refused:
        messages.error(request, str(refused))
        return back
    note()
    return download(data, f"套打_{name}.pdf", PDF)
