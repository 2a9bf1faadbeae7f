"""`manage.py reset_second_factor`: for someone who lost the telephone and the recovery codes."""

import structlog
from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User

logger = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "清除一个账号的动态验证码和恢复码；本人下次登录时重新设置。须先当面核实身份。"

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="核实身份的方式和事由")

    def handle(self, *args, username: str, reason: str, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有账号 {username}。")
        Authenticator.objects.filter(user=user).delete()
        logger.warning("second_factor_reset", user_id=user.pk, reason=reason)
        self.stdout.write(f"已清除 {username} 的动态验证码。")
