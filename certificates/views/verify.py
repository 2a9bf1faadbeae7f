"""Where the QR code leads. Its tag proves that one holds the paper; without it numbers, which are
consecutive, are told their status and nothing else, until the name is given."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.protection import normalise
from certificates import tags
from certificates.forms.lookup import NameForm, TakeForm
from certificates.frames import lookup as frame
from certificates.models import Certificate
from certificates.selectors import lookup
from certificates.services import guarding, passes, stored
from certificates.views.guarded import Gate, limited
from config import clock

PAGE, RESULT = "certificates/verify/status.html", "certificates/lookup/result.html"
NOT_HIS = "姓名与这本证书的登记不一致，请按证书上的姓名填写。"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited
def page(request: HttpRequest, number: str) -> HttpResponse:
    """With the tag of the QR code everything, without it the status and a question for the name."""
    guarding.admit_scan(request)
    plain = normalise(number)[:40]
    certificate = lookup.by_number(plain)
    if certificate is None:
        context = {"number": plain, "national": frame.NATIONAL}
        return render(request, PAGE, context, status=404)
    if request.method == "POST":
        return _named(request, certificate)
    if tags.holds(certificate.number, request.GET.get("t", "")):
        return _result(request, certificate.pk, scanned=True)
    return _status(request, certificate, NameForm())


def _named(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    gate = Gate(request)
    if gate.is_changed:
        return _status(request, certificate, NameForm(initial=request.POST.dict()), gate=gate)
    form = NameForm(request.POST)
    if not form.is_valid() or not gate.lets_through(form, certificate.number):
        return _status(request, certificate, form, gate=gate, status=422)
    if lookup.find(form.cleaned_data["name"], certificate.number):
        return _result(request, certificate.pk)
    form.add_error("name", NOT_HIS)
    return _status(request, certificate, form, status=422)


def _status(
    request: HttpRequest, certificate: Certificate, form: NameForm, *, status: int = 200, gate=None
) -> HttpResponse:
    context = {
        "number": certificate.number,
        "standing": frame.standing(certificate),
        "form": form,
        "gate": gate,
    }
    return render(request, PAGE, context, status=status)


def _result(request: HttpRequest, pk: int, *, scanned: bool = False) -> HttpResponse:
    certificate = lookup.shown([pk])[0]
    context = {
        "cards": [frame.of(certificate)],
        "seal": stored.seal_of(certificate),
        "pass": passes.Pass((pk,), knows_id=False),
        "take_form": TakeForm(),
        "at": clock.now(),
        "scanned": scanned,
    }
    return render(request, RESULT, context)
