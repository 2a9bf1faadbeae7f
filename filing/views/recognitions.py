"""A subsidiary asks to have its parent's filing recognised (JS-10)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import demand
from casework.forms import REFRESH, keep_quiet, refuse
from casework.views.sending import form_page, sent, taken
from filing.forms.recognition import RecognitionForm
from filing.models import Recognition
from filing.services import recognition

TEMPLATE = "filing/recognition/new.html"


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask: managers and clerks of an enterprise. `?agency=` names an agency by its code."""
    owners = recognition.applicants_of(request.user)
    demand(bool(owners))
    initial = {"agency": request.GET.get("agency", "")}
    form = RecognitionForm(*sent(request), owners=owners, initial=initial)
    rules = {rule.recognition for each in owners if (rule := recognition.rule_for(each))}
    page = {"back": reverse("casework:cases"), "rules": list(rules)}
    if request.method == "POST" and REFRESH in request.POST:
        keep_quiet(form)
        return render(request, TEMPLATE, {"form": form, **page})
    made: list[Recognition] = []

    def do() -> None:
        try:
            made.append(recognition.ask(actor=request.user, **form.asked()))
        except ValidationError as error:
            refuse(form, error)

    if taken(form, do):
        messages.success(request, f"已提交，事项编号 {made[0].number}。")
        return redirect("casework:case", made[0].number)
    return form_page(request, form, template=TEMPLATE, **page)
