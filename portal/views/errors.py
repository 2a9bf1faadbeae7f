"""Error pages: what happened, and what to do."""

from django.http import HttpRequest, HttpResponse

from ui.responses import Problem, failure, problem, too_many

BAD_REQUEST = Problem(
    400,
    "请求无法处理",
    "浏览器发来的内容不完整，或格式不正确，没有作任何处理。",
    ("返回上一页，刷新后重新提交。", "核对地址栏或书签里的地址。"),
)
FORBIDDEN = Problem(
    403,
    "没有权限",
    "当前账号不能查看或办理这项内容。",
    ("确认登录的是办理这项业务的账号。", "联系本单位的账号管理人员。"),
)
EXPIRED_FORM = Problem(
    403,
    "页面已过期",
    "页面打开时间过长，或浏览器没有保存 Cookie。为保护您的账号，本次提交没有生效。",
    ("返回上一页，刷新后重新提交。", "在浏览器设置中允许本站使用 Cookie，再试一次。"),
)
NOT_FOUND = Problem(
    404,
    "没有找到页面",
    "地址可能有误，内容可能已经撤下，也可能不属于当前账号。",
    ("核对地址是否完整。", "从首页重新进入。"),
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(request, EXPIRED_FORM)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    return failure(request)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The limits of sign-in and password reset count by the minute."""
    return too_many(request, 60)
