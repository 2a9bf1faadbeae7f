"""Doing an act on a case: one page and one answer for every act of every kind."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from casework import kinds, rules
from casework.forms import (
    REFRESH,
    ActForm,
    HandOverForm,
    NoteForm,
    ReleaseForm,
    keep_quiet,
    refuse,
)
from casework.models import Case
from casework.services import assignment, door
from casework.views.cases import visible_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Shows the form of an act and does it. 404 for an unknown act, 403 without the right, 409
    where the case has moved on; then what was typed is shown for copying. An act with a page of its
    own is done there alone, whatever is sent here."""
    case = visible_or_404(request.user, number)
    declared = kinds.kind_of(case).by_name.get(name)
    if declared is None:
        raise Http404
    if declared.page:
        return redirect(declared.page, number)
    form = _bound(request, declared.form or NoteForm, case)
    if form.is_bound and (REFRESH in request.POST or not form.is_valid()):
        _demand_right(case, name, request.user)
    page = {"act": declared, "label": declared.label, "warning": declared.warning}
    page["template"] = declared.template

    def do() -> None:
        if not form.is_bound:
            door.ask(case, name, request.user)
            return
        sent = form.facts()
        door.perform(case, name, actor=request.user, **_stamp(form), **sent)

    return answer(request, form, do, page, done=f"已办理：{declared.label}。")


def _demand_right(case: Case, name: str, user: User) -> None:
    """A form that comes back to be mended comes back to those alone who may send it."""
    try:
        door.ask(case, name, user)
    except door.ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except door.NotNowError:
        return


@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Take up a case that nobody of the office has."""
    case = visible_or_404(request.user, number)
    form = ActForm(request.POST, case=case, actor=request.user)
    if not rules.works_in_office_of(request.user, case):
        raise PermissionDenied

    def do() -> None:
        assignment.take(case, actor=request.user, token=form.cleaned_data["token"])

    return answer(request, form, do, {"label": "接办"}, done="已接办，您是这件事项的承办人。")


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """Pass a case to a colleague."""
    return _passing_on(
        request, number, HandOverForm, assignment.hand_over, label="转交承办", done="已转交。"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, number: str) -> HttpResponse:
    """Give a case back to the office's queue."""
    return _passing_on(
        request, number, ReleaseForm, assignment.release, label="退回待接办", done="已退回待接办。"
    )


def _passing_on(request, number, form_class, service, *, label, done) -> HttpResponse:
    case = visible_or_404(request.user, number)
    if not rules.works_in_office_of(request.user, case):
        raise PermissionDenied
    form = _bound(request, form_class, case)

    def do() -> None:
        if form.is_bound:
            token = form.cleaned_data["token"]
            service(case, actor=request.user, token=token, **form.facts())
        elif not rules.may_pass_on(request.user, case):
            raise door.ForbiddenError("只有承办人或本机关管理员可以转交、退回。")

    return answer(request, form, do, {"label": label}, done=done)


def _bound(request: HttpRequest, form_class: type[ActForm], case: Case) -> ActForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return form_class(*sent, case=case, actor=request.user)


def _stamp(form: ActForm) -> dict:
    return {"version": form.cleaned_data["version"], "token": form.cleaned_data["token"]}


def answer(
    request: HttpRequest, form: ActForm, do: Callable[[], None], page: dict, *, done: str
) -> HttpResponse:
    """The page of the form, or what came of it. `do` is called with a valid or an unsent form;
    `page` may name a `template`, and an address `to` go to afterwards."""
    case = form.case
    page |= {"case": case, "form": form, "kind": kinds.kind_of(case)}
    template = page.get("template", "casework/act.html")
    if form.is_bound and REFRESH in request.POST:
        keep_quiet(form)
        return render(request, template, page)
    if form.is_bound and not form.is_valid():
        return render(request, template, page, status=422)
    try:
        do()
    except ValidationError as refused:
        refuse(form, refused)
        return render(request, template, page, status=422)
    except door.ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except door.DoorError as refused:
        page |= {"refused": refused, "typed": form.typed() if form.is_bound else []}
        return render(request, "casework/act_conflict.html", page, status=409)
    if not form.is_bound:
        return render(request, template, page)
    messages.success(request, done)
    return redirect(page.get("to") or _where_next(case, request.user))


def _where_next(case: Case, user: User) -> str:
    """The case's page; the list for whoever may know of the case no more, such as by recusal."""
    if kinds.is_hidden(case, user):
        return reverse("casework:cases")
    return reverse("casework:case", args=[case.number])
