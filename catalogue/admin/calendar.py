"""The working calendar in the admin: see a year, load its arrangement."""

from datetime import date
from urllib.parse import quote

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path

from catalogue import workdays
from catalogue.admin import calendar_grid as grid
from catalogue.admin.base import ReferenceListMixin
from catalogue.models import CalendarYear
from catalogue.models.calendar import DayKind, YearStatus
from catalogue.services import calendar
from config import clock
from printing import sheets

PREVIEW_LASTS = 3600  # seconds
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LoadForm(forms.Form):
    """The notice of a year: its name and its days."""

    source = forms.CharField(
        label="依据",
        max_length=200,
        help_text="国务院办公厅通知的名称或文号，如“国办发明电〔2025〕7号”。",
    )
    file = forms.FileField(
        label="安排文件",
        help_text="xlsx、xls 或 csv，第 1 行为表头：日期、休/班、名称（名称可不填）。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )


@admin.register(CalendarYear)
class CalendarYearAdmin(ReferenceListMixin, admin.ModelAdmin):
    """Years are looked at and loaded whole, never edited row by row, so that deadlines hear of
    every change. Loading needs `catalogue.change_calendaryear`."""

    list_display = ("number", "shown_status", "working_days", "off", "worked")
    actions = None

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("days")

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        kept = workdays.current()
        for year in changelist.result_list:
            year.calendar = kept
        return changelist

    @admin.display(description="年份", ordering="year")
    def number(self, year: CalendarYear) -> str:
        return str(year)

    @admin.display(description="状态")
    def shown_status(self, year: CalendarYear) -> str:
        return "已公布" if year.calendar.is_announced(year.pk) else year.get_status_display()

    @admin.display(description="工作日")
    def working_days(self, year: CalendarYear) -> str:
        return f"{calendar.count_working_days(year.pk, year.calendar)} 天"

    @admin.display(description="放假")
    def off(self, year: CalendarYear) -> str:
        return self._count(year, DayKind.OFF)

    @admin.display(description="调休上班")
    def worked(self, year: CalendarYear) -> str:
        return self._count(year, DayKind.WORKED)

    def _count(self, year: CalendarYear, kind: str) -> str:
        if not year.is_announced:
            return "—"
        return f"{sum(day.kind == kind for day in year.days.all())} 天"

    def get_urls(self):
        def named(route, view, name):
            wrapped = self.admin_site.admin_view(view)
            return path(f"<int:year>/{route}/", wrapped, name=f"catalogue_calendaryear_{name}")

        return [
            named("load", self.load_view, "load"),
            named("download", self.download_view, "download"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        waiting = CalendarYear.objects.filter(
            status=YearStatus.ESTIMATED, pk__gte=clock.today().year
        ).last()
        return super().changelist_view(
            request,
            {"waiting": waiting, "can_load": self.has_change_permission(request)}
            | (extra_context or {}),
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A year as a calendar; nothing on it can be edited."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            year = get_object_or_404(CalendarYear, pk=int(object_id))
        except ValueError as error:
            raise Http404 from error
        kept = workdays.current()
        context = {
            "year": year,
            "changes": year.history.exclude(digest="").select_related("history_user")[:10],
            "can_load": self.has_change_permission(request),
            "announced": kept.is_announced(year.pk),
        } | _shown(calendar.best_known(year.pk), kept)
        return self._page(request, "year", f"{year}工作日历", context)

    def load_view(self, request: HttpRequest, year: int) -> HttpResponse:
        """Upload a year's arrangement, look at what it changes, take it over."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if year not in calendar.YEARS:
            raise Http404
        if "draft" in request.POST:
            return self._confirm(request, year)
        row = CalendarYear.objects.filter(pk=year).first()
        form = LoadForm(
            request.POST or None,
            request.FILES or None,
            initial={"source": row.source if row else ""},
        )
        faults: list[sheets.CellFault] = []
        if form.is_valid():
            try:
                sheet = sheets.read(form.cleaned_data["file"], max_rows=400)
                change = calendar.preview(calendar.from_sheet(sheet, year))
            except sheets.SheetError as error:
                form.add_error("file", str(error))
            except calendar.ArrangementError as error:
                faults = error.faults
            else:
                return self._preview(request, change, form.cleaned_data["source"])
        return self._form(request, year, form, faults)

    def _form(self, request, year: int, form: LoadForm, faults=(), status=200) -> HttpResponse:
        announced = workdays.current().is_announced(year)
        context = {"number": year, "form": form, "faults": faults, "announced": announced}
        return self._page(request, "load", f"装载 {year} 年安排", context, status)

    def _preview(self, request, change: calendar.Preview, source: str) -> HttpResponse:
        arrangement = change.arrangement
        days = [[day.date.isoformat(), day.kind, day.name] for day in arrangement.days]
        draft = {"year": arrangement.year, "base": change.base, "source": source, "days": days}
        names = {day.date: day.name for day in arrangement.days}
        context = {
            "number": arrangement.year,
            "source": source,
            "change": change,
            "now_off": [(grid.spoken(d), names.get(d, "")) for d in sorted(change.now_off)],
            "now_working": [grid.spoken(d) for d in sorted(change.now_working)],
            "draft": signing.dumps(draft, salt=_salt(request), compress=True),
        } | _shown(arrangement, change.after)
        return self._page(request, "preview", f"核对 {arrangement.year} 年安排", context)

    def _confirm(self, request, year: int) -> HttpResponse:
        try:
            draft = signing.loads(request.POST["draft"], salt=_salt(request), max_age=PREVIEW_LASTS)
        except signing.BadSignature:
            messages.error(request, "预览已超过一小时或不完整，请重新上传文件。")
            return redirect("admin:catalogue_calendaryear_load", year)
        days = (calendar.Day(date.fromisoformat(d), k, name) for d, k, name in draft["days"])
        arrangement = calendar.Arrangement(draft["year"], tuple(days))
        try:
            change = calendar.load(
                arrangement, source=draft["source"], actor=request.user, base=draft["base"]
            )
        except calendar.StaleError as error:
            messages.error(request, str(error))
            form = LoadForm(initial={"source": draft["source"]})
            return self._form(request, arrangement.year, form, status=409)
        if change is None:
            messages.info(request, f"{arrangement.year} 年的安排已经是这样，未作改动。")
        else:
            self._record(request, change)
        return redirect("admin:catalogue_calendaryear_change", arrangement.year)

    def _record(self, request, change: calendar.Preview) -> None:
        year = CalendarYear.objects.get(pk=change.arrangement.year)
        text = (
            f"装载{year}安排：{len(change.now_off)} 天改为休息，"
            f"{len(change.now_working)} 天改为上班，全年 {change.working_days} 个工作日。"
        )
        self.log_change(request, year, text)
        messages.success(request, text)

    def download_view(self, request: HttpRequest, year: int) -> HttpResponse:
        """The year as a file that can be edited and loaded; statutory dates where not announced."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if year not in calendar.YEARS:
            raise Http404
        rows = [
            [day.date.isoformat(), DayKind(day.kind).label, day.name]
            for day in calendar.best_known(year).days
        ]
        content = sheets.write(calendar.HEADERS, rows, title=f"{year}年")
        name = quote(f"{year}年工作日历.xlsx")
        disposition = f"attachment; filename*=UTF-8''{name}"
        return HttpResponse(
            content, content_type=XLSX, headers={"Content-Disposition": disposition}
        )

    def _page(self, request, template: str, title: str, context: dict, status=200) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
        } | context
        name = f"admin/catalogue/calendaryear/{template}.html"
        return TemplateResponse(request, name, context, status=status)


def _salt(request: HttpRequest) -> str:
    """A preview can be confirmed only by whoever saw it."""
    return f"calendar-load-{request.user.pk}"


def _shown(arrangement: calendar.Arrangement, kept: workdays.WorkCalendar) -> dict:
    return {
        "months": grid.months_of(kept, arrangement),
        "off_spans": grid.spans(arrangement, DayKind.OFF),
        "worked_spans": grid.spans(arrangement, DayKind.WORKED),
        "working_days": calendar.count_working_days(arrangement.year, kept),
    }
