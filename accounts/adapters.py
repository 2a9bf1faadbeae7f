"""How django-allauth behaves here: lockout that says how long, keys that are encrypted."""

import time
from smtplib import SMTPException

import structlog
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import ValidationError

from accounts import protection
from accounts.models import User
from printing import qr

logger = structlog.get_logger(__name__)
FAILED = {"app": "allauth.account", "action": "login_failed"}


def display(user: User) -> str:
    """What mails and messages call a person."""
    return user.display_name


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "用户名（邮箱）或密码不正确，请核对后重新输入。",
        "email_password_mismatch": "用户名（邮箱）或密码不正确，请核对后重新输入。",
        "duplicate_email": "这是您现在的邮箱，或正在等您确认的邮箱。",
        "incorrect_password": "密码不正确，请重新输入。",
        "incorrect_code": "验证码不正确或已过期，请输入当前显示的验证码。",
        "enter_current_password": "当前密码不正确，请重新输入。",
        "too_many_login_attempts": "连续输错次数过多，请稍后再试。",
        "rate_limited": "操作过于频繁，请稍后再试。",
        "invalid_password_reset": "链接已失效，请重新申请找回密码。",
    }

    def is_open_for_signup(self, request) -> bool:
        """People come by invitation or with the registration of an organisation."""
        return False

    def can_delete_email(self, email_address) -> bool:
        """Only the one that somebody is changing to: without a mailbox there is no way back in."""
        return not email_address.verified

    def get_login_stages(self) -> list[str]:
        stages = super().get_login_stages()
        replaced = {"allauth.account.stages.EmailVerificationStage": "accounts.stages.EmailStage"}
        return [replaced.get(stage, stage) for stage in stages]

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Who has a second factor proves himself by it: a password may have been seen."""
        methods = super().get_reauthentication_methods(user)
        strong = [method for method in methods if method["id"].startswith("mfa")]
        return strong or methods

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Who has signed in a moment ago has proven himself."""
        request = context.request
        since = time.time() - account_settings.REAUTHENTICATION_TIMEOUT
        proofs = get_authentication_records(request, request.user)
        return all(proof["at"] < since for proof in proofs)

    def pre_authenticate(self, request, **credentials) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise _locked_out(request, key) from None

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """One count an account, whether its name or its mailbox was typed."""
        typed = credentials.get("email") or credentials.get("username") or ""
        user = get_user_by_username(typed)
        user = user or next(iter(filter_users_by_email(typed, for_login=True)), None)
        return f"account:{user.pk}" if user else f"typed:{typed.lower()}"

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """A mail server that does not answer must not undo what the mail is about."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError, ValueError):
            logger.exception("mail_not_sent", template=template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "验证码不正确或已过期，请输入当前显示的验证码。",
        "unverified_email": "请先完成邮箱验证，再设置动态验证码。",
    }

    def encrypt(self, text: str) -> str:
        return protection.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return protection.decrypt(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """Our own drawing: no style attribute, which the strict policy would refuse."""
        return qr.svg(url).decode()


def has_second_factor(user: User) -> bool:
    """Whether the person has set up codes."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def _locked_out(request, key: str) -> ValidationError:
    minutes = max(1, -(-_seconds_left(request, key) // 60))
    return ValidationError(
        f"连续输错次数过多，已暂停登录，请约 {minutes} 分钟后再试，或通过“忘记密码”重设密码。",
        code="too_many_login_attempts",
    )


def _seconds_left(request, key: str) -> int:
    """How long until one more attempt is allowed, by the limits that are used up."""
    now, waits = time.time(), [0]
    for rate in ratelimit.get_rates(app=FAILED["app"], action=FAILED["action"]):
        history = cache.get(ratelimit.get_cache_key(request, **FAILED, rate=rate, key=key), [])
        if len(history) >= rate.amount:
            waits.append(history[rate.amount - 1] + rate.duration - now)
    return int(max(waits))
