"""How far a long job is: for whoever began it, and nobody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from casework.models import Job
from casework.services import jobs

FAILURES_SHOWN = 50


def _mine_or_404(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(Job, pk=pk, created_by=request.user)


@require_safe
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page may be left; while it is open, HTMX asks for its part anew."""
    job = _mine_or_404(request, pk)
    progress = jobs.progress_of(job)
    context = {
        "job": job,
        "label": jobs.label_of(job),
        "progress": progress,
        "failures": jobs.failed_items(job)[:FAILURES_SHOWN] if progress.failed else [],
    }
    template = "casework/job_progress.html" if request.htmx else "casework/job.html"
    return render(request, template, context)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop what has not begun."""
    job = _mine_or_404(request, pk)
    if jobs.cancel(job):
        messages.success(request, "已取消，尚未开始的部分不再处理。")
    else:
        messages.info(request, "这项任务在您取消之前已经结束。")
    return redirect("casework:job", job.pk)
