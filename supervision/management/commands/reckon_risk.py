"""`manage.py reckon_risk`: reckon the risk signals now, as beat does each night. Safe twice."""

from django.core.management.base import BaseCommand, CommandError

from supervision.enums import RiskKind
from supervision.services.risk import nightly


class Command(BaseCommand):
    help = "测算风险提示；重复运行以最后一次为准，提示和核实情况不会丢失。"

    def handle(self, *args, **options):
        run = nightly.reckon()
        told = "，".join(f"{RiskKind(kind).label} {count} 项" for kind, count in run.found.items())
        self.stdout.write(f"{told}。")
        if run.failed:
            named = "、".join(RiskKind(kind).label for kind in run.failed)
            raise CommandError(f"没有算出：{named}，原因见日志。")
