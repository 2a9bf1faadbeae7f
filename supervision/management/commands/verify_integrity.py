"""`manage.py verify_integrity [--all] [--seconds N]`: is everything as it was written?"""

from django.core.management.base import BaseCommand, CommandError

from supervision.enums import IntegrityPart
from supervision.services.integrity import nightly


class Command(BaseCommand):
    help = "核验办理记录、文件、证书和抽取记录；默认今天的一份，可以接着运行；有问题时退出码为 1。"

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="全部核验一遍，不只今天的一份")
        parser.add_argument("--seconds", type=int, default=nightly.SECONDS, help="最多用多少秒")

    def handle(self, *args, seconds: int, **options):
        run = nightly.look(seconds=seconds, everything=options["all"])
        checked = "，".join(
            f"{part.label} {run.checked.get(part.value, 0)}" for part in IntegrityPart
        )
        self.stdout.write(f"{run.day} 已核验：{checked}。")
        faults = list(run.faults.order_by("pk"))
        for fault in faults:
            self.stderr.write(
                f"{fault.get_part_display()} {fault.name}：{fault.problem}"
                f"（应为 {fault.expected}，实为 {fault.found}）"
            )
        if faults:
            raise CommandError(f"共发现 {len(faults)} 处问题。")
        said = "没有发现问题。" if run.ended_at else "时间用完，再次运行接着核验。"
        self.stdout.write(said)
