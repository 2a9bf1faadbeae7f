"""Announcements and publicity, for anybody; objections to them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from casework import selectors
from casework.evidence_forms import ObjectionForm, ReceiptForm
from casework.filters import PublicationFilter
from casework.models import Objection, Publication
from casework.services import publications
from casework.views.sending import form_page, sent, taken
from ui.limits import Limit
from ui.responses import too_many
from ui.tables import Column, Table

COLUMNS = (
    Column("title", "标题"),
    Column("status", "状态"),
    Column("office", "发布单位", ("office__name",)),
    Column("published", "发布日期", ("published_at",)),
    Column("closes", "截止日期", ("closes_on",)),
)
OBJECTIONS = Limit("objection", "5/hour")
QUESTIONS = Limit("objection_receipt", "20/hour")


@login_not_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """Everything that offices and agencies made public, newest first."""
    rows = selectors.publications()
    table = Table(
        request,
        rows,
        COLUMNS,
        filterset=PublicationFilter,
        default_sort="-published",
        id="notices",
    )
    return render(request, "casework/publications/public_list.html", {"table": table})


@login_not_required
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, with its window and the way to object."""
    found = get_object_or_404(selectors.publications().select_related("corrects", "case"), pk=pk)
    context = {
        "publication": found,
        "takes_objections": publications.takes_objections(found),
        "listed": publications.declared(found).listed,
        "corrected_by": Publication.objects.filter(corrects=found).first(),
        "may_withdraw": request.user.is_authenticated
        and found.is_in_force
        and publications.may_withdraw(request.user, found),
    }
    return render(request, "casework/publications/public_page.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to a publicity. The answer shows the receipt with its secret, this once."""
    found = get_object_or_404(selectors.publications(), pk=pk)
    if request.method != "POST" and not publications.takes_objections(found):
        return redirect("casework:public-notice", found.pk)
    form = ObjectionForm(*sent(request))
    if form.is_bound and form.is_valid() and (wait := OBJECTIONS.seconds_to_wait(request)):
        return too_many(request, wait)
    receipts: list[publications.Receipt] = []
    if taken(form, lambda: receipts.append(publications.object_to(found, **form.cleaned_data))):
        context = {"publication": found, "receipt": receipts[0]}
        return render(request, "casework/publications/receipt.html", context)
    back = reverse("casework:public-notice", args=[found.pk])
    template = "casework/publications/object.html"
    return form_page(request, form, template=template, publication=found, back=back)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest) -> HttpResponse:
    """What became of an objection, for whoever has its receipt."""
    form = ReceiptForm(*sent(request))
    if form.is_bound and (wait := QUESTIONS.seconds_to_wait(request)):
        return too_many(request, wait)
    found: list[Objection] = []
    if form.is_bound and form.is_valid():
        if match := publications.find_objection(**form.cleaned_data):
            found.append(match)
        else:
            form.add_error(None, "没有找到。请核对回执编号和查询码，两项都要与提交时显示的一致。")
    template = "casework/publications/objection.html"
    return form_page(request, form, template=template, found=found[0] if found else None)
