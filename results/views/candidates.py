"""A candidate's own pages, without an account (考生服务).

Whoever gives name, ID number and registration number as they were handed in comes in for a short
while; every other input gets one and the same answer. Nothing of it stands in an address.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.documents import tickets
from assessment.models import Entry
from casework.services.door import DoorError
from casework.services.files import DamagedFileError
from casework.views.materials import PREVIEWED
from casework.views.sending import form_page, sent, taken
from printing.pdf import PrintError
from results.enums import Look
from results.forms.candidates import EntranceForm, RecheckForm
from results.frames import candidates as frame
from results.selectors import candidates, rechecks
from results.selectors.results import are_public
from results.services import candidates as service
from results.services import rechecks as asking
from results.views import candidate_sessions as sessions
from ui.limits import Limit
from ui.responses import Problem, problem, too_many

# A whole workshop, or an exam site, may sit behind one address.
VISITORS = Limit("candidate", "60/hour")
NUMBERS = Limit("candidate-number", "10/hour")
TICKETS = Limit("candidate-ticket", "20/hour")
RECHECKS = Limit("candidate-recheck", "10/hour")
NOT_FOUND = (
    "没有查到报名。请核对三项是否都与提交的申报表一致：姓名用字、证件号码、报名编号或准考证号。"
    "核对后仍然查不到的，请联系为您报名的单位，或拨打评价公告上评价机构的电话。"
)
OVER = "已超过 15 分钟没有操作，或者还没有查询。为保护个人信息，请重新填写。"
ENTRANCE = "results/candidates/entrance.html"
UNPRINTABLE = Problem(
    503,
    "准考证暂时无法生成",
    "准考证没有生成，报名和座位不受影响。",
    ("请稍后再试。", "仍然不能生成的，请联系评价机构领取准考证。"),
)


def _ask_again(request: HttpRequest) -> HttpResponse:
    """The entrance, for who has no session any more; what was just written is shown once more."""
    if request.method != "POST":
        messages.info(request, OVER)
        return redirect("results:candidates")
    written = str(request.POST.get("text", ""))[:1000]
    context = {"form": EntranceForm(), "over": OVER, "written": written}
    return render(request, ENTRANCE, context, status=403)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entrance(request: HttpRequest) -> HttpResponse:
    """Ask for the three things; the same answer to whatever does not fit."""
    if request.method != "POST" and sessions.current(request):
        return redirect("results:candidate")
    form = EntranceForm(*sent(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if wait := _wait(request, candidates.spelled(given["number"])):
            return too_many(request, wait)
        if pk := candidates.find(**given):
            service.note(pk, Look.ENTERED)
            response = redirect("results:candidate")
            sessions.begin(request, response, pk)
            return response
        form.add_error(None, NOT_FOUND)
    return form_page(request, form, template=ENTRANCE)


def _wait(request: HttpRequest, number: str) -> int:
    return VISITORS.seconds_to_wait(request) or NUMBERS.seconds_to_wait(request, number)


@require_safe
@sessions.let_in(_ask_again)
def own(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The registration, where it stands, when and where to sit, and how it came out."""
    return render(request, "results/candidates/own.html", frame.page(entry))


@require_safe
@sessions.let_in(_ask_again)
def ticket(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The 准考证 as a PDF; each download is on record."""
    if wait := TICKETS.seconds_to_wait(request, f"entry/{entry.pk}"):
        return too_many(request, wait)
    try:
        printed = service.ticket(entry)
    except DoorError as refused:
        messages.error(request, str(refused))
        return redirect("results:candidate")
    except (PrintError, DamagedFileError, ValueError):
        return problem(request, UNPRINTABLE)
    name = tickets.file_name(entry)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Content-Security-Policy": PREVIEWED,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(printed, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@sessions.let_in(_ask_again)
def recheck(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Ask that a score be looked at again."""
    result, asked = candidates.result_of(entry), candidates.rechecks_of(entry)
    subjects = rechecks.askable(result, asked)
    open_ = rechecks.is_open(entry.plan)
    if request.method != "POST" and not (open_ and subjects):
        messages.info(request, _closed(open_))
        return redirect("results:candidate")
    everything = list(result.subjects.all()) if result and are_public(entry.plan) else []
    # What was chosen before somebody answered or asked is refused with its reason.
    listed = everything if request.method == "POST" else subjects
    form = RecheckForm(*sent(request), subjects=listed)
    if form.is_bound and (wait := RECHECKS.seconds_to_wait(request, f"entry/{entry.pk}")):
        return too_many(request, wait)
    if taken(form, lambda: asking.ask(entry, **form.cleaned_data)):
        messages.success(request, "已提交复核申请，答复在本页查看。")
        return redirect("results:candidate")
    context = {
        "answer_days": rechecks.ANSWER_DAYS,
        "plan": entry.plan,
        "back": reverse("results:candidate"),
    }
    return form_page(request, form, template="results/candidates/recheck.html", **context)


def _closed(open_: bool) -> str:
    return "没有可以申请复核的科目。" if open_ else rechecks.NOT_NOW


@login_not_required
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session at once."""
    response = redirect("results:candidates")
    sessions.end(request, response)
    messages.success(request, "已退出。在公用的手机或电脑上，请关闭浏览器窗口。")
    return response
