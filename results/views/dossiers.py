"""The dossier of a plan: asked for, downloaded."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from casework.services.door import DoorError, ForbiddenError
from results.selectors import archive
from results.services import dossier_files, dossiers
from results.views.archive import read_or_403
from ui.responses import Problem, problem

DAMAGED = Problem(
    503,
    "文件无法提供",
    "这份档案包已丢失或不完整。",
    ("请返回上一页重新生成。", "重新生成后仍然如此的，请联系系统管理员。"),
)
REPLACED = Problem(
    410,
    "已有新的档案包",
    "这份档案包已被后来生成的取代，文件不再保留，摘要仍在办理记录中。",
    ("请返回上一页下载最新的档案包。",),
)


@require_POST
def make(request: HttpRequest, number: str) -> HttpResponse:
    """Have the dossier made."""
    plan = read_or_403(request.user, number)
    try:
        dossiers.start(plan, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except DoorError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "正在生成档案包，完成后发消息通知您。")
    return redirect("results:archive", number)


@require_safe
def download(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The ZIP; who takes it is noted."""
    plan = read_or_403(request.user, number)
    found = get_object_or_404(archive.dossiers(plan).filter(done_at__isnull=False), pk=pk)
    found.plan = plan
    if archive.taker_for(request.user, plan) is None:
        raise PermissionDenied(dossiers.REFUSED)
    if archive.dossiers(plan).filter(done_at__isnull=False, pk__gt=pk).exists():
        return problem(request, REPLACED)
    if not dossiers.is_there(found):
        return problem(request, DAMAGED)
    if request.method == "GET":
        dossiers.take_out(found, actor=request.user)
    return FileResponse(
        dossier_files.whole(found.folder).open("rb"),
        as_attachment=True,
        filename=f"档案_{plan.number}.zip",
        content_type="application/zip",
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )
