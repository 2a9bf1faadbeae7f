"""What is printed for the day of the exam: asked for, watched, downloaded, taken away."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from assessment.enums import PrintKind
from assessment.frames.prints import Arranged
from assessment.models import Plan, PrintRun, Session
from assessment.selectors import prints as rights
from assessment.services import print_files, printing
from assessment.views.entries import plan_or_404
from casework.services.door import DoorError, ForbiddenError
from casework.views.sending import sent, taken
from ui.forms import StyledFormMixin
from ui.responses import Problem, problem
from ui.tables import Column, Table

COLUMNS = (
    Column("kind", "内容", ("kind", "pk")),
    Column("session", "场次", ("session__starts_at", "pk")),
    Column("count", "人次", ("count", "pk"), numeric=True),
    Column("status", "状态"),
    Column("made", "打印人和时间", ("made_at",)),
    Column("acts", "办理"),
)
HINTS = {
    PrintKind.TICKETS: "每张 A4 两份，对裁即可，按准考证号排列",
    PrintKind.TICKETS_EACH: "压缩包内每人一个 pdf，便于分别发送",
    PrintKind.DOORS: "每个考场一张名单，证件号码部分隐藏",
    PrintKind.DESKS: "每张 A4 十四格，可以用标签纸打印",
    PrintKind.SIGN_IN: "每个考场一份，有签名和备注栏",
}
DAMAGED = Problem(
    503,
    "文件无法提供",
    "这份打印文件已丢失或不完整。",
    ("请返回上一页重新打印。", "重新打印后仍然如此的，请联系系统管理员。"),
)


def session_label(session: Session) -> str:
    """`理论知识考试 3月25日 09:00`."""
    begins = date_format(localtime(session.starts_at), "n月j日 H:i")
    return f"{session.get_subject_display()} {begins}"


class SessionChoice(forms.ModelChoiceField):
    def label_from_instance(self, session: Session) -> str:
        return session_label(session)


class PrintForm(StyledFormMixin, forms.Form):
    """What to print, of which session."""

    kind = forms.ChoiceField(label="打印内容", widget=forms.RadioSelect)
    session = SessionChoice(
        label="场次", queryset=Session.objects.none(), required=False, empty_label="全部场次"
    )

    def __init__(self, *args, plan: Plan, kinds: tuple[PrintKind, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, f"{kind.label}：{HINTS[kind]}") for kind in kinds]
        rows = plan.sessions.filter(cancelled_at=None).order_by("starts_at", "pk")
        self.fields["session"].queryset = rows


@require_http_methods(["GET", "HEAD", "POST"])
def prints(request: HttpRequest, number: str) -> HttpResponse:
    """What may be printed, what stands in the way, and what was printed."""
    plan = plan_or_404(request.user, number)
    if request.htmx and request.headers.get("HX-Target") == "printing":
        return _progress(request, plan)
    kinds = rights.kinds_for(request.user, plan)
    if request.method == "POST" and not kinds:
        raise PermissionDenied(printing.REFUSED)
    form = PrintForm(
        *sent(request), plan=plan, kinds=kinds, initial={"kind": next(iter(kinds), "")}
    )

    def do() -> None:
        given = form.cleaned_data
        printing.start(plan, given["kind"], given["session"], actor=request.user)

    if taken(form, do):
        return redirect("assessment:prints", number)
    context = _page(request, plan) | {"form": form, "kinds": kinds}
    return render(
        request, "assessment/prints/page.html", context, status=422 if form.is_bound else 200
    )


def _page(request: HttpRequest, plan: Plan) -> dict:
    arranged = Arranged.of(plan)
    rows = plan.prints.select_related("session", "job", "made_by")
    table = Table(request, rows, COLUMNS, default_sort="-made", id="prints")
    lacks = printing.lacks(arranged, PrintKind.TICKETS) if printing.is_open(plan) else []
    return {
        "plan": plan,
        "open": printing.is_open(plan),
        "final": arranged.final,
        "refusing": [lack for lack in lacks if lack.refuses],
        "warning": [lack for lack in lacks if not lack.refuses],
        "seated": bool(arranged.places),
        "table": table,
        "rows": _rows(request.user, plan, arranged, list(table.page)),
        "running": _running(plan),
    }


def _rows(user: User, plan: Plan, arranged: Arranged, runs: list[PrintRun]) -> list[dict]:
    standings = printing.standings(runs)
    kinds = rights.kinds_for(user, plan)
    found = []
    for run in runs:
        run.plan = plan
        stale = bool(run.done_at) and arranged.digest(run.kind, run.session) != run.digest
        found.append(
            {
                "run": run,
                "session": session_label(run.session) if run.session else "全部场次",
                "standing": standings.get(run.pk),
                "stale": stale,
                "readable": bool(run.done_at) and rights.may_read(user, run),
                "mine": run.kind in kinds,
            }
        )
    return found


def _running(plan: Plan) -> list[tuple[PrintRun, str, printing.Standing]]:
    runs = plan.prints.filter(done_at=None).select_related("session", "job").order_by("pk")
    standings = printing.standings(runs)
    return [
        (run, session_label(run.session) if run.session else "全部场次", standings[run.pk])
        for run in runs
        if not standings[run.pk].failure
    ]


def _progress(request: HttpRequest, plan: Plan) -> HttpResponse:
    running = _running(plan)
    shown = request.GET.get("running", "")
    if not running or shown != str(len(running)):
        # Something has come to its end: the whole page is another one now.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "assessment/prints/progress.html", {"plan": plan, "running": running})


def _run_or_404(user: User, number: str, pk: int) -> PrintRun:
    plan = plan_or_404(user, number)
    run = get_object_or_404(plan.prints.select_related("session", "job"), pk=pk)
    run.plan = plan
    return run


@require_safe
def download(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The file of a run; who takes tickets is noted."""
    run = _run_or_404(request.user, number, pk)
    if run.done_at is None:
        raise Http404
    try:
        printing.take_out(run, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    if not print_files.is_whole(run):
        return problem(request, DAMAGED)
    packed = run.kind == PrintKind.TICKETS_EACH
    return FileResponse(
        print_files.whole(run.folder).open("rb"),
        as_attachment=True,
        filename=_name(run, "zip" if packed else "pdf"),
        content_type="application/zip" if packed else "application/pdf",
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


def _name(run: PrintRun, suffix: str) -> str:
    label = run.get_kind_display().partition("（")[0]
    of_session = f"_{session_label(run.session)}" if run.session else ""
    proof = "" if run.final else "_样稿"
    stem = f"{label}_{run.plan.number}{of_session}{proof}"
    return f"{stem.replace(' ', '').replace(':', '')}.{suffix}"


@require_POST
def drop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a print away, or stop one that is being made."""
    run = _run_or_404(request.user, number, pk)
    try:
        printing.drop(run, actor=request.user)
    except ForbiddenError as refused:
        raise PermissionDenied(str(refused)) from refused
    except DoorError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已删除。")
    return redirect("assessment:prints", number)
