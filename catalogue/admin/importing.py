"""Import in two steps, preview and confirm, and export, for every table of the catalogue."""

import hashlib
import io

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import Format
from import_export.forms import ExportForm
from tablib import Dataset

from catalogue.models import ImportDraft
from catalogue.resources import Outcome, SheetResource
from catalogue.resources.cells import FORMULA_START
from config import clock
from printing import sheets

SHOWN = 200
GONE = "没有可以导入的内容：这份文件已经导入过，或预览已过期。需要的话请重新上传。"
CHANGED = "预览之后目录有了变化，没有导入。请核对下面的新预览，再确认一次。"


class Xlsx(Format):
    """Excel, by the house's own writer: text stays text, nothing runs."""

    def get_title(self) -> str:
        return "Excel 工作簿（xlsx）"

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: Dataset, **_kwargs) -> bytes:
        return sheets.write(dataset.headers, dataset)


class Csv(Xlsx):
    """UTF-8 with a mark that makes Excel read it right."""

    def get_title(self) -> str:
        return "文本表格（csv，UTF-8）"

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return "text/csv; charset=utf-8"

    def export_data(self, dataset: Dataset, **_kwargs) -> bytes:
        safe = Dataset(headers=dataset.headers)
        for row in dataset:
            safe.append([f"'{text}" if text.startswith(FORMULA_START) else text for text in row])
        return safe.export("csv").encode("utf-8-sig")


class UploadForm(forms.Form):
    file = forms.FileField(
        label="要导入的表格",
        help_text="xlsx、xls 或 csv（UTF-8、GBK 均可），不超过 10 MB。第 1 行为表头。",
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
        """Take a file and show what importing it would change, or everything that is wrong."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        sent = request.method == "POST"
        form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
        context: dict = {"form": form}
        if sent and form.is_valid():
            file = form.cleaned_data["file"]
            content = file.read()
            try:
                outcome = self._run(content, file.name, dry_run=True)
            except sheets.SheetError as error:
                form.add_error("file", str(error))
            else:
                context |= self._preview(request, outcome, content, file.name)
        return self._page(request, context)

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **_kwargs) -> HttpResponse:
        """Import what was previewed, once: the draft ends in the transaction that imports it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            draft = self._drafts(request).select_for_update().filter(pk=_number(request)).first()
            if draft is None:
                messages.warning(request, GONE)
                return HttpResponseRedirect(self._list_url())
            content = bytes(draft.content)
            outcome = self._run(content, draft.file_name, dry_run=False)
            stale = bool(outcome.faults) or digest(outcome) != draft.preview_sha256
            if stale:
                transaction.set_rollback(True)
            else:
                self.generate_log_entries(outcome.result, request)
                draft.delete()
        if stale:
            messages.warning(request, CHANGED)
            outcome = self._run(content, draft.file_name, dry_run=True)
            return self._page(
                request,
                {"form": UploadForm()} | self._preview(request, outcome, content, draft.file_name),
            )
        messages.success(
            request,
            f"已导入“{draft.file_name}”：新增 {outcome.created} 条，更新 {outcome.updated} 条。",
        )
        return HttpResponseRedirect(self._list_url())

    def _run(self, content: bytes, name: str, *, dry_run: bool) -> Outcome:
        file = io.BytesIO(content)
        file.name = name
        return self.resource_class_of_sheet().run(
            sheets.read(file), dry_run=dry_run, file_name=name
        )

    def _preview(self, request: HttpRequest, outcome: Outcome, content: bytes, name: str) -> dict:
        """What the preview shows; where all is well and something changes, a draft to confirm."""
        context = {
            "outcome": outcome,
            "file_name": name,
            "shown": outcome.rows[:SHOWN],
            "left_out": max(0, len(outcome.rows) - SHOWN),
        }
        if not outcome.faults and outcome.rows:
            ImportDraft.objects.filter(created_at__lt=clock.now() - ImportDraft.KEPT).delete()
            self._drafts(request).delete()
            context["draft"] = ImportDraft.objects.create(
                user=request.user,
                model=self.opts.label_lower,
                file_name=name[-255:],
                content=content,
                preview_sha256=digest(outcome),
            )
        return context

    def _drafts(self, request: HttpRequest):
        """This user's own previews of this table that may still be confirmed."""
        return ImportDraft.objects.filter(
            user=request.user,
            model=self.opts.label_lower,
            created_at__gte=clock.now() - ImportDraft.KEPT,
        )

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


def digest(outcome: Outcome) -> str:
    """What an administrator agreed to, so that nothing else is done in its name."""
    return hashlib.sha256(repr(outcome.rows).encode()).hexdigest()


def _number(request: HttpRequest) -> int:
    text = request.POST.get("draft", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
