"""The pool of experts, on the desk of the office that keeps it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import require
from accounts.enums import Role
from accounts.models import User
from accounts.rules import manages
from accounts.selectors import pending_invitations
from accounts.services import members
from casework.forms import REFRESH, keep_quiet
from casework.views.sending import form_page, sent, taken
from config import clock
from filing.enums import ConflictCause
from filing.forms.experts import AppointmentForm, DismissalForm, InviteForm, TieForm
from filing.models import Expert
from filing.selectors import experts
from filing.selectors.experts import keeps_pool
from filing.services import pool, ties
from filing.services.pool import Appointment
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "姓名", ("user__name",)),
    Column("title", "职称或等级", ("title",)),
    Column("fields", "专业领域"),
    Column("term", "聘期", ("until",)),
    Column("sitting", "正在评估", ("sitting",), numeric=True),
)


@require(keeps_pool)
@require_safe
def pool_page(request: HttpRequest) -> HttpResponse:
    """Everybody in the pool of the office one acts for, who waits to be appointed, who is asked."""
    office = request.acting_for
    table = Table(request, experts.pool_of(office), COLUMNS, default_sort="name", id="experts")
    context = {
        "office": office,
        "table": table,
        "today": clock.today(),
        "to_appoint": experts.to_appoint(office),
        "manages": manages(request.user, office),
        "asked": [row for row in pending_invitations(office) if Role.EXPERT in row.roles],
    }
    return render(request, "filing/experts/pool.html", context)


@require(keeps_pool)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody by mail to become an expert; members are for managers to invite."""
    office = request.acting_for
    if not manages(request.user, office):
        raise PermissionDenied("邀请新成员须由本机关管理员办理，请管理员在专家库页面邀请。")
    form = InviteForm(*sent(request))

    def do() -> None:
        email = form.cleaned_data["email"]
        members.invite(office, email=email, roles=[Role.EXPERT], actor=request.user)

    if taken(form, do):
        messages.success(request, f"邀请已发往 {form.cleaned_data['email']}，7天内有效。")
        return redirect("filing:pool")
    return form_page(
        request,
        form,
        title="邀请专家",
        eyebrow=office.name,
        back=reverse("filing:pool"),
        button="邀请",
    )


@require(keeps_pool)
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Appoint a person of that user key, or change what is entered of him."""
    office = request.acting_for
    known = Expert.objects.filter(office=office, user=pk).first()
    person = known.user if known else get_object_or_404(experts.to_appoint(office), pk=pk)
    employed = experts.ties_of(person).filter(cause=ConflictCause.EMPLOYER, bars_until=None)
    form = AppointmentForm(*sent(request), employed=employed.exists(), initial=_entered(known))
    page = {"person": person, "known": known, "office": office}
    if request.method == "POST" and REFRESH in request.POST:
        keep_quiet(form)
        return render(request, "filing/experts/appoint.html", {"form": form, **page})
    if taken(form, lambda: _appoint(request, person, form)):
        messages.success(request, f"{person.display_name}的聘任信息已保存。")
        return redirect("filing:pool")
    return form_page(request, form, template="filing/experts/appoint.html", **page)


@require(keeps_pool)
@require_safe
def expert_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One expert: the entry, what he must step back from, and where he sat."""
    expert = _of_pool(request, pk)
    seats = experts.seats_of(expert.user).filter(expert=expert)
    context = {
        "expert": expert,
        "in_term": Expert.objects.filter(experts.in_term(clock.today()), pk=expert.pk).exists(),
        "ties": experts.ties_of(expert.user),
        "table": Table(request, seats, SEATS, default_sort="-at", id="seats"),
        "today": clock.today(),
    }
    return render(request, "filing/experts/expert.html", context)


SEATS = (
    Column("filing", "申请", ("panel__filing__title",)),
    Column("at", "入组日期", ("appointed_on",)),
    Column("spoken", "提交意见", ("spoken_at",)),
)


@require(keeps_pool)
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """End an appointment."""
    expert = _of_pool(request, pk)
    form = DismissalForm(*sent(request), initial={"on": clock.today()})
    if taken(form, lambda: pool.dismiss(expert, on=form.cleaned_data["on"])):
        messages.success(request, f"已解聘{expert}。")
        return redirect("filing:pool")
    back = reverse("filing:expert", args=[expert.pk])
    title = f"解聘{expert}"
    return form_page(request, form, title=title, back=back, button="解聘", danger=True)


@require(keeps_pool)
@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what an expert must step back from, such as work for an applicant."""
    expert = _of_pool(request, pk)
    form = TieForm(*sent(request), initial={"cause": ConflictCause.SERVICE})

    def do() -> None:
        ties.declare(expert.user, actor=request.user, **form.cleaned_data)

    if taken(form, do):
        messages.success(request, "已登记。")
        return redirect("filing:expert", expert.pk)
    back = reverse("filing:expert", args=[expert.pk])
    return form_page(request, form, title=f"登记{expert}的回避事项", back=back, button="登记")


def _of_pool(request: HttpRequest, pk: int) -> Expert:
    rows = Expert.objects.filter(office=request.acting_for).select_related("user", "office")
    return get_object_or_404(rows.prefetch_related("expertise"), pk=pk)


def _entered(expert: Expert | None) -> dict:
    if expert is None:
        return {"since": clock.today()}
    return {
        "title": expert.title,
        "since": expert.since,
        "until": expert.until,
        "codes": [field.code for field in expert.expertise.all()],
    }


def _appoint(request: HttpRequest, person: User, form: AppointmentForm) -> None:
    given = form.cleaned_data
    entry = Appointment(given["title"], given["since"], given["until"], tuple(given["codes"]))
    with transaction.atomic():
        pool.appoint(request.acting_for, person, entry, actor=request.user)
        if "employer" in given:
            pool.employ(
                person, name=given["employer"], code=given["employer_code"], actor=request.user
            )
