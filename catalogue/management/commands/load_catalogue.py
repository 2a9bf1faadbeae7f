"""`manage.py load_catalogue`: the reference tables as `fixtures/catalogue/` has them."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalogue.services.loading import load
from catalogue.services.tables import CatalogueError


class Command(BaseCommand):
    help = "加载职业、工种、行政区划、准入类职业资格、等级体系、申报条件和职业标准；可重复执行。"

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.BASE_DIR / "fixtures" / "catalogue",
            help="数据文件所在的文件夹",
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="连人工修改过的行也改回文件里的内容"
        )

    def handle(self, *, folder: Path, overwrite: bool, **_options) -> None:
        try:
            tallies = load(folder, overwrite=overwrite)
        except CatalogueError as error:
            raise CommandError(
                "目录没有加载，数据库未改动：\n" + "\n".join(error.problems)
            ) from error
        for tally in tallies:
            kept = f"，保留人工修改 {tally.kept}" if tally.kept else ""
            self.stdout.write(
                f"{tally.label}：新增 {tally.created}，更新 {tally.updated}，"
                f"不变 {tally.unchanged}{kept}"
            )
