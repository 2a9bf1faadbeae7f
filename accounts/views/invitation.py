"""The one invited follows the link of the mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms.members import NewAccountForm
from accounts.models import Invitation, User
from accounts.services import members, people
from accounts.views.forms import refuse


@login_not_required
@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Join an organisation: with the account one has, or with a new one. The link is in the query,
    which no log keeps. Public; what it shows is known to whoever holds the link."""
    found = members.by_token(request.GET.get("token", ""))
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    context = {"invitation": found}
    if request.user.is_authenticated:
        return _join(request, found, context)
    if User.objects.filter(email__iexact=found.email).exists():
        back = urlencode({"next": request.get_full_path()})
        context["login_url"] = f"{reverse('account_login')}?{back}"
        return render(request, "accounts/invitation.html", context)
    return _register(request, found, context)


def _join(request: HttpRequest, found: Invitation, context: dict) -> HttpResponse:
    context["mine"] = request.user.email.lower() == found.email.lower()
    if request.method == "POST":
        try:
            members.accept(found, request.user)
            messages.success(request, f"您已加入{found.organisation}。")
            return redirect("accounts:members")
        except ValidationError as error:
            context["refusal"] = error.messages[0]
    status = 200 if context["mine"] else 403
    return render(request, "accounts/invitation.html", context, status=status)


def _register(request: HttpRequest, found: Invitation, context: dict) -> HttpResponse:
    form = context["form"] = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in form.fields if name != "again"}
        try:
            with transaction.atomic():
                user = people.create_account(email=found.email, email_verified=True, **data)
                members.accept(found, user)
            messages.success(request, "账号已建立，请用新账号登录。")
            return redirect("account_login")
        except ValidationError as error:
            refuse(form, error)
    return render(request, "accounts/invitation.html", context)
