"""Fill the working calendar: the published years, or one year from a file."""

from importlib.metadata import version
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalogue import workdays
from catalogue.models.calendar import CalendarYear, YearStatus
from catalogue.services import calendar
from config import clock
from printing import sheets

FIRST_YEAR = 2019  # the first year of 职业技能等级认定; deadlines do not reach further back


class Command(BaseCommand):
    help = (
        "装载工作日历。不带参数时装入 chinesecalendar 收录的各年（已装载的年份不动）；"
        "带文件时装入一年的安排，文件的列为：日期、休/班、名称。可以重复运行。"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="xlsx、xls 或 csv 文件")
        parser.add_argument("--year", type=int, help="文件所属的年份")
        parser.add_argument("--source", help="依据，如 国办发明电〔2025〕7号")

    def handle(self, *args, file: Path | None, year: int | None, source: str | None, **options):
        if file:
            self._load_file(file, year, source)
        else:
            self._load_published()

    def _load_published(self) -> None:
        announced = set(
            CalendarYear.objects.filter(status=YearStatus.ANNOUNCED).values_list("pk", flat=True)
        )
        known = {year for year in workdays.PUBLISHED_YEARS if year >= FIRST_YEAR}
        for year in sorted(known - announced):
            source = (
                f"国务院办公厅{year}年部分节假日安排"
                f"（chinesecalendar {version('chinesecalendar')} 收录）"
            )
            calendar.load(calendar.from_package(year), source=source)
            self.stdout.write(f"{year} 年：已装载。")
        CalendarYear.objects.get_or_create(pk=clock.today().year + 1)
        kept = sorted(known & announced)
        if kept:
            self.stdout.write(f"{kept[0]} 至 {kept[-1]} 年中已装载的年份未改动。")

    def _load_file(self, file: Path, year: int | None, source: str | None) -> None:
        if not (year and source):
            raise CommandError("用文件装载时，请同时给出 --year 和 --source。")
        try:
            with file.open("rb") as opened:
                arrangement = calendar.from_sheet(sheets.read(opened), year)
            change = calendar.load(arrangement, source=source)
        except (OSError, ValueError, sheets.SheetError) as error:
            raise CommandError(f"{file.name}：{error}") from error
        except calendar.ArrangementError as error:
            raise CommandError("\n".join(map(str, error.faults))) from error
        if change is None:
            self.stdout.write(f"{year} 年的安排与文件相同，未改动。")
            return
        for warning in change.warnings:
            self.stderr.write(f"请留意：{warning}")
        self.stdout.write(f"{year} 年：已装载，全年 {change.working_days} 个工作日。")
