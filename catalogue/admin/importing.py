"""Import in two steps, preview and confirm, and export, for every table of the catalogue."""

import io

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm

from catalogue.admin.formats import Csv, Xlsx
from catalogue.models import ImportDraft
from catalogue.resources import Outcome, SheetResource
from catalogue.services.locking import BusyError, lock_tables
from config import clock
from printing import sheets

MAX_ROWS = 10_000
GONE = "没有可以导入的内容：预览已过期，或已被新的上传取代。需要的话请重新上传。"
BUSY = "另一位管理员正在修改这张表，没有导入。请稍候再按“确认导入”。"
CHANGED = "预览之后目录有了变化，没有导入。请核对下面的新预览，再确认一次。"


class _StaleError(Exception):
    """What the import would do is not what was agreed to."""

    def __init__(self, outcome: Outcome):
        super().__init__(CHANGED)
        self.outcome = outcome


class UploadForm(forms.Form):
    file = forms.FileField(
        label="要导入的表格",
        help_text="xlsx、xls 或 csv（UTF-8、GBK 均可），不超过 10 MB、1 万行。第 1 行为表头。",
        error_messages={
            "required": "请选择要导入的表格。",
            "empty": "文件是空的。请选择填好的表格。",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT_BYTES:
            limit = settings.UPLOAD_LIMIT_BYTES // 1024 // 1024
            raise forms.ValidationError(f"文件超过 {limit} MB。请分成几个文件上传。")
        return file


class SheetAdminMixin(ImportExportMixin):
    """Gives an admin page import and export. Importing needs the rights to add and to change."""

    resource_class_of_sheet: type[SheetResource]
    import_template_name = "catalogue/admin/import.html"
    export_form_class = ExportForm
    export_formats = [Xlsx, Csv]

    def get_resource_classes(self, request: HttpRequest) -> list[type[SheetResource]]:
        return [self.resource_class_of_sheet]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_export_filename(self, request, queryset, file_format) -> str:
        return f"{self.opts.model_name}-{clock.today():%Y%m%d}.{file_format.get_extension()}"

    def export_action(self, request: HttpRequest) -> HttpResponse:
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self._list_url()}?{ERROR_FLAG}=1")

    def import_action(self, request: HttpRequest, **_kwargs) -> HttpResponse:
        """Take a file, then show what importing it would change or everything that is wrong."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if "draft" in request.GET:
            return self._shown(request)
        sent = request.method == "POST"
        form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
        if sent and form.is_valid():
            file = form.cleaned_data["file"]
            content = file.read()
            try:
                outcome = self._run(request, content, file.name, dry_run=True)
            except sheets.SheetError as error:
                form.add_error("file", str(error))
            else:
                return self._keep(request, outcome, content, file.name)
        return self._page(request, {"form": form})

    def _shown(self, request: HttpRequest) -> HttpResponse:
        """What came of an upload."""
        draft = self._drafts(request).filter(pk=_number(request.GET)).first()
        if draft is None:
            return self._told(request, messages.WARNING, GONE)
        if draft.outcome:
            return self._told(request, messages.INFO, draft.outcome)
        context = {"form": UploadForm(), "draft": draft, "report": draft.report}
        return self._page(request, context)

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **_kwargs) -> HttpResponse:
        """Import what was previewed, once; asked again, tell again what came of it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        number = _number(request.POST)
        try:
            with transaction.atomic():
                drafts = self._drafts(request).exclude(preview_sha256="")
                draft = drafts.select_for_update().filter(pk=number).first()
                if draft is None:
                    return self._told(request, messages.WARNING, GONE)
                return self._told(request, messages.SUCCESS, self._outcome(request, draft))
        except (BusyError, OperationalError):
            messages.warning(request, BUSY)
            return HttpResponseRedirect(self._import_url(number))
        except _StaleError as stale:
            return self._preview_again(request, draft, stale.outcome)

    def _outcome(self, request: HttpRequest, draft: ImportDraft) -> str:
        """What the import of a draft did: it does it, unless that is done."""
        if draft.outcome:
            return draft.outcome
        lock_tables(*self.resource_class_of_sheet.written())
        content, name = bytes(draft.content), draft.file_name
        outcome = self._run(request, content, name, dry_run=False, previewed=True)
        if outcome.digest != draft.preview_sha256:
            raise _StaleError(outcome)
        self.generate_log_entries(outcome.result, request)
        draft.content = b""
        draft.outcome = f"已导入“{name}”：新增 {outcome.created} 条，更新 {outcome.updated} 条。"
        draft.save()
        return draft.outcome

    def _preview_again(
        self, request: HttpRequest, draft: ImportDraft, refused: Outcome
    ) -> HttpResponse:
        """The table has changed since the preview, or the database saw what the preview did not."""
        messages.warning(request, CHANGED)
        content, name = bytes(draft.content), draft.file_name
        outcome = self._run(request, content, name, dry_run=True)
        same = outcome.digest == draft.preview_sha256
        return self._keep(request, refused if same else outcome, content, name)

    def _run(self, request: HttpRequest, content: bytes, name: str, **how: bool) -> Outcome:
        file = io.BytesIO(content)
        file.name = name
        sheet = sheets.read(file, max_rows=MAX_ROWS)
        return self.resource_class_of_sheet(request.user).run(sheet, file_name=name, **how)

    def _keep(
        self, request: HttpRequest, outcome: Outcome, content: bytes, name: str
    ) -> HttpResponse:
        """Keep what came of an upload and lead to it: a page that can be gone back to."""
        ImportDraft.objects.filter(created_at__lt=clock.now() - ImportDraft.KEPT).delete()
        self._drafts(request).filter(outcome="").delete()
        draft = ImportDraft.objects.create(
            user=request.user,
            model=self.opts.label_lower,
            file_name=name[-255:],
            content=content if outcome.digest else b"",
            preview_sha256=outcome.digest,
            report=outcome.report(),
        )
        return HttpResponseRedirect(self._import_url(draft.pk))

    def _drafts(self, request: HttpRequest):
        """This user's own uploads to this table that have not expired."""
        return ImportDraft.objects.filter(
            user=request.user,
            model=self.opts.label_lower,
            created_at__gte=clock.now() - ImportDraft.KEPT,
        )

    def _told(self, request: HttpRequest, level: int, text: str) -> HttpResponse:
        messages.add_message(request, level, text)
        return HttpResponseRedirect(self._list_url())

    def _page(self, request: HttpRequest, context: dict) -> HttpResponse:
        columns = self.resource_class_of_sheet().columns()
        context |= self.admin_site.each_context(request) | {
            "title": f"导入{self.opts.verbose_name}",
            "opts": self.opts,
            "columns": columns,
            "media": self.media + context["form"].media,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.import_template_name, context)

    def _list_url(self) -> str:
        return reverse(f"{self.admin_site.name}:%s_%s_changelist" % self.get_model_info())

    def _import_url(self, number: int) -> str:
        name = f"{self.admin_site.name}:%s_%s_import" % self.get_model_info()
        return f"{reverse(name)}?draft={number}"


def _number(sent: QueryDict) -> int:
    text = sent.get("draft", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
