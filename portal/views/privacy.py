"""How personal data is handled, and how to ask for one's own."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.forms.privacy import DataRequestForm
from accounts.models import DataRequest
from accounts.selectors import managers_of
from accounts.services import privacy as services
from accounts.views.forms import refuse
from casework.kinds import Message
from casework.services import notices
from ui.limits import Limit
from ui.responses import too_many

# One person asks once; a hall with one address must still do.
LIMIT = Limit("data_request", "20/hour")
RECEIPT = "data_request_receipt"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: HttpRequest) -> HttpResponse:
    """The statement and the form. Public; a request gets a receipt number and shows no data."""
    form = DataRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if wait := LIMIT.seconds_to_wait(request):
            return too_many(request, wait)
        try:
            received = _receive(**form.cleaned_data)
            request.session[RECEIPT] = received.number
            return redirect("portal:privacy")
        except ValidationError as error:
            refuse(form, error)
    context = {
        "form": form,
        "receipt": request.session.pop(RECEIPT, ""),
        "answer_days": services.ANSWER_DAYS,
    }
    return render(request, "portal/privacy.html", context)


def _receive(**asked) -> DataRequest:
    """Record the request and tell the managers of the office, who see to it that it is answered."""
    with transaction.atomic():
        received = services.receive(**asked)
        body = f"受理编号 {received.number}，请在 {received.due_on:%Y-%m-%d} 前核实身份并答复。"
        managers = managers_of(received.office)
        link = reverse("accounts:data-request", args=[received.number])
        notices.tell([Message(managers, "收到一件个人信息申请", body)], link=link)
    return received
