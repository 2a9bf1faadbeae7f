"""Who signs in."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person's account. Ours from the first migration on, so that it can grow."""

    class Meta(AbstractUser.Meta):
        verbose_name = "用户"
        verbose_name_plural = "用户"
