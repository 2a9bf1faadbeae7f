"""The public list of who qualified, and the record of an upload."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessment.models import Plan
from assessment.selectors.entries import of_agency
from assessment.views.entries import plan_or_404
from casework.models import Publication
from casework.services import door, publications
from casework.views.acts import answer
from casework.views.sending import sent
from results.forms.listing import ListedFilter
from results.forms.publishing import UploadForm
from results.selectors import publicity
from results.services import reviewing
from ui.tables import Column, Table

COLUMNS = (
    Column("ticket", "准考证号", ("entry__ticket",)),
    Column("name", "姓名"),
    Column("id_number", "证件号码"),
    Column("item", "职业（工种）"),
    Column("level", "等级"),
    Column("outcome", "结果"),
)
PAGE = 100


@login_not_required
@never_cache
@require_safe
def public_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who qualified, for anybody, as long as the publicity runs; without scores, phones and birth
    dates, and not for search engines."""
    rows = Publication.objects.select_related("office", "case", "corrected_by")
    found = get_object_or_404(rows, pk=pk, act=publicity.CLEARS)
    plan = Plan.objects.filter(pk=found.case_id).first()
    if plan is None:
        raise Http404
    context = {"publication": found, "table": None}
    if publicity.is_shown(found):
        results = publicity.qualified(plan)
        context["takes_objections"] = publications.takes_objections(found)
        context["table"] = Table(
            request,
            results,
            COLUMNS,
            filterset=ListedFilter,
            default_sort="ticket",
            page_size=PAGE,
            id="listed",
        )
    answered = render(request, "results/publishing/public_list.html", context)
    answered["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answered


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """Put the upload of the results on record (SD-09)."""
    plan = plan_or_404(request.user, number)
    if not of_agency(request.user, plan):
        raise PermissionDenied("只有评价机构的管理员和经办人可以登记。")
    form = UploadForm(*sent(request), case=plan, actor=request.user)

    def do() -> None:
        if not form.is_bound:
            if not reviewing.may_upload(request.user, plan):
                raise door.NotNowError("现在还不能登记上传，请先完成公示。")
            return
        given = form.cleaned_data
        reviewing.record_upload(
            plan,
            on=given["on"],
            reference=given["reference"],
            actor=request.user,
            token=given["token"],
        )

    page = {
        "label": "登记上传结果信息",
        "button": "登记",
        "to": reverse("casework:case", args=[number]),
        "template": "results/publishing/form.html",
    }
    return answer(request, form, do, page, done="已登记。")
