"""`manage.py sweep_files`: remove stored bytes that no row names."""

from django.core.management.base import BaseCommand

from casework.services import files


class Command(BaseCommand):
    help = "清理一天以前没有登记的文件（办理失败时留下的）。可以反复运行。"

    def handle(self, *args, **options):
        self.stdout.write(f"清理了 {len(files.sweep())} 个文件。")
