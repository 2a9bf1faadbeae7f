"""Tokens of the interface for provincial systems: managers of a city or province office."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import demand, get_or_404
from casework.forms import refuse
from casework.views.sending import form_page, sent, taken
from certificates.enums import Scope
from certificates.forms.upward import TokenForm
from certificates.services import tokens
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "用途", ("name",)),
    Column("office", "机关", ("office__name",)),
    Column("scopes", "可以读取"),
    Column("valid", "有效期至", ("valid_until",)),
    Column("state", "状态"),
    Column("acts", "办理"),
)
CALL_COLUMNS = (
    Column("at", "时间", ("at",)),
    Column("path", "接口", ("path",)),
    Column("query", "条件"),
    Column("status", "状态码", ("status",), numeric=True),
    Column("count", "条数", ("count",), numeric=True),
    Column("address", "来源地址", ("address",)),
)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The tokens of one's offices."""
    demand(bool(tokens.offices_of(request.user)))
    table = Table(
        request, tokens.tokens_of(request.user), COLUMNS, default_sort="name", id="tokens"
    )
    labels = dict(Scope.choices)
    context = {
        "table": table,
        "rows": [
            (row, [labels.get(scope, scope) for scope in row.scopes], tokens.is_in_force(row))
            for row in table.page
        ],
    }
    return render(request, "certificates/upward/tokens.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("made")
def new(request: HttpRequest) -> HttpResponse:
    """Make a token; its secret is on the answer and nowhere else."""
    offices = tokens.offices_of(request.user)
    demand(bool(offices))
    form = TokenForm(*sent(request), offices=offices)
    made: list[tuple] = []

    def do() -> None:
        try:
            made.append(tokens.create(actor=request.user, **form.cleaned_data))
        except ValidationError as refused:
            refuse(form, refused)

    if taken(form, do):
        token, secret = made[0]
        context = {"token": token, "secret": secret}
        response = render(request, "certificates/upward/token_made.html", context)
        response["Cache-Control"] = "no-store"
        return response
    return form_page(
        request,
        form,
        title="创建接口令牌",
        lead="令牌只显示一次，请当场交给对方系统的管理人员。系统只保存摘要，丢失后只能重新创建。",
        back=reverse("certificates:tokens"),
        button="创建",
    )


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop one at once."""
    token = _token_or_404(request, pk)
    tokens.revoke(token, actor=request.user)
    messages.success(request, "已停用，立即生效。")
    return redirect("certificates:tokens")


@require_safe
def calls(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked with a token."""
    token = _token_or_404(request, pk)
    table = Table(request, token.calls.all(), CALL_COLUMNS, default_sort="-at", id="calls")
    context = {"token": token, "table": table, "rows": list(table.page)}
    return render(request, "certificates/upward/calls.html", context)


def _token_or_404(request: HttpRequest, pk: int):
    demand(bool(tokens.offices_of(request.user)))
    return get_or_404(tokens.tokens_of(request.user), pk=pk)
