"""The forms of django-allauth in our look and words."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.core.exceptions import ValidationError

from accounts.models import User
from ui.forms import StyledFormMixin, ask_by_name


class Worded(StyledFormMixin):
    """Chinese labels; the library's placeholders only repeat them."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in self.words.items():
            if field := self.fields.get(name):
                field.label, field.help_text = label, help_text
                field.widget.attrs.pop("placeholder", None)
                field.error_messages.pop("required", None)
                field.error_messages["required"] = field.default_error_messages["required"]
                ask_by_name(field)


NEW_PASSWORD = ("新密码", "至少10个字符，不能全是数字，不要用姓名、用户名或常见密码。")
CODE = ("验证码", "手机验证器应用中显示的6位数字，或一个恢复码。")


class LoginForm(Worded, account.LoginForm):
    words = {"login": ("用户名或邮箱", ""), "password": ("密码", "")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "maxlength": 254}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    words = {"email": ("邮箱", "填写账号登记的邮箱，我们把重设密码的链接发到那里。")}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD, "password2": ("再次输入新密码", "")}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    words = {
        "oldpassword": ("当前密码", ""),
        "password1": NEW_PASSWORD,
        "password2": ("再次输入新密码", ""),
    }


class ChangeEmailForm(Worded, account.AddEmailForm):
    words = {"email": ("新邮箱", "我们向这个邮箱发送确认链接；确认之前仍用原邮箱。")}

    def clean_email(self) -> str:
        """Also refuses another's mailbox, which his account may not have verified yet."""
        email = super().clean_email()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError("这个邮箱已被其他账号使用，请换一个。", code="email_taken")
        return email


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    words = {"password": ("密码", "")}


class CodeForm(Worded, mfa.AuthenticateForm):
    words = {"code": CODE}


class ReauthenticateCodeForm(Worded, mfa.ReauthenticateForm):
    words = {"code": CODE}


class ActivateCodeForm(Worded, totp.ActivateTOTPForm):
    words = {"code": ("验证码", "扫码后，输入验证器应用中显示的6位数字。")}
