"""Proposing a change of a certificate. The answer of the second person is an act of its case."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import get_or_404
from casework.forms import refuse
from casework.views.sending import form_page, sent, taken
from certificates.enums import ChangePurpose
from certificates.forms.changing import ChangeForm
from certificates.models import CertificateChange
from certificates.selectors import visible
from certificates.services import changes, standing

LEADS = {
    ChangePurpose.CORRECTION: "证书编号不变，生成新的一版，以前的版本都保留。只填写要改的内容。",
    ChangePurpose.REISSUE: "证书编号不变，生成新的一版并备注“补发”，原来的纸质证书不再使用。",
    ChangePurpose.REPLACEMENT: "编号有误或旧证书换新的，以另一本已制发的证书代替这一本，"
    "这一本的状态变为“已换发”。",
    ChangePurpose.REVOCATION: "同意后证书立即失效，公开查询显示“已撤销”和事由，不能恢复。",
}
NOT_YOURS = "更正、补发、换发由发证机构的管理员和经办人办理；撤销也可由有管辖权的机关办理。"


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, number: str, purpose: str) -> HttpResponse:
    """The form of a proposal; sent, it leads to its case. 404 for whom the certificate does not
    exist, 403 for who may not change it."""
    certificate = get_or_404(visible.certificates_visible_to(request.user), number=number)
    if purpose not in ChangePurpose.values:
        raise Http404
    wanted = ChangePurpose(purpose)
    sides = changes.sides_of(request.user, certificate, wanted)
    if not sides:
        raise PermissionDenied(NOT_YOURS)
    form = ChangeForm(*sent(request), certificate=certificate, purpose=wanted, sides=sides)
    made: list[CertificateChange] = []

    def do() -> None:
        try:
            made.append(changes.propose(certificate, form.proposal(), **form.asked(request.user)))
        except ValidationError as refused:
            refuse(form, refused)

    if taken(form, do):
        messages.success(request, f"已提出，事项编号 {made[0].number}，等待另一人同意。")
        return redirect("casework:case", made[0].number)
    over = certificate.status != "valid"
    return form_page(
        request,
        form,
        template="certificates/life/propose.html",
        title=f"证书{wanted.label}",
        eyebrow=f"{certificate.number} {certificate.name}",
        lead=LEADS[wanted],
        back=reverse("certificates:certificate", args=[number]),
        button="提出",
        danger=wanted == ChangePurpose.REVOCATION,
        over=standing.OVER.format(certificate.get_status_display()) if over else "",
    )
