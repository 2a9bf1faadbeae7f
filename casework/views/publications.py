"""What an office or agency makes public, on its desk."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.selectors import organisations_of, staffed_by
from casework import selectors
from casework.enums import PublicationKind
from casework.evidence_forms import AnswerForm, CorrectionForm, PublicationForm, ReasonForm
from casework.models import Objection, Publication
from casework.services import publications
from casework.views.sending import form_page, sent, taken
from ui.tables import Column, Table

COLUMNS = (
    Column("title", "标题", ("title",)),
    Column("kind", "类别", ("kind",)),
    Column("status", "状态", ("status",)),
    Column("published", "发布日期", ("published_at",)),
    Column("closes", "截止日期", ("closes_on",)),
    Column("waiting", "待答复异议", ("waiting",), numeric=True),
)


@require_safe
def desk_list(request: HttpRequest) -> HttpResponse:
    """What one's own organisations made public."""
    rows = selectors.publications_of(request.user)
    table = Table(request, rows, COLUMNS, default_sort="-published", id="publications")
    managed = organisations_of(request.user, Role.MANAGER)
    context = {
        "table": table,
        "may_publish": bool(_publishing_for(request.user)),
        "heads": [office for office in staffed_by(request.user) if office.pk in managed],
    }
    return render(request, "casework/publications/desk_list.html", context)


@require_safe
def desk_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, with the objections to it."""
    found = _own_or_404(request.user, pk)
    context = {
        "publication": found,
        "objections": found.objections.select_related("answered_by"),
        "speaks": publications.may_publish(request.user, found.office),
        "hindrance": publications.hindrance(found) if found.is_open else "",
    }
    return render(request, "casework/publications/desk_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Publish an announcement or a publicity that belongs to no case."""
    offices = _publishing_for(request.user)
    if not offices:
        raise PermissionDenied("只有发布单位的管理员、审核和签发人员可以发布。")
    form = PublicationForm(*sent(request), offices=offices, initial={"office": offices[0]})
    made: list[Publication] = []

    def do() -> None:
        data = form.cleaned_data | {"kind": PublicationKind(form.cleaned_data["kind"])}
        made.append(publications.publish(actor=request.user, **data))

    if taken(form, do):
        messages.success(request, "已发布。")
        return redirect("casework:publication", made[0].pk)
    page = {"title": "发布公告、公示", "back": reverse("casework:publications"), "button": "发布"}
    return form_page(request, form, back_label="本单位公告公示", **page)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a corrected text in place of one that still runs; what was made from the data of a
    case is corrected there."""
    found = _speaking_for(request.user, pk)
    if act := publications.declared(found).corrected_by:
        return redirect("casework:act", found.case.number, act)
    form = CorrectionForm(*sent(request), initial={"title": found.title, "body": found.body})
    made: list[Publication] = []

    def do() -> None:
        made.append(publications.correct(found, actor=request.user, **form.cleaned_data))

    if taken(form, do):
        messages.success(request, "已更正并重新发布。")
        return redirect("casework:publication", made[0].pk)
    lead = "更正后的内容作为新的一条发布，公示期重新计算；原文保留，注明已更正。"
    return form_page(request, form, button="更正并重新发布", **_page(found, "更正", lead))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one back that still runs: one's own, or as a bureau that of an agency in its territory,
    which stands among nobody's own."""
    found = get_object_or_404(selectors.publications().select_related("case"), pk=pk)
    if not publications.may_withdraw(request.user, found):
        found = _speaking_for(request.user, pk)
    form = ReasonForm(*sent(request))

    def do() -> None:
        publications.withdraw(found, actor=request.user, **form.cleaned_data)

    if taken(form, do):
        messages.success(request, "已撤下。")
        own = found.office_id in organisations_of(request.user)
        return redirect("casework:publication" if own else "casework:public-notice", found.pk)
    lead = "原文保留，注明已撤下和原因。"
    page = _page(found, "撤下", lead)
    if found.office_id not in organisations_of(request.user):
        page["back"] = reverse("casework:public-notice", args=[found.pk])
    return form_page(request, form, button="撤下", danger=True, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, objection_pk: int) -> HttpResponse:
    """Answer an objection."""
    found = _speaking_for(request.user, pk)
    objection = get_object_or_404(Objection, pk=objection_pk, publication=found)
    form = AnswerForm(*sent(request))

    def do() -> None:
        data = form.cleaned_data
        publications.answer(
            objection, upheld=data["upheld"], text=data["answer"], actor=request.user
        )

    if taken(form, do):
        messages.success(request, f"已答复 {objection.number}。")
        return redirect("casework:publication", found.pk)
    page = _page(found, f"答复异议 {objection.number}", "")
    template = "casework/publications/answer.html"
    page |= {"template": template, "button": "答复", "objection": objection}
    return form_page(request, form, **page)


def _publishing_for(user: User) -> list[Organisation]:
    mine = Organisation.objects.filter(pk__in=organisations_of(user)).select_related("division")
    return [each for each in mine if publications.may_publish(user, each)]


def _own_or_404(user: User, pk: int) -> Publication:
    return get_object_or_404(selectors.publications_of(user).select_related("case"), pk=pk)


def _speaking_for(user: User, pk: int) -> Publication:
    found = _own_or_404(user, pk)
    if not publications.may_publish(user, found.office):
        raise PermissionDenied("只有发布单位的管理员、审核和签发人员可以办理。")
    return found


def _page(publication: Publication, title: str, lead: str) -> dict:
    back = reverse("casework:publication", args=[publication.pk])
    return {
        "title": title,
        "lead": lead,
        "back": back,
        "back_label": f"返回{publication.get_kind_display()}",
        "eyebrow": publication.title,
    }
