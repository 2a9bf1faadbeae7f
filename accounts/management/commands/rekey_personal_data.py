"""`manage.py rekey_personal_data`: after a key was put in front of PERSONAL_DATA_KEYS, or
LOOKUP_KEY was changed. May be broken off and run again; the old key may go once it says so."""

from django.core.management.base import BaseCommand

from accounts.services import rekeying


class Command(BaseCommand):
    help = "用最新的密钥重新加密个人信息并重算检索值；可以中断，可以重复运行。"

    def handle(self, *args, **options):
        total = 0
        for label, rows in rekeying.rekey():
            total += rows
            self.stdout.write(f"{label}：{rows} 条")
        self.stdout.write(f"完成，共 {total} 条。旧的 PERSONAL_DATA_KEYS 密钥现在可以移除。")
