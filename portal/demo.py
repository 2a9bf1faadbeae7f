"""The demonstration: who may sign in, and with what."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another
# Nobody receives mail there (RFC 2606): the address is how a demo account is known.
DOMAIN = "demo.invalid"


@dataclass(frozen=True)
class Account:
    username: str
    role: str
    superuser: bool = False


ACCOUNTS = [Account("admin", "系统管理员：维护职业目录、标准、区划和工作日历", superuser=True)]


def password() -> str:
    """One for all demo accounts, made once and readable by this machine's user alone."""
    path = Path(settings.VAR_DIR) / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text("".join(secrets.choice(LETTERS) for _ in range(12)))
    return path.read_text().strip()


class RealAccountError(Exception):
    """This database holds real accounts."""


def accounts() -> QuerySet:
    """The users that are demo accounts."""
    return get_user_model().objects.filter(email__endswith=f"@{DOMAIN}")


def create_accounts() -> None:
    """Make or repair every demo account. Only where DEMO is on: the caller has checked that.

    Raises RealAccountError, its text for the user, where a real account has one of the names.
    """
    users = get_user_model().objects
    taken = users.filter(username__in=[account.username for account in ACCOUNTS])
    if real := sorted(set(taken) - set(accounts()), key=str):
        raise RealAccountError(f"数据库中已有正式账号 {'、'.join(map(str, real))}，不能用作演示。")
    for account in ACCOUNTS:
        user, _ = users.update_or_create(
            username=account.username,
            defaults={
                "email": f"{account.username}@{DOMAIN}",
                "first_name": account.role.partition("：")[0],
                "is_active": True,
                "is_staff": account.superuser,
                "is_superuser": account.superuser,
            },
        )
        if not user.check_password(password()):
            user.set_password(password())
            user.save(update_fields=["password"])
