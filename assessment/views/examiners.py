"""The staff of an agency, kept by its managers and clerks."""

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import protection
from accounts.models import User
from assessment.enums import DutyRole
from assessment.forms.staffing import ExaminerForm, LeaveForm, TieForm
from assessment.models import Examiner
from assessment.selectors import examiners as rights
from assessment.services import examiners
from casework.filters import FilterForm
from casework.views.sending import form_page, sent, taken
from config import clock
from filing.models import Agency
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "姓名", ("name",)),
    Column("roles", "可承担的工作"),
    Column("certificate", "资质证书"),
    Column("until", "有效期至", ("until",)),
    Column("employer", "单位和部门", ("employer",)),
    Column("state", "状态", ("left_on",)),
)
NOT_YOURS = "只有评价机构的管理员和经办人可以管理考务人员。"
UNNAMED = 10


class ExaminerFilter(django_filters.FilterSet):
    """Narrows the staff; who is out of use is listed only when asked for."""

    search = django_filters.CharFilter(label="姓名或完整证件号码", method="by_text")
    role = django_filters.ChoiceFilter(
        label="可承担的工作",
        empty_label="全部",
        choices=[each for each in DutyRole.choices if each[0] != DutyRole.EXTERNAL],
        method="by_role",
    )
    state = django_filters.ChoiceFilter(
        label="状态",
        empty_label="在用",
        choices=[("expired", "资质证书已到期"), ("left", "已停用"), ("all", "全部")],
        method="by_state",
    )

    class Meta:
        model = Examiner
        form = FilterForm
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        asked = self.form.cleaned_data.get("state")
        return found if asked in ("left", "all") else found.filter(left_on=None)

    def by_text(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        text = value.strip().replace("\0", "")[:100]
        hashed = protection.fingerprint("id_number", text) or "-"
        return queryset.filter(Q(name__icontains=text) | Q(id_hash=hashed))

    def by_role(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        # Neither database can look into a JSON list in the other's words.
        return queryset.annotate(as_text=Cast("roles", TextField())).filter(
            as_text__contains=f'"{value}"'
        )

    def by_state(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        if value == "left":
            return queryset.filter(left_on__isnull=False)
        return queryset.filter(until__lt=clock.today()) if value == "expired" else queryset


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """The people of one of one's agencies (`?agency=`), the first where none is named."""
    agencies = list(rights.kept_by(request.user))
    if not agencies:
        raise PermissionDenied(NOT_YOURS)
    code = request.GET.get("agency", "")
    agency = next((each for each in agencies if each.code == code), agencies[0])
    rows = Examiner.objects.filter(agency=agency).select_related("user")
    table = Table(request, rows, COLUMNS, filterset=ExaminerFilter, default_sort="name", id="staff")
    context = {
        "agency": agency,
        "agencies": agencies,
        "table": table,
        "rows": [(row, _state(row)) for row in table.page],
        "filed": len(examiners.people_filed(agency)),
    }
    return render(request, "assessment/staffing/staff.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Enter somebody."""
    agency = _agency(request.user, code)
    row = Examiner(agency=agency)
    form = ExaminerForm(*sent(request), instance=row, initial={"roles": []})
    if taken(form, lambda: examiners.keep(form.save(commit=False))):
        messages.success(request, f"已登记{row.name}。")
        return redirect("assessment:staff-person", row.pk)
    page = {"title": "登记考务人员", "eyebrow": agency.name, "back": _back(agency)}
    return form_page(request, form, button="保存", **page)


@require_POST
def take_over(request: HttpRequest, code: str) -> HttpResponse:
    """Enter everybody whom the filing names."""
    agency = _agency(request.user, code)
    outcome = examiners.take_over(agency)
    text = f"已从备案材料登记 {outcome.added} 人，补充工作 {outcome.changed} 人。"
    messages.success(request, text)
    if outcome.unclear:
        named = "、".join(outcome.unclear[:UNNAMED])
        messages.warning(request, f"{named}等人负责的职业没有识别出来，请逐一核对可考评的职业。")
    return redirect(_back(agency))


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody of the staff: what is entered, from whom he or she steps back, the duties."""
    row = _row(request.user, pk)
    duties = row.duties.select_related("session__plan", "room__site")
    context = {
        "row": row,
        "state": _state(row),
        "roles": _roles(row),
        "ties": row.ties.all(),
        "back": _back(row.agency),
        "table": Table(request, duties, DUTIES, default_sort="-when", id="duties"),
    }
    return render(request, "assessment/staffing/person.html", context)


DUTIES = (
    Column("plan", "评价计划"),
    Column("when", "场次", ("session__starts_at",)),
    Column("room", "考场"),
    Column("role", "工作", ("role",)),
)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is entered."""
    row = _row(request.user, pk)
    form = ExaminerForm(*sent(request), instance=row)
    if taken(form, lambda: examiners.keep(form.save(commit=False))):
        messages.success(request, "已保存。")
        return redirect("assessment:staff-person", pk)
    return _asked(request, form, row, "修改人员信息", "保存")


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out of use."""
    row = _row(request.user, pk)
    form = LeaveForm(*sent(request))
    if taken(form, lambda: examiners.leave(row, **form.cleaned_data)):
        messages.success(request, f"已停用{row.name}。")
        return redirect("assessment:staff-person", pk)
    return _asked(request, form, row, f"停用{row.name}", "停用", danger=True)


@require_POST
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody into use again."""
    row = _row(request.user, pk)
    examiners.come_back(row)
    messages.success(request, f"已恢复使用{row.name}。")
    return redirect("assessment:staff-person", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a candidate from whom somebody steps back."""
    row = _row(request.user, pk)
    form = TieForm(*sent(request))
    if taken(form, lambda: examiners.tie(row, **form.cleaned_data)):
        messages.success(request, "回避事项已登记。")
        return redirect("assessment:staff-person", pk)
    return _asked(request, form, row, f"登记{row.name}的回避事项", "登记")


@require_POST
def untie(request: HttpRequest, pk: int, tie: int) -> HttpResponse:
    """Take a recusal out."""
    row = _row(request.user, pk)
    examiners.untie(row, tie)
    messages.success(request, "回避事项已移去。")
    return redirect("assessment:staff-person", pk)


def _agency(user: User, code: str) -> Agency:
    return get_object_or_404(rights.kept_by(user), code=code)


def _row(user: User, pk: int) -> Examiner:
    return get_object_or_404(rights.examiners_visible_to(user), pk=pk)


def _asked(request: HttpRequest, form, row: Examiner, title: str, button: str, **more):
    back = reverse("assessment:staff-person", args=[row.pk])
    page = {"title": title, "eyebrow": row.agency.name, "back": back, "button": button}
    return form_page(request, form, **page, **more)


def _back(agency: Agency) -> str:
    return reverse("assessment:staff", query={"agency": agency.code})


def _roles(row: Examiner) -> list[str]:
    return [role.label for role in DutyRole if role.value in row.roles]


def _state(row: Examiner) -> dict:
    """How somebody stands today, for a list."""
    if row.left_on:
        return {"tone": "neutral", "label": "已停用", "roles": _roles(row)}
    if row.until and row.until < clock.today():
        return {"tone": "warn", "label": "证书已到期", "roles": _roles(row)}
    if not row.id_hash:
        return {"tone": "warn", "label": "缺证件号码", "roles": _roles(row)}
    return {"tone": "ok", "label": "在用", "roles": _roles(row)}
