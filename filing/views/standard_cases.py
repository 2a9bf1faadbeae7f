"""An enterprise proposes its own 评价规范 (JS-02, SD-14)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import demand
from casework.forms import REFRESH, keep_quiet, refuse
from casework.views.sending import form_page, sent, taken
from filing.forms.standards import StandardForm
from filing.models import StandardCase
from filing.selectors import applicants_of
from filing.services import standards

TEMPLATE = "filing/standards/new.html"


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Propose a standard of one's own: managers and clerks of applicants at a place whose rule
    knows such standards. `?occupation=6-31-01-03` chooses one."""
    owners = [each for each in applicants_of(request.user) if standards.regulations_for(each)]
    demand(bool(owners))
    initial = {"occupation": request.GET.get("occupation", "")}
    form = StandardForm(*sent(request), owners=owners, initial=initial)
    page = {
        "back": reverse("casework:cases"),
        "rules": [regulation.standards for regulation in form.regulations.values()],
    }
    if request.method == "POST" and REFRESH in request.POST:
        keep_quiet(form)
        return render(request, TEMPLATE, {"form": form, **page})
    made: list[StandardCase] = []

    def do() -> None:
        try:
            made.append(standards.propose(actor=request.user, **form.asked()))
        except ValidationError as error:
            refuse(form, error)

    if taken(form, do):
        messages.success(request, f"已报审，事项编号 {made[0].number}。")
        return redirect("casework:case", made[0].number)
    return form_page(request, form, template=TEMPLATE, **page)
