"""`manage.py invite_manager`: the first manager of an office that the administrator has entered."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.enums import Role
from accounts.models import Organisation
from accounts.selectors import managers_of
from accounts.services import members


class Command(BaseCommand):
    help = "邀请一个机关的首位管理员（机关先在管理后台登记）。"

    def add_arguments(self, parser):
        parser.add_argument("organisation", help="单位名称或编号")
        parser.add_argument("email", help="管理员的邮箱")

    def handle(self, *args, organisation: str, email: str, **options):
        field = {"pk": organisation} if organisation.isdigit() else {"name": organisation}
        found = list(Organisation.objects.filter(**field))
        if len(found) != 1:
            raise CommandError(f"找到 {len(found)} 个“{organisation}”，请用单位编号。")
        if managers_of(found[0]).exists():
            raise CommandError("这个单位已有管理员，由管理员在网页上邀请其他成员。")
        try:
            invitation = members.invite(found[0], email=email, roles=[Role.MANAGER], actor=None)
        except ValidationError as error:
            raise CommandError("".join(error.messages)) from error
        self.stdout.write(f"邀请已发往 {invitation.email}，7天内有效。")
