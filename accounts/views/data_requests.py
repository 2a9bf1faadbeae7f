"""The office handles requests of people about their own data."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import get_or_404, require
from accounts.forms.privacy import AnswerForm, ProofForm
from accounts.models import DataRequest
from accounts.rules import works_in_bureau
from accounts.services import privacy
from accounts.views.forms import refuse
from ui.tables import Column, Table

COLUMNS = (
    Column("number", "受理编号"),
    Column("kind", "事项", ("kind",)),
    Column("received", "收到时间", ("received_at",)),
    Column("due", "答复期限", ("due_on",)),
    Column("progress", "进展", ("progress",)),
)
ACTS = {
    "prove": (ProofForm, privacy.prove_identity, "身份核实情况已记录。"),
    "answer": (AnswerForm, privacy.answer, "办理结果已记录。"),
}


@require(works_in_bureau)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for the office, by date of answer."""
    rows = DataRequest.objects.filter(office=request.acting_for)
    table = Table(request, rows, COLUMNS, default_sort="due", id="requests")
    return render(request, "accounts/data_requests.html", {"table": table})


@require(works_in_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One request: the identity is proven first, then it is answered."""
    row = get_or_404(DataRequest.objects.filter(office=request.acting_for), number=number)
    forms = {act: form(prefix=act) for act, (form, _, _) in ACTS.items()}
    act = request.POST.get("act")
    if act in ACTS:
        form_class, service, done = ACTS[act]
        form = forms[act] = form_class(request.POST, prefix=act)
        if form.is_valid():
            try:
                service(row, actor=request.user, **form.cleaned_data)
                messages.success(request, done)
                return redirect("accounts:data-request", number=number)
            except ValidationError as error:
                refuse(form, error)
                if not row.is_open:
                    messages.error(request, error.messages[0])
    context = {"row": row, "proof_form": forms["prove"], "answer_form": forms["answer"]}
    return render(request, "accounts/data_request.html", context)
