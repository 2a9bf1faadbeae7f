"""Who signs in."""

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.fields import EncryptedText, LookupHash


class UserManager(DjangoUserManager):
    @classmethod
    def normalize_email(cls, email):
        """In small letters throughout: one mailbox is one account."""
        return (email or "").strip().lower()


class User(AbstractUser):
    """A person's account. `name` is the 真实姓名; the phone is protected personal data."""

    first_name = None
    last_name = None
    name = models.CharField("真实姓名", max_length=50, blank=True)
    phone = EncryptedText("手机号码", blank=True)
    phone_hash = LookupHash(of="phone", purpose="phone")

    objects = UserManager()

    class Meta(AbstractUser.Meta):
        verbose_name = "用户"
        verbose_name_plural = "用户"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_name_once_whatever_its_case",
                violation_error_message="这个用户名已有人使用，请换一个。",
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                condition=~Q(email=""),
                violation_error_message="这个邮箱已经注册，请直接登录，或用“忘记密码”找回。",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """What screens call the person: the name, else the user name."""
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.display_name
