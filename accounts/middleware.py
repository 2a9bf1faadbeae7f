"""What stands between a session and a page: its limits, and the second factor."""

from urllib.parse import urlencode, urlsplit, urlunsplit

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts import acting
from accounts.adapters import has_second_factor
from accounts.selectors import needs_second_factor
from config import clock
from ui.responses import API, Problem, problem

MFA = "mfa"
SINCE, SEEN, IDLE = "signed_in_at", "seen_at", "idle_limit"
# How often a session notes that it is in use; between two notes a request writes nothing.
NOTE_EVERY = 60

EXPIRED = Problem(
    403,
    "登录已超时",
    "您较长时间没有操作，或登录已满12小时。为保护账号已自动退出，本次提交没有保存。",
    (
        "点“重新登录”，会在新窗口中打开登录页。",
        "登录后关闭新窗口，在本页点浏览器的“后退”，刚才填写的内容仍在，可再次提交。",
    ),
)
SECOND_FACTOR_MISSING = Problem(
    403,
    "请先设置动态验证码",
    "办理机关业务的账号须启用动态验证码，设置完成前不能使用其他功能。",
    ("登录网页，按提示完成设置。",),
)
SECOND_FACTOR_UNUSED = Problem(
    403,
    "请先输入动态验证码",
    "办理机关业务须在本次登录中输入过动态验证码。",
    ("登录网页，按提示输入验证码。",),
)
# Where somebody without his second factor may go: to its set-up, and out.
WITHOUT_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "portal:healthz",
        "portal:readyz",
    }
)


class SessionLimitsMiddleware:
    """Ends a session that was idle too long or is too old. Stands before LoginRequired."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.get(SESSION_KEY) is None:
            return self.get_response(request)
        if _is_over(request):
            logout(request)
            return _ask_again(request)
        _note_use(request)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Keeps whoever must have a second factor at its set-up until it is done, and asks a session
    that began with the password alone for a code, however it came about (not in DEMO)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        name = request.resolver_match.view_name
        if settings.DEMO or not request.user.is_authenticated or name in WITHOUT_SECOND_FACTOR:
            return None
        if _used_second_factor(request) or not needs_second_factor(request.user):
            return None
        if has_second_factor(request.user):
            found, page = SECOND_FACTOR_UNUSED, _code_url(request)
        else:
            found, page = SECOND_FACTOR_MISSING, reverse("mfa_activate_totp")
        if request.path.startswith(API):
            return problem(request, found)
        messages.warning(request, found.what)
        return redirect(page)


class ActingForMiddleware:
    """`request.acting_for`: the organisation for which the person acts."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        acting.attach(request)
        return self.get_response(request)


def begin(sender, request: HttpRequest, **_) -> None:
    """A session's twelve hours run from the sign-in (signal `user_logged_in`)."""
    request.session[SINCE] = clock.now().timestamp()


def second_factor_added(request: HttpRequest, user, authenticator, **_) -> None:
    """Setting it up, one has entered a code (signal `authenticator_added`)."""
    if authenticator.type == authenticator.Type.TOTP:
        record_authentication(request, user, MFA, type=authenticator.type)


def second_factor_removed(request: HttpRequest, authenticator, **_) -> None:
    """With the second factor goes what was proven by it: an officer sets up another one at once
    (signal `authenticator_removed`)."""
    if authenticator.type == authenticator.Type.TOTP:
        proofs = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        kept = [proof for proof in proofs if proof.get("method") != MFA]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


def _is_over(request: HttpRequest) -> bool:
    now, session = clock.now().timestamp(), request.session
    idle = now - session.get(SEEN, now) > session.get(IDLE, settings.SESSION_IDLE)
    return idle or now - session.get(SINCE, now) > settings.SESSION_ABSOLUTE


def _note_use(request: HttpRequest) -> None:
    """Note that the session is in use; with it, which limit its person is under by now."""
    now, session = clock.now().timestamp(), request.session
    session.setdefault(SINCE, now)
    if now - session.get(SEEN, 0) < NOTE_EVERY:
        return
    bureau = needs_second_factor(request.user)
    session[IDLE] = settings.SESSION_IDLE_BUREAU if bureau else settings.SESSION_IDLE
    session[SEEN] = now


def _ask_again(request: HttpRequest) -> HttpResponse:
    """The way back to where the person was; what was being sent is not lost silently."""
    request.session["timed_out"] = True
    if request.path.startswith(API):
        return problem(request, EXPIRED)
    if request.headers.get("HX-Request"):
        shown = urlsplit(request.headers.get("HX-Current-URL", "/"))
        return HttpResponseClientRedirect(_login_url(urlunsplit(("", "", *shown[2:4], ""))))
    if request.method in ("GET", "HEAD"):
        return redirect(_login_url(request.get_full_path()))
    return problem(request, EXPIRED, sign_in=_login_url(reverse("accounts:signed-in")))


def _login_url(back: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': back})}"


def _used_second_factor(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == MFA for record in records)


def _code_url(request: HttpRequest) -> str:
    back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("portal:desk")
    return f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}"
