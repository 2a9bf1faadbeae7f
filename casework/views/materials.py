"""The papers of a case, and every stored file."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from casework import kinds, rules, selectors
from casework.enums import FileKind
from casework.evidence_forms import ReasonForm, StandInForm, UploadForm
from casework.models import Case, DestroyedFile, Material, StoredFile
from casework.services import files, materials
from casework.views.cases import visible_or_404
from casework.views.sending import form_page, sent, taken
from catalogue.regulations.terms import Promise
from config import clock
from ui.responses import Problem, problem

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A browser's own viewer of PDFs does not start in a sandbox; our own pages may frame it to preview.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors"
SANDBOXED = f"{NOTHING} 'none'; sandbox"
PREVIEWED = f"{NOTHING} 'self'"

LYING = ("case", "material", "letter")  # how a file may lie in its case
GUARDED = "这份材料含有个人信息，只有经办和审核的人员可以打开。"
DESTROYED = Problem(
    410,
    "文件已销毁",
    "这份文件已满保存期限，按规定销毁。登记信息和 SHA-256 仍然保留。",
    ("需要了解文件情况的，请联系办理机关。",),
)


@require_safe
def material_list(request: HttpRequest, number: str) -> HttpResponse:
    """What lies in a case: each paper with its versions."""
    case = visible_or_404(request.user, number)
    slots = materials.overview(case)
    context = {
        "case": case,
        "slots": slots,
        "missing": sum(slot.is_missing for slot in slots),
        "stands_in": any(slot.rule and slot.rule.instead != Promise.NONE for slot in slots),
        "may_add": rules.may_add_papers(request.user, case),
        "may_hold": rules.works_in_office_of(request.user, case),
        "today": clock.today(),
    }
    return render(request, "casework/materials/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Upload a paper."""
    case = _open_for_papers(request, number)
    form = UploadForm(*sent(request), case=case, initial={"key": request.GET.get("key", "")})
    return _added(request, case, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Upload the next version of a paper."""
    case = _open_for_papers(request, number)
    old = get_object_or_404(Material, pk=pk, case_id=case.pk)
    form = UploadForm(*sent(request), case=case, replaces=old)
    return _added(request, case, form, old)


def _added(
    request: HttpRequest, case: Case, form: UploadForm, old: Material | None
) -> HttpResponse:
    def do() -> None:
        data = {"key": "", **form.cleaned_data}
        materials.add(case, actor=request.user, replaces=old, **data)

    if taken(form, do):
        messages.success(request, "材料已上传。")
        return redirect("casework:materials", case.number)
    title = f"替换“{old.title}”" if old else "上传材料"
    lead = "原来的版本保留在案，可以查看。" if old else ""
    return form_page(request, form, button="上传", **_page(case, title, lead))


@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: HttpRequest, number: str) -> HttpResponse:
    """Promise, or check online, instead of handing in a paper."""
    case = _open_for_papers(request, number)
    form = StandInForm(*sent(request), case=case, initial={"key": request.GET.get("key", "")})

    def do() -> None:
        data = form.cleaned_data | {"instead": Promise(form.cleaned_data["instead"])}
        materials.stand_in(case, actor=request.user, **data)

    if taken(form, do):
        messages.success(request, "已登记。")
        return redirect("casework:materials", case.number)
    lead = "政策允许的材料，可以用书面承诺或网络核验代替。承诺不实的，依法承担责任。"
    return form_page(request, form, button="提交", **_page(case, "告知承诺、网络核验", lead))


MARKS: dict[str, tuple[str, str, Callable]] = {
    "hold": ("留存", "留存期间，期满也不销毁。", materials.hold),
    "release": ("解除留存", "解除后按保存期限办理。", materials.release),
}


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, number: str, pk: int, action: str) -> HttpResponse:
    """Hold a paper beyond its time, or release it."""
    case = visible_or_404(request.user, number)
    material = get_object_or_404(Material.objects.select_related("case", "file"), pk=pk, case=case)
    label, lead, service = MARKS[action]
    if not rules.works_in_office_of(request.user, case):
        raise PermissionDenied("只有办理机关可以留存、解除留存材料。")
    form = ReasonForm(*sent(request))

    def do() -> None:
        service(material, reason=form.cleaned_data["reason"], actor=request.user)

    if taken(form, do):
        messages.success(request, f"已{label}“{material.title}”。")
        return redirect("casework:materials", case.number)
    page = _page(case, f"{label}“{material.title}”", lead)
    return form_page(request, form, button=label, **page)


@require_safe
def stored_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The bytes of a file to whoever may see its case; to others it is nowhere."""
    found = get_object_or_404(
        selectors.files_visible_to(request.user).select_related(*LYING), pk=file_id
    )
    material = getattr(found, "material", None)
    if material and material.destroyed_on:
        return problem(request, DESTROYED)
    if not _may_open(request.user, found):
        raise PermissionDenied(GUARDED)
    return serve(request, found)


def serve(request: HttpRequest, found: StoredFile) -> HttpResponse:
    """The bytes of a file, harmless to the browser. Who may open it the caller has asked."""
    if DestroyedFile.objects.filter(file=found).exists():
        return problem(request, DESTROYED)
    try:
        data = files.read(found)
    except files.DamagedFileError as error:
        steps = ("请记下页面地址，联系系统管理员。",)
        return problem(request, Problem(503, "文件无法提供", str(error), steps))
    kind = FileKind(found.kind)
    as_attachment = not found.is_shown_inline or "download" in request.GET
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment, found.name),
        "Content-Security-Policy": PREVIEWED if kind == FileKind.PDF else SANDBOXED,
        "X-Frame-Options": "SAMEORIGIN" if kind == FileKind.PDF else "DENY",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type=CONTENT_TYPES[kind], headers=headers)


def _may_open(user: User, file: StoredFile) -> bool:
    kind, material = kinds.kind_of(file.case), getattr(file, "material", None)
    guard = kind.guards.get(material.key) if material else None
    if guard:
        return guard(user, selectors.as_kinds([file.case])[0])
    if material or kind.opens is None or hasattr(file, "letter"):
        return True
    return bool(kind.opens(user, selectors.as_kinds([file.case])[0], file))


def _open_for_papers(request: HttpRequest, number: str) -> Case:
    case = visible_or_404(request.user, number)
    if not rules.may_add_papers(request.user, case):
        raise PermissionDenied("现在不能为这件事项提交或替换材料。")
    return case


def _page(case: Case, title: str, lead: str) -> dict:
    return {
        "title": title,
        "lead": lead,
        "back": reverse("casework:materials", args=[case.number]),
        "back_label": "返回材料",
        "eyebrow": f"{case.title} · {case.number}",
    }
