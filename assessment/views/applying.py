"""A worker's own application, through a link and without an account.

The address of the page is the key to it; nothing of anybody else is shown here. The key is in the
query, which no log keeps.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.checks.entries import look
from assessment.forms.entries import EntryForm, work_lines
from assessment.frames.entries import Frame, known_of
from assessment.models import Entry
from assessment.services import entries as service
from assessment.services import entry_files, entry_links
from assessment.views.entry import EvidenceForm, PhotoForm, keep_form, sheet_response, shown
from casework.services import files
from casework.services.door import DoorError
from casework.views.materials import CONTENT_TYPES, SANDBOXED
from casework.views.sending import form_page, sent, taken
from ui import navigation
from ui.limits import Limit
from ui.responses import Problem, problem, too_many

# A whole workshop may sit behind one address.
RATES = {"apply-begin": "120/hour", "apply-save": "1200/hour", "apply-unknown": "30/hour"}
CANDIDATES = "/candidates/"  # the pages of a floor above, where tickets are fetched
FORM = "assessment/applying/form.html"
CLOSED = Problem(
    410,
    "报名链接已失效",
    "这个报名链接已经关闭或过期。",
    ("联系本单位的经办人，索取新的链接。",),
)
OVER = Problem(
    410,
    "报名已经截止",
    "这项评价的报名已经截止，不能再填写、修改或提交申报表。",
    ("已经提交的，用当时收藏的地址查看结果。", "需要补报或更正的，联系本单位的经办人。"),
)
FIXED = Problem(
    403,
    "申报表不能再改",
    "申报表已经提交，不能再改。",
    ("需要更正的，联系本单位的经办人，由经办人退回后再改。",),
)


def _limited(action: str) -> Callable:
    """Counts what is sent; 429 beyond the rate."""

    def decorator(view):
        @wraps(view)
        def counted(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            wait = _wait(request, action) if request.method == "POST" else 0
            return too_many(request, wait) if wait else view(request, *args, **kwargs)

        return counted

    return decorator


def _wait(request: HttpRequest, action: str) -> int:
    return Limit(action, RATES[action]).seconds_to_wait(request)


def _unknown(request: HttpRequest) -> HttpResponse:
    """404, or 429 for whoever goes on guessing."""
    if wait := _wait(request, "apply-unknown"):
        return too_many(request, wait)
    raise Http404


def _own(view) -> Callable:
    """Finds the application of a secret; who guesses is soon turned away."""

    @wraps(view)
    def found(request: HttpRequest, **kwargs) -> HttpResponse:
        secret = request.GET.get("key", "")
        if entry := entry_links.find_own(secret):
            return view(request, secret, entry, **kwargs)
        return _unknown(request)

    return found


def _while_editable(view) -> Callable:
    """Says why an application that is fixed can be changed no more."""

    @wraps(view)
    def asked(request: HttpRequest, secret: str, entry: Entry, **kwargs) -> HttpResponse:
        if not entry_links.enrols(entry.plan):
            return problem(request, OVER)
        if not entry_links.is_editable(entry):
            return problem(request, FIXED)
        return view(request, secret, entry, **kwargs)

    return asked


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_limited("apply-begin")
def apply(request: HttpRequest) -> HttpResponse:
    """Begin an application; what was filled in is kept under an address of its own."""
    link = entry_links.find(request.GET.get("link", ""))
    if link is None:
        return _unknown(request)
    if not entry_links.is_open(link):
        return problem(request, CLOSED if entry_links.enrols(link.plan) else OVER)
    frame = Frame.of(link.plan)
    form = EntryForm(*sent(request), frame=frame, own=True, initial={"employer": link.employer})
    lines = work_lines(None, *sent(request))
    if saved := keep_form(form, lines, link.plan, None, link=link):
        secret = entry_links.give_address(saved)
        messages.success(request, "已保存。请收藏这个页面的地址，以后凭它继续填写。")
        return redirect(entry_links.own_address(secret))
    context = {"plan": link.plan, "lines": lines, "title": "职业技能等级认定申报表"}
    return form_page(request, form, template=FORM, back="", **context)


@login_not_required
@never_cache
@require_safe
@_own
def own(request: HttpRequest, secret: str, entry: Entry) -> HttpResponse:
    """One's own application: what is there, what is missing, and what became of it."""
    frame = Frame.of(entry.plan)
    found = look(entry, frame, known_of(entry.plan, [entry.id_hash], own=True))
    context = {
        "plan": entry.plan,
        "entry": entry,
        "secret": secret,
        "found": found,
        "editable": entry_links.is_editable(entry),
        "over": not entry_links.enrols(entry.plan),
        "work": list(entry.work.all()),
        "evidence": list(entry.evidence.select_related("file")),
        "details": shown(entry),
        "candidates": navigation.address(CANDIDATES),
    }
    return render(request, "assessment/applying/own.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_limited("apply-save")
@_own
@_while_editable
def edit(request: HttpRequest, secret: str, entry: Entry) -> HttpResponse:
    """Correct what was filled in."""
    form = EntryForm(*sent(request), frame=Frame.of(entry.plan), entry=entry, own=True)
    lines = work_lines(entry, *sent(request))
    if keep_form(form, lines, entry.plan, entry, link=entry.link):
        messages.success(request, "已保存。")
        return redirect(entry_links.own_address(secret))
    context = {"plan": entry.plan, "lines": lines, "title": "修改申报表", "secret": secret}
    return form_page(request, form, template=FORM, **context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_limited("apply-save")
@_own
@_while_editable
def photo(request: HttpRequest, secret: str, entry: Entry) -> HttpResponse:
    """Hand in the photograph."""
    form = PhotoForm(*sent(request))

    def do() -> None:
        entry_files.keep_photo(entry, form.cleaned_data["photo"], actor=None)

    return _handed_in(request, secret, form, do, "上传照片")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_limited("apply-save")
@_own
@_while_editable
def evidence(request: HttpRequest, secret: str, entry: Entry) -> HttpResponse:
    """Hand in a paper."""
    form = EvidenceForm(*sent(request))

    def do() -> None:
        given = form.cleaned_data
        entry_files.add_evidence(
            entry, kind=given["kind"], upload=given["file"], note=given["note"], actor=None
        )

    return _handed_in(request, secret, form, do, "上传材料")


def _handed_in(request, secret: str, form, do: Callable, title: str) -> HttpResponse:
    if taken(form, do):
        messages.success(request, "已上传。")
        return redirect(entry_links.own_address(secret))
    template = "assessment/applying/upload.html"
    back = entry_links.own_address(secret)
    return form_page(request, form, template=template, title=title, back=back)


@login_not_required
@never_cache
@require_POST
@_limited("apply-save")
@_own
@_while_editable
def remove_evidence(request: HttpRequest, secret: str, entry: Entry, paper: int) -> HttpResponse:
    """Take a paper out."""
    entry_files.remove_evidence(entry, paper, own=True)
    messages.success(request, "材料已移去。")
    return redirect(entry_links.own_address(secret))


@login_not_required
@never_cache
@require_POST
@_limited("apply-save")
@_own
@_while_editable
def submit(request: HttpRequest, secret: str, entry: Entry) -> HttpResponse:
    """Send the application; its number is the receipt."""
    try:
        reasons = service.submit(entry, own=True)
    except (ValidationError, DoorError) as refused:
        reasons = getattr(refused, "messages", [str(refused)])
    for reason in reasons:
        messages.error(request, reason)
    return redirect(entry_links.own_address(secret))


@login_not_required
@never_cache
@require_safe
@_own
def picture(request: HttpRequest, secret: str, entry: Entry) -> HttpResponse:
    """One's own photograph."""
    if entry.photo is None:
        raise Http404
    headers = {
        "Content-Security-Policy": SANDBOXED,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    kind = CONTENT_TYPES[entry.photo.kind]
    return HttpResponse(files.read(entry.photo), content_type=kind, headers=headers)


@login_not_required
@never_cache
@require_safe
@_own
def sheet(request: HttpRequest, secret: str, entry: Entry) -> HttpResponse:
    """One's own 申报表 to print."""
    return sheet_response(entry)
