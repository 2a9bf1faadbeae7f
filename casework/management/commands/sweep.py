"""`manage.py sweep`: remind of limits now, as beat does each hour. Safe at any time, and twice."""

from django.core.management.base import BaseCommand, CommandError

from casework.enums import Mark
from casework.services.sweep import sweep


class Command(BaseCommand):
    help = "检查全部时限：临期、当日、超期提醒，超期报上级；重复运行不会重复提醒。"

    def handle(self, *args, **options):
        report = sweep()
        told = "，".join(f"{Mark(mark).label} {count} 项" for mark, count in report.told.items())
        self.stdout.write(f"{told}；调整到期日 {report.moved} 项。")
        if report.failed:
            raise CommandError(f"{report.failed} 件事项未能检查，原因见日志。")
