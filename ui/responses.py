"""Answers that say what happened and what to do: pages for people, JSON under `/api/`."""

from dataclasses import dataclass
from math import ceil

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

API = "/api/"


@dataclass(frozen=True)
class Problem:
    """What went wrong in the reader's words, and what the reader can do, one step a line."""

    status: int
    title: str
    what: str
    steps: tuple[str, ...]


CONFLICT = Problem(
    409,
    "已由他人办理",
    "您打开页面之后，这项内容已由他人办理，本次提交没有生效。",
    ("重新打开这项内容，查看最新进展。", "按最新内容重新提交。"),
)


def problem(request: HttpRequest, found: Problem, **context) -> HttpResponse:
    """The page of a problem; under `/api/` the same as `{"detail": …}`."""
    if request.path.startswith(API):
        return detail(found)
    context = {"problem": found, **context}
    return render(request, "errors/problem.html", context, status=found.status)


def detail(found: Problem) -> JsonResponse:
    """A problem as the API tells it."""
    return JsonResponse(
        {"detail": found.what},
        status=found.status,
        json_dumps_params={"ensure_ascii": False},
    )


def conflict(request: HttpRequest, message: str = CONFLICT.what) -> HttpResponse:
    """409: what was submitted rests on a state that is past. `message` says what became of it."""
    found = Problem(409, CONFLICT.title, message, CONFLICT.steps)
    return problem(request, found, again=request.path)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """429: too often; may come again after `retry_after` seconds."""
    wait = f"{retry_after} 秒" if retry_after < 60 else f"{ceil(retry_after / 60)} 分钟"
    found = Problem(
        429,
        "操作过于频繁",
        f"短时间内的操作次数超过了限制，请在 {wait}后再试。",
        (f"等待 {wait}后，返回上一页重新操作。", "登录后办理成批的查询。"),
    )
    response = problem(request, found)
    response["Retry-After"] = str(retry_after)
    return response


def failure(request: HttpRequest) -> HttpResponse:
    """500, with nothing that may fail again: no database, no session, no context processors."""
    found = Problem(
        500,
        "系统出错",
        "系统处理这次操作时出错，错误已经记录，我们会尽快处理。",
        ("稍后再试。", "把下面的错误编号告诉管理人员。"),
    )
    if request.path.startswith(API):
        return detail(found)
    context = {"problem": found, "number": getattr(request, "id", "")}
    try:
        page = render_to_string("errors/failure.html", context)
    except Exception:
        page = f"{found.title}。{found.what}错误编号：{context['number']}"
    return HttpResponse(page, status=500)
