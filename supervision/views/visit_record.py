"""The note of a visit, filled in on a phone before, during and after the session (LC-21)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from casework.forms import ActForm, refuse
from casework.services import door
from casework.services.door import DoorError, ForbiddenError
from casework.views.cases import visible_or_404
from casework.views.sending import form_page, sent
from config import clock
from supervision.enums import VisitPhase, VisitState
from supervision.forms.corps import PhotoForm, VisitForm, VisitProblemForm
from supervision.models import Visit, VisitFinding
from supervision.models.corps_parties import is_sent
from supervision.models.visit import is_over
from supervision.selectors import visits as reads
from supervision.services.corps import noting
from supervision.services.records import WORDS


def visit_or_403(user: User, number: str) -> Visit:
    """The visit of that number for its supervisor; 404 for whoever may not see it, 403 for who sees
    it and was not sent."""
    case = visible_or_404(user, number)
    if not isinstance(case, Visit):
        raise Http404
    if not is_sent(case, user):
        raise PermissionDenied(noting.NOT_YOURS)
    return case


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, number: str) -> HttpResponse:
    """The checklist by phase, the problems, photos, the words; sent, it is handed in for good."""
    case = visit_or_403(request.user, number)
    if closed := _closed(case):
        messages.info(request, closed)
        return redirect("casework:case", number)
    data = (request.POST,) if request.method == "POST" else ()
    form = VisitForm(*data, case=case)
    stamp = ActForm(*data, case=case, actor=request.user)
    if form.is_bound and _handed_in(request, case, form, stamp):
        messages.success(request, "督导记录已提交。")
        return redirect("casework:case", number)
    fresh = not (stamp.is_bound and stamp.is_valid())
    context = {
        "case": case,
        "form": form,
        "stamp": ActForm(case=case, actor=request.user) if fresh else stamp,
        "phases": _by_phase(form),
        "words": form[WORDS],
        "findings": list(reads.findings_of(case)),
        "photos": list(case.photos.filter(finding=None).select_related("file")),
        "over": is_over(case),
        "due": reads.due_day(case.session, case.session.plan.regulation_id),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "supervision/corps/record.html", context, status=status)


@require_POST
def save(request: HttpRequest, number: str) -> HttpResponse:
    """Keep one field as it is typed; answers the note under it (a fragment)."""
    case = visit_or_403(request.user, number)
    name = request.POST.get("field", "")
    note, status = {"name": name, "saved_at": clock.now()}, 200
    try:
        noting.save(case, name, request.POST.get(name, ""), actor=request.user)
    except ValidationError as refused:
        note, status = {"name": name, "fault": " ".join(refused.messages)}, 422
    except DoorError as refused:
        note, status = {"name": name, "fault": str(refused)}, 409
    return render(request, "supervision/inspections/note.html", {"note": note}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Write a problem down; `?point=` chooses the point."""
    case = visit_or_403(request.user, number)
    first = {"point": request.GET.get("point", "")}
    form = VisitProblemForm(*sent(request), case=case, initial=first)

    def do() -> None:
        token, photos = form.cleaned_data["token"], form.photos()
        noting.find(case, form.found(), actor=request.user, token=token, photos=photos)

    return _added(request, case, form, do, title="记录问题", anchor="#findings", said="已记录。")


@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, number: str) -> HttpResponse:
    """A photo of the visit itself."""
    case = visit_or_403(request.user, number)
    form = PhotoForm(*sent(request))

    def do() -> None:
        noting.add_photo(case, form.cleaned_data["photo"], actor=request.user)

    return _added(request, case, form, do, title="添加现场照片", anchor="#photos", said="已添加。")


@require_POST
def strike(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a problem back."""
    case = visit_or_403(request.user, number)
    row = get_object_or_404(VisitFinding.objects.select_related("visit"), pk=pk, visit=case)
    try:
        noting.strike(row, actor=request.user)
    except DoorError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已删除这个问题。")
    return redirect(reverse("supervision:visit-record", args=[number]) + "#findings")


def _closed(case: Visit) -> str:
    """Why the note cannot be filled in now; "" where it can."""
    if case.state != VisitState.ASSIGNED:
        return noting.CLOSED
    return "" if noting.may_begin(case.session) else noting.EARLY


def _by_phase(form: VisitForm) -> list[tuple[str, list]]:
    """The checklist under the headings 考前, 考中, 考后."""
    rows = form.rows()
    return [(phase.label, [row for row in rows if row[0].phase == phase]) for phase in VisitPhase]


def _added(request, case: Visit, form, do, *, title: str, anchor: str, said: str) -> HttpResponse:
    back = reverse("supervision:visit-record", args=[case.number])
    if form.is_bound and form.is_valid() and _taken(form, do):
        messages.success(request, said)
        return redirect(back + anchor)
    page = {"case": case, "back": back, "title": title}
    return form_page(request, form, template="supervision/corps/add.html", **page)


def _taken(form, do) -> bool:
    try:
        do()
    except ValidationError as refused:
        refuse(form, refused)
    except DoorError as refused:
        form.add_error(None, str(refused))
    return form.is_valid()


def _handed_in(request: HttpRequest, case: Visit, form: VisitForm, stamp: ActForm) -> bool:
    """What was sent is kept field by field, then handed in."""
    if not stamp.is_valid():
        form.add_error(None, "页面内容不完整，请刷新后重试。")
        return False
    form.is_valid()
    try:
        for name in form.changed_data:
            if name not in form.errors:
                noting.save(case, name, form.cleaned_data[name], actor=request.user)
        if form.errors:
            return False
        door.perform(case, "report", actor=request.user, token=stamp.cleaned_data["token"])
    except ValidationError as refused:
        refuse(form, refused)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except DoorError as refused:
        form.add_error(None, str(refused))
    return form.is_valid()
