"""The daily digests for everybody; what the nightly look found for those who answer for it."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from supervision.enums import IntegrityPart
from supervision.models import ChainDigest, IntegrityFault, IntegrityRun
from supervision.services.integrity import nightly
from ui.tables import Column, Table

DIGESTS = (
    Column("day", "日期", ("sequence",)),
    Column("cases", "案件", numeric=True),
    Column("digest", "摘要（SHA-256）"),
)
FAULTS = (
    Column("at", "发现", ("at",)),
    Column("name", "对象"),
    Column("problem", "问题"),
    Column("expected", "应为"),
    Column("found", "实为"),
)
LISTED = 366
RUNS = 7
NOT_YOURS = "只有系统管理员和省级机关可以查看核验结果。"


@login_not_required
@require_safe
def digests(request: HttpRequest) -> HttpResponse:
    """Every daily digest, the newest first, with how it is reckoned."""
    table = Table(request, ChainDigest.objects.all(), DIGESTS, default_sort="-day", id="digests")
    return render(request, "supervision/integrity/digests.html", {"table": table})


@login_not_required
@require_safe
def digests_data(request: HttpRequest) -> JsonResponse:
    """The same for programs: those of the last year, or after `?after=` a sequence."""
    after = request.GET.get("after", "")
    rows = ChainDigest.objects.order_by("-sequence")
    if after.isdecimal():
        rows = ChainDigest.objects.filter(sequence__gt=int(after[:9])).order_by("sequence")
    names = ("sequence", "day", "until", "cases", "anchor", "previous", "digest")
    found = [{name: getattr(row, name) for name in names} for row in rows[:LISTED]]
    return JsonResponse({"algorithm": "jiping-digest-1", "digests": found})


@require_safe
def faults(request: HttpRequest) -> HttpResponse:
    """What the looks found, the newest first, and how the last ones went."""
    if not nightly.reads(request.user):
        raise PermissionDenied(NOT_YOURS)
    rows = IntegrityFault.objects.select_related("case", "run")
    table = Table(request, rows, FAULTS, default_sort="-at", id="faults")
    runs = [
        (run, run.found, [(p.label, run.checked.get(p.value, 0)) for p in IntegrityPart])
        for run in _runs()
    ]
    context = {"table": table, "runs": runs}
    return render(request, "supervision/integrity/faults.html", context)


def _runs() -> list[IntegrityRun]:
    return list(IntegrityRun.objects.annotate(found=Count("faults"))[:RUNS])
