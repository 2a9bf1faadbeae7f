"""An officer enters the certificate of a 特级技师 or 首席技师."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.forms import refuse
from casework.views.sending import form_page, sent, taken
from certificates.forms.special import SpecialForm
from certificates.services import special


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type it in; a second officer registers it."""
    office = special.office_of(request.user)
    if office is None:
        raise PermissionDenied(special.NOT_YOURS)
    form = SpecialForm(*sent(request), office=office)
    made: list = []

    def do() -> None:
        try:
            made.append(special.enter(form.given(), actor=request.user))
        except ValidationError as refused:
            refuse(form, refused)

    if taken(form, do) and made:
        messages.success(request, "已录入，由本机关另一人复核后登记。")
        return redirect("casework:case", made[0].number)
    return form_page(
        request,
        form,
        title="录入特级技师、首席技师证书",
        lead="编号由省级下发，本系统不编号；录入后由本机关另一名审核或签发人员复核。",
        button="提交复核",
        back=reverse("certificates:list"),
        back_label="返回证书",
    )
