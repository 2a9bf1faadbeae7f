"""What the pages of a record on site have in common (`supervision.services.on_site`)."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from casework.forms import ActForm
from casework.models import Case
from casework.services import door
from casework.services.door import DoorError
from casework.views.sending import attempted, form_page, taken
from config import clock
from supervision.services.on_site import WORDS, OnSite


def forms(request: HttpRequest, case: Case, form_class: type) -> tuple:
    """The record as it was sent, or as it is kept, and the stamp of the act that hands it in."""
    data = (request.POST,) if request.method == "POST" else ()
    return form_class(*data, case=case), ActForm(*data, case=case, actor=request.user)


def fresh(stamp: ActForm, case: Case, request: HttpRequest) -> ActForm:
    """The stamp that the page carries on: a new one unless the one that was sent is good."""
    good = stamp.is_bound and stamp.is_valid()
    return stamp if good else ActForm(case=case, actor=request.user)


def page(
    request: HttpRequest, case: Case, record: OnSite, form, stamp: ActForm, **shown
) -> HttpResponse:
    """The page on which a record is filled in. `shown`: `phases` of the checklist with headings,
    the addresses `adds` and `strikes` (a URL name) for problems and `adds_photo`, if there is one,
    with the `photos`; `lead`; `warning` before it is handed in, or `not_yet`, why it is early."""
    context = {
        "case": case,
        "record": record,
        "form": form,
        "stamp": fresh(stamp, case, request),
        "words": form[WORDS],
        "findings": list(record.reads.findings_of(case)),
        **shown,
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "supervision/inspections/on_site.html", context, status=status)


def added(
    request: HttpRequest, case: Case, record: OnSite, form, do: Callable[[], None], **shown
) -> HttpResponse:
    """The page on which something is added to a record, or the way back to it. `shown`: `title`,
    `lead`, `back`, the `anchor` there, and what is `said` once it is there."""
    if taken(form, do):
        messages.success(request, shown["said"])
        return redirect(shown["back"] + shown["anchor"])
    template = "supervision/inspections/add.html"
    return form_page(request, form, template=template, case=case, record=record, **shown)


def keep(request: HttpRequest, case: Case, record: OnSite) -> HttpResponse:
    """Keep one field as it is typed; answers the note under it (a fragment)."""
    name = request.POST.get("field", "")
    note, status = {"name": name, "saved_at": clock.now()}, 200
    try:
        record.save(case, name, request.POST.get(name, ""), actor=request.user)
    except ValidationError as refused:
        note, status = {"name": name, "fault": " ".join(refused.messages)}, 422
    except DoorError as refused:
        note, status = {"name": name, "fault": str(refused)}, 409
    return render(request, "supervision/inspections/note.html", {"note": note}, status=status)


def hand_in(request: HttpRequest, case: Case, record: OnSite, form, stamp: ActForm) -> bool:
    """What was sent is kept field by field, then handed in."""
    if not stamp.is_valid():
        form.add_error(None, "页面内容不完整，请刷新后重试。")
        return False
    form.is_valid()

    def do() -> None:
        for name in form.changed_data:
            if name not in form.errors:
                record.save(case, name, form.cleaned_data[name], actor=request.user)
        if not form.errors:
            door.perform(case, "report", actor=request.user, token=stamp.cleaned_data["token"])

    return attempted(form, do)


def strike(request: HttpRequest, record: OnSite, finding) -> None:
    """Take a problem back and say so."""
    tell: Callable = messages.success
    said = "已删除这个问题。"
    try:
        record.strike(finding, actor=request.user)
    except DoorError as refused:
        tell, said = messages.error, str(refused)
    tell(request, said)
