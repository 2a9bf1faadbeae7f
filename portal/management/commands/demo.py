"""`manage.py demo`: everything for a look around, then `up`. `make demo` calls it."""

from datetime import date
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from portal import demo
from portal.demo import world
from portal.management.commands.up import add_address, refuse_taken_port

MIDYEAR = 6


class Command(BaseCommand):
    help = "准备演示环境（数据库、目录、日历、演示账号）并启动；可以重复运行。只在 DEMO=1 时可用。"

    def add_arguments(self, parser):
        add_address(parser)
        parser.add_argument("--prepare-only", action="store_true", help="只准备，不启动")
        parser.add_argument("--accounts-only", action="store_true", help="只建账号，不要三年的数据")

    def handle(
        self, *args, host: str, port: int, prepare_only: bool, accounts_only: bool, **options
    ):
        if not settings.DEMO:
            raise CommandError("演示账号只能建在演示环境里：请用 make demo，或先设 DEMO=1。")
        if not prepare_only:
            refuse_taken_port(host, port)
        self._prepare()
        if not accounts_only:
            self._build()
        self._show_accounts()
        if not prepare_only:
            self.stdout.write(f"管理后台：http://{host}:{port}/admin/（用 admin 登录）")
            connections.close_all()
            call_command("up", host=host, port=port, stdout=self.stdout, stderr=self.stderr)

    def _prepare(self) -> None:
        steps = {
            "准备数据库": ["migrate"],
            "装载职业目录与标准": ["load_catalogue"],
            "装载工作日历": ["load_calendar"],
            "整理网页文件": ["collectstatic", "--no-input"],
        }
        for title, command in steps.items():
            self.stdout.write(f"{title}……")
            call_command(*command, verbosity=0, stdout=StringIO())
        try:
            demo.create_accounts()
        except demo.RealAccountError as error:
            raise CommandError(str(error)) from error

    def _build(self) -> None:
        """The world, with a word at every half year, as it takes a while."""
        if world.is_built():
            return
        self.stdout.write("生成三年的演示数据（几分钟，只在第一次）……")
        halves: set[tuple[int, bool]] = set()

        def told(day: date) -> None:
            half = (day.year, day.month > MIDYEAR)
            if half not in halves:
                halves.add(half)
                self.stdout.write(f"  {day.year} 年{'下' if half[1] else '上'}半年")

        try:
            world.build(told=told)
        except world.OccupiedError as error:
            self.stdout.write(self.style.WARNING(str(error)))

    def _show_accounts(self) -> None:
        self.stdout.write("\n演示账号（密码都是 " + self.style.SUCCESS(demo.password()) + "）：")
        for account in demo.ACCOUNTS:
            self.stdout.write(f"  {account.username:<12}{account.role}")
        self.stdout.write("")
