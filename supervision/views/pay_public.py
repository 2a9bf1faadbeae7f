"""The holder's answer to what an enterprise recorded: no account, a signed link, one answer."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from casework.forms import refuse
from supervision import categories
from supervision.enums import PayReply
from supervision.forms.pay import AnswerForm
from supervision.models import PayRecord
from supervision.promises import rules
from supervision.services.pay import answering, links
from ui.limits import Limit
from ui.responses import too_many

ANSWERS = Limit("pay_answer", "60/hour")
PAGE = "supervision/pay/answer.html"


@login_not_required
@never_cache
@sensitive_post_parameters("key", "text", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """What the enterprise claims of the holder's certificate, nothing else of it; answered once.
    A link that is over, replaced or made up is told in the same words."""
    key = request.POST.get("key") or request.GET.get("key", "")
    if wait := ANSWERS.seconds_to_wait(request):
        return too_many(request, wait)
    record = links.find(key)
    if record is None:
        return render(request, PAGE, {"over": True, "rules": rules()}, status=404)
    if record.reply:
        return render(request, PAGE, {"record": record, "answered": record.reply})
    replies = request.method == "POST" and "reply" in request.POST
    form = AnswerForm(request.POST if replies else None, initial={"key": key})
    if form.is_bound and form.is_valid():
        shown = _taken(record, form)
        if shown is not None:
            return render(request, PAGE, {"record": record, **shown})
    status = 422 if form.is_bound else 200
    return render(request, PAGE, {"record": record, "form": form}, status=status)


def _taken(record: PayRecord, form: AnswerForm) -> dict | None:
    """What the page says once the answer was taken; None where it was refused."""
    data = form.cleaned_data
    try:
        if data["reply"] == PayReply.CONFIRMED:
            return {"answered": answering.confirm(record)}
        receipt = answering.contest(
            record, text=data["text"], contact=data["contact"], token=data["token"]
        )
    except ValidationError as refused:
        refuse(form, refused)
        return None
    return {"receipt": receipt, "limits": categories.rules().limits}
