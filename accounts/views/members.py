"""Managers look after their organisation's people."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import acting, selectors
from accounts.access import demand, get_or_404, require
from accounts.forms.members import DelegationForm, InvitationForm, RolesForm
from accounts.history import happenings
from accounts.models import Delegation, Invitation, Organisation, User
from accounts.rules import is_member, manages, may_delegate, works_in_bureau
from accounts.services import delegations
from accounts.services import members as services
from accounts.staff import people_of
from accounts.views.forms import refuse
from ui import ports


@require(is_member)
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Who belongs to the organisation one acts for, and who stands in for whom."""
    organisation = request.acting_for
    mine = Organisation.objects.filter(pk__in=selectors.organisations_of(request.user))
    context = {
        "organisation": organisation,
        "people": people_of(organisation),
        "delegations": selectors.delegations_of(organisation),
        "invitations": selectors.pending_invitations(organisation),
        "manages": manages(request.user, organisation),
        "bureau": works_in_bureau(request.user, organisation),
        "ways": ports.organisation_ways(organisation, request.user),
        "organisations": mine.order_by("pk"),
    }
    return render(request, "accounts/members.html", context)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another of one's organisations."""
    mine = Organisation.objects.filter(pk__in=selectors.organisations_of(request.user))
    wanted = request.POST.get("organisation", "")
    pk = int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0
    acting.choose(request, get_or_404(mine, pk=pk))
    return redirect("accounts:members")


@require(manages)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail."""
    form = InvitationForm(request.POST or None, organisation=request.acting_for)
    if request.method == "POST" and form.is_valid():
        try:
            sent = services.invite(request.acting_for, actor=request.user, **form.cleaned_data)
            messages.success(request, f"邀请已发往 {sent.email}，7天内有效。")
            return redirect("accounts:members")
        except ValidationError as error:
            refuse(form, error)
    context = {"form": form, "organisation": request.acting_for}
    return render(request, "accounts/invite.html", context)


@require(manages)
@require_POST
def invitation_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Send an invitation again, or withdraw it."""
    pending = selectors.pending_invitations(request.acting_for)
    invitation: Invitation = get_or_404(pending, pk=pk)
    try:
        {"resend": services.resend, "withdraw": services.withdraw}[act](invitation)
        done = "已重新发送，原链接不再有效。" if act == "resend" else "已撤回，链接不再有效。"
        messages.success(request, done)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("accounts:members")


@require(manages)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One member's roles."""
    organisation = request.acting_for
    held = selectors.members_of(organisation).filter(user_id=pk)
    person = get_or_404(User.objects.filter(pk__in=held.values("user")), pk=pk)
    initial = {"roles": list(held.values_list("role", flat=True))}
    form = RolesForm(request.POST or None, organisation=organisation, initial=initial)
    if request.method == "POST":
        form.data = form.data or {"roles": []}
        form.is_bound = True
        if form.is_valid():
            try:
                services.set_roles(organisation, person, actor=request.user, **form.cleaned_data)
                messages.success(request, f"{person.display_name}的角色已更新。")
                return redirect("accounts:members")
            except ValidationError as error:
                refuse(form, error)
    context = {"form": form, "person": person, "organisation": organisation}
    return render(request, "accounts/member.html", context)


@require(is_member)
@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: HttpRequest) -> HttpResponse:
    """Name a stand-in: for one's own roles, or as manager for anybody's."""
    organisation = request.acting_for
    own = None if manages(request.user, organisation) else request.user
    form = DelegationForm(request.POST or None, organisation=organisation, own=own)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            delegations.delegate(
                data.pop("membership"), to=data.pop("delegate"), actor=request.user, **data
            )
            messages.success(request, "代理已登记。")
            return redirect("accounts:members")
        except ValidationError as error:
            refuse(form, error)
    context = {"form": form, "organisation": organisation}
    return render(request, "accounts/delegate.html", context)


@require(is_member)
@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """End a stand-in at once."""
    row: Delegation = get_or_404(selectors.delegations_of(request.acting_for), pk=pk)
    demand(may_delegate(request.user, row.membership))
    services.end(row, actor=request.user)
    messages.success(request, "代理已结束。")
    return redirect("accounts:members")


@require(manages)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """What changed among the organisation's people."""
    context = {
        "organisation": request.acting_for,
        "events": happenings(request.acting_for),
    }
    return render(request, "accounts/history.html", context)
