"""`manage.py verify_timeline [--case 编号]`: are the timelines what they were?"""

from django.core.management.base import BaseCommand, CommandError

from casework.models import Case, ChainHead
from casework.services.integrity import verify


class Command(BaseCommand):
    help = "核验办理记录的完整性，逐条指出改动、删除、补入、移动和截断；有问题时退出码为 1。"

    def add_arguments(self, parser):
        parser.add_argument("--case", metavar="编号", help="只核验这一件")

    def handle(self, *args, case: str | None, **options):
        chosen = Case.objects.filter(number=case).first() if case else None
        if case and chosen is None:
            raise CommandError(f"没有编号为 {case} 的案件。")
        count = 0
        for count, fault in enumerate(verify(chosen), start=1):  # noqa: B007 used below
            self.stderr.write(str(fault))
        if count:
            raise CommandError(f"共发现 {count} 处问题。")
        self.stdout.write(f"{ChainHead.objects.count() if chosen is None else 1} 件，记录完整。")
