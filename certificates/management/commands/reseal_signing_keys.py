"""`manage.py reseal_signing_keys`: after SIGNING_KEY_SECRET was changed and the one before put into
SIGNING_KEY_SECRET_OLD. May be broken off and run again; the old one may go once it says so."""

from django.core.management.base import BaseCommand, CommandError

from certificates import vault


class Command(BaseCommand):
    help = "用新的 SIGNING_KEY_SECRET 重新封存签名和二维码密钥；可以中断，可以重复运行。"

    def handle(self, *args, **options):
        try:
            names = vault.reseal()
        except vault.MissingKeyError as error:
            raise CommandError(f"{error}没有改动任何文件。") from error
        for name in names:
            self.stdout.write(name)
        self.stdout.write(
            f"完成，重新封存 {len(names)} 个密钥。SIGNING_KEY_SECRET_OLD 现在可以移除。"
        )
