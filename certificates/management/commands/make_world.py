"""`manage.py make_world`: so many invented certificates, to look things up among."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from certificates.management import invented

MOST = 10_000_000


class Command(BaseCommand):
    help = "生成虚构的证书，供试用和测速。只在演示环境（DEMO=1）或还没有机构和证书的数据库中可用。"

    def add_arguments(self, parser):
        parser.add_argument("--certificates", type=int, default=1_000_000, help="证书数")

    def handle(self, *args, certificates: int, **options):
        if not 1 <= certificates <= MOST:
            raise CommandError(f"证书数应在 1 至 {MOST} 之间。")
        if not (settings.DEMO or invented.is_empty()):
            raise CommandError(
                "这个数据库里已有机构或证书，不能混入虚构的证书。请换一个空的数据库，或在演示环境中运行。"
            )
        if invented.is_built():
            raise CommandError("这个数据库里已经有虚构的证书。要重新生成，请换一个空的数据库。")
        begun = time.monotonic()
        for made in invented.build(certificates):
            self.stdout.write(f"已生成 {made} / {certificates}")
        seconds = time.monotonic() - begun
        self.stdout.write(self.style.SUCCESS(f"完成：{certificates} 本，用时 {seconds:.0f} 秒。"))
