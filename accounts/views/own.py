"""One's own account: profile, sessions."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import get_or_404
from accounts.adapters import has_second_factor
from accounts.forms.members import ProfileForm
from accounts.selectors import needs_second_factor
from accounts.services import people
from accounts.sessions import end, own_sessions
from accounts.staff import posts_of
from accounts.views.forms import refuse


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name and telephone of whoever is signed in, and the ways to his security settings."""
    user = request.user
    form = ProfileForm(request.POST or None, initial={"name": user.name, "phone": user.phone})
    if request.method == "POST" and form.is_valid():
        try:
            people.update_profile(user, **form.cleaned_data)
            messages.success(request, "已保存。")
            return redirect("accounts:profile")
        except ValidationError as error:
            refuse(form, error)
    context = {
        "form": form,
        "second_factor": has_second_factor(user),
        "second_factor_required": needs_second_factor(user) and not settings.DEMO,
        "posts": posts_of(user),
    }
    return render(request, "accounts/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the person is signed in; ends one of these sessions, or all others."""
    if request.method == "POST":
        rows = UserSession.objects.filter(user=request.user)
        if request.POST.get("session"):
            chosen = [get_or_404(rows, pk=_number(request.POST["session"]))]
        else:
            chosen = [row for row in rows if row.session_key != request.session.session_key]
        end(request, chosen)
        messages.success(request, f"已退出 {len(chosen)} 处登录。")
        return redirect("accounts:sessions")
    return render(request, "accounts/sessions.html", {"sessions": own_sessions(request)})


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """After signing in again in a second window."""
    return render(request, "accounts/signed_in.html")


@require_POST
def keep_alive(request: HttpRequest) -> HttpResponse:
    """The person is still there; the middleware has noted it."""
    return HttpResponse(status=204)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
