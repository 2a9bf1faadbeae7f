"""Proposing a correction before issue. What becomes of it is an act of its case."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.forms import refuse
from casework.views.sending import form_page, sent, taken
from certificates.forms.holders import HolderForm
from certificates.models import HolderCorrection
from certificates.selectors import holders as selectors
from certificates.services import holders
from certificates.views.common import issued_or_403, qualified_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The form of a proposal; sent, it leads to its case."""
    plan = issued_or_403(request.user, number)
    entry = qualified_or_404(plan, pk)
    form = HolderForm(*sent(request), entry=entry)
    made: list[HolderCorrection] = []

    def do() -> None:
        data = form.cleaned_data
        try:
            made.append(
                holders.propose(
                    plan,
                    entry,
                    form.proposal(),
                    actor=request.user,
                    evidence=data["evidence"],
                    photo=data["photo"],
                )
            )
        except ValidationError as refused:
            refuse(form, refused)

    if taken(form, do):
        messages.success(request, f"已提出，事项编号 {made[0].number}，等待{made[0].side}决定。")
        return redirect("casework:case", made[0].number)
    return form_page(
        request,
        form,
        title="核发前更正",
        eyebrow=f"{entry.name} {entry.ticket or entry.number}",
        lead=f"由{selectors.confirmed_by(plan)}的另一人决定，同意后生效。证书编号不变，"
        "报送过的结果备案表重新生成一版。只填写要改的内容。",
        back=reverse("certificates:issue", args=[number]),
        back_label="返回证书",
        button="提出",
    )
