"""What is paid for certificates (兑现待遇): by enterprise, by certificate."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import get_or_404
from accounts.models import Organisation, User
from accounts.selectors import staffed_by
from casework.forms import refuse
from casework.selectors import cases_visible_to
from casework.views.sending import form_page, sent, taken
from certificates.models import Certificate
from supervision.filters import PayFilter
from supervision.forms.pay import RecordForm, term
from supervision.promises import rules
from supervision.selectors import pay as reads
from supervision.services.pay import recording
from ui.tables import Column, Table

PAYERS = (
    Column("name", "企业", ("name",)),
    Column("total", "应兑现", numeric=True),
    Column("fulfilled", "已兑现", numeric=True),
    Column("percent", "兑现率", numeric=True),
    Column("confirmed", "本人确认", numeric=True),
    Column("contested", "有异议", numeric=True),
    Column("refuted", "查实没有兑现", numeric=True),
)
CERTIFICATES = (
    Column("number", "证书编号", ("number",)),
    Column("name", "姓名", ("name",)),
    Column("level", "职业和等级"),
    Column("issued", "发证日期", ("issued_on",)),
    Column("pay", "待遇"),
    Column("state", "兑现情况"),
)
NOT_YOURS = "只有企业的管理员、经办人和有关机关可以查看待遇兑现情况。"
ONE = 1


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The enterprises that owe something, with the share that each honours; who records for one
    alone is led to its own list."""
    own = list(reads.sides(request.user))
    offices = staffed_by(request.user)
    if not own and not offices:
        raise PermissionDenied(NOT_YOURS)
    if len(own) == ONE and not offices:
        return redirect("supervision:pay-of", own[0].pk)
    shares = reads.shares(reads.visible_to(request.user))
    table = Table(
        request,
        Organisation.objects.filter(pk__in=shares),
        PAYERS,
        default_sort="name",
        id="payers",
    )
    context = {
        "table": table,
        "rows": [(row, shares[row.pk]) for row in table.page],
        "whole": reads.together(shares.values()),
        "rules": rules(),
    }
    return render(request, "supervision/pay/overview.html", context)


@require_safe
def of(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificates of one enterprise with what is paid for each."""
    payer = get_object_or_404(Organisation, pk=pk)
    visible = reads.visible_to(request.user, payer)
    records = reads.records(request.user, payer)
    if not records and not visible.exists():
        raise Http404
    rows = reads.with_records(visible)
    table = Table(
        request, rows, CERTIFICATES, filterset=PayFilter, default_sort="-issued", id="pay"
    )
    inner = bool(staffed_by(request.user)) and not records
    page = list(table.page)
    seen = _complaints_seen(request.user, page) if inner else frozenset()
    context = {
        "payer": payer,
        "table": table,
        "rows": [
            {
                "certificate": row,
                "record": next(iter(row.in_force), None),
                "standing": reads.standing(row, seen),
                "promise": reads.promise_of(row),
            }
            for row in page
        ],
        "share": reads.share(visible),
        "late": reads.lacking(visible).count(),
        "records": records,
        "inner": inner,
        "seen": seen,
        "back": reverse("supervision:pay") if staffed_by(request.user) else "",
        "rules": rules(),
        "term": term(),
    }
    return render(request, "supervision/pay/certificates.html", context)


def _complaints_seen(user: User, page: list[Certificate]) -> frozenset[int]:
    """The contests on a page that an officer may know of: none by whom he or she is tied to."""
    behind = {record.reply.complaint_id for row in page for record in row.in_force if record.reply}
    rows = cases_visible_to(user).filter(pk__in=behind - {None})
    return frozenset(rows.values_list("pk", flat=True))


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, number: str) -> HttpResponse:
    """Record what is paid for one certificate."""
    rows = reads.with_records(reads.visible_to(request.user))
    certificate = get_or_404(rows, number=number)
    payer = reads.payer_of(certificate)
    if not reads.records(request.user, payer):
        raise PermissionDenied(recording.NOT_YOURS)
    old = next(iter(certificate.in_force), None)
    start = {"kind": old.kind, "amount": old.amount, "since": old.since} if old else {}
    form = RecordForm(*sent(request), certificate=certificate, initial=start)

    def do() -> None:
        try:
            recording.record(certificate, form.given(), payer=payer, actor=request.user)
        except ValidationError as refused:
            refuse(form, refused)

    if taken(form, do):
        messages.success(request, "已登记。系统向持证人发送核对链接。")
        return redirect("supervision:pay-of", payer.pk)
    promise = reads.promise_of(certificate)
    said = f"评价前的承诺：{promise}" if promise else "评价计划里没有写明待遇承诺。"
    return form_page(
        request,
        form,
        title="登记待遇兑现",
        eyebrow=f"{certificate.name} {certificate.number}",
        lead=said,
        back=reverse("supervision:pay-of", args=[payer.pk]),
        back_label="返回待遇兑现",
        button="登记",
    )
