"""The note of a visit, filled in on a phone before, during and after the session (LC-21)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from casework.views.cases import visible_or_404
from casework.views.sending import sent
from supervision.enums import VisitPhase, VisitState
from supervision.forms.corps import PhotoForm, VisitForm, VisitProblemForm
from supervision.models import Visit, VisitFinding
from supervision.models.corps_parties import is_sent
from supervision.models.visit import is_over
from supervision.selectors import visits as reads
from supervision.services.corps import noting
from supervision.views import on_site


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
    form, stamp = on_site.forms(request, case, VisitForm)
    if form.is_bound and on_site.hand_in(request, case, noting.RECORD, form, stamp):
        messages.success(request, "督导记录已提交。")
        return redirect("casework:case", number)
    due = reads.due_day(case.session, case.session.plan.regulation_id)
    return on_site.page(
        request,
        case,
        noting.RECORD,
        form,
        stamp,
        phases=_by_phase(form),
        adds=reverse("supervision:visit-finding-add", args=[number]),
        strikes="supervision:visit-finding-strike",
        adds_photo=reverse("supervision:visit-photo-add", args=[number]),
        photos=list(case.photos.filter(finding=None).select_related("file")),
        lead=f"逐项点选，自动保存。考试结束后、{date_format(due)}前提交，提交后不能修改。",
        warning="提交后不能修改，只能补充更正。委派机关和评价机构可以看到。",
        not_yet="" if is_over(case) else "考试还没有结束，内容已自动保存，结束后再提交。",
    )


@require_POST
def save(request: HttpRequest, number: str) -> HttpResponse:
    """Keep one field as it is typed; answers the note under it (a fragment)."""
    case = visit_or_403(request.user, number)
    return on_site.keep(request, case, noting.RECORD)


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
    on_site.strike(request, noting.RECORD, row)
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
    lead = "不拍考生正脸和证件。"
    shown = {"title": title, "lead": lead, "back": back, "anchor": anchor, "said": said}
    return on_site.added(request, case, noting.RECORD, form, do, **shown)
