"""Public lookup (证书查询): name and number in, the certificate out, nothing of it in an
address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from casework.services.files import DamagedFileError
from casework.views.materials import PREVIEWED
from certificates import numbers
from certificates.forms.lookup import LookupForm, TakeForm
from certificates.frames import lookup as frame
from certificates.models import Certificate
from certificates.selectors import lookup
from certificates.services import guarding, passes, taking
from certificates.services.taking import NotTakenError
from certificates.views.guarded import Gate, limited
from config import clock
from ui import ports
from ui.responses import Problem, problem

PAGE, RESULT = "certificates/lookup/form.html", "certificates/lookup/result.html"
TAKE = "certificates/lookup/take.html"
WRONG_ID = "证件号码与证书上的不一致，没有下载。"
OVER = "页面打开已超过 15 分钟。为保护个人信息，请重新查询。"
NOT_NOW = Problem(
    503,
    "暂时无法下载",
    "证书文件暂时无法读取，证书的效力不受影响。",
    ("请稍后再试。", "仍然不能下载的，请联系发证机构。"),
)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited
def search(request: HttpRequest) -> HttpResponse:
    """Look up by name and number; the same answer to whatever does not fit. The result is shown
    at once: it stands in no session and no address. `?number=` fills that in: a link to a
    certificate whose name is to be typed."""
    if request.method != "POST":
        number = request.GET.get("number", "")[:40]
        return _page(request, LookupForm(initial={"number": number}))
    gate = Gate(request)
    if gate.is_changed:
        form = LookupForm(initial=request.POST.dict())
        return _page(request, form, gate=gate)
    form = LookupForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    asked = lookup.Asked.of(given["number"])
    if not gate.lets_through(form, asked.key):
        return _page(request, form, status=422, gate=gate)
    if found := lookup.find(**given):
        return _result(request, found, knows_id=bool(asked.person))
    return _nothing(request, form, given["number"])


def _result(request: HttpRequest, pks: list[int], *, knows_id: bool) -> HttpResponse:
    cards = [frame.of(each) for each in lookup.shown(pks)]
    allowed = passes.Pass(tuple(pks), knows_id)
    context = {
        "cards": cards,
        "pass": allowed,
        "at": clock.now(),
        "take_form": TakeForm(),
        "parts": ports.holder_parts(pks, knows_id=knows_id),
    }
    return render(request, RESULT, context)


def _nothing(request: HttpRequest, form: LookupForm, number: str) -> HttpResponse:
    """Not found, in the same words whatever was wrong; whom to ask follows from what was typed."""
    issuer = lookup.issuer_by(number)
    register = frame.register_address(issuer, clock.today())
    return _page(request, form, nothing=True, issuer=issuer, register=register)


def _page(request: HttpRequest, form: LookupForm, *, status: int = 200, **context) -> HttpResponse:
    context = {"form": form, "national": frame.NATIONAL, **context}
    return render(request, PAGE, context, status=status)


@login_not_required
@never_cache
@require_POST
@limited
def take(request: HttpRequest) -> HttpResponse:
    """The PDF as it was issued, for the holder who gives the full ID number; each is on record."""
    try:
        allowed = passes.read(request.POST.get("pass", ""))
    except passes.PassOverError:
        return _page(request, LookupForm(), status=403, over=OVER)
    wanted = request.POST.get("certificate", "")
    shown = {str(pk): pk for pk in allowed.certificates}
    if wanted not in shown:
        return redirect("certificates:lookup")
    certificate = Certificate.objects.get(pk=shown[wanted])
    guarding.admit_taking(request, certificate.pk)
    form = TakeForm(request.POST)
    if not allowed.knows_id:
        if form.is_valid() and not taking.is_holder(certificate, form.cleaned_data["id_number"]):
            form.add_error("id_number", WRONG_ID)
        if not form.is_valid():
            return _again(request, form, certificate, allowed)
    try:
        edition, data = taking.take(certificate)
    except NotTakenError as refused:
        form.add_error(None, str(refused))
        return _again(request, form, certificate, allowed)
    except DamagedFileError:
        return problem(request, NOT_NOW)
    return _pdf(data, numbers.file_name(certificate.number, edition.sequence))


def _again(
    request: HttpRequest, form: TakeForm, certificate: Certificate, allowed: passes.Pass
) -> HttpResponse:
    context = {"form": form, "number": certificate.number, "pk": certificate.pk, "pass": allowed}
    return render(request, TAKE, context, status=422)


def _pdf(data: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Content-Security-Policy": PREVIEWED,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type="application/pdf", headers=headers)
