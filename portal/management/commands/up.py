"""`manage.py up`: web server, worker and beat on this machine, until Ctrl-C."""

import errno
import os
import socket
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.processes import Family

REFUSALS = {
    errno.EADDRINUSE: "端口已被占用",
    errno.EACCES: "没有权限使用这个端口",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


class Command(BaseCommand):
    help = "一次启动网站、后台任务和定时任务；任何一个退出都会自动重启，按 Ctrl-C 一起结束。"

    def add_arguments(self, parser):
        add_address(parser)
        parser.add_argument("--workers", type=int, default=2, help="网站进程数")

    def handle(self, *args, host: str, port: int, workers: int, **options):
        refuse_taken_port(host, port)
        os.chdir(settings.BASE_DIR)
        with Family(commands(host, port, workers), say=self.stderr.write) as family:
            while not answers(host, port):
                if family.watch(0.2):
                    return
            self.stdout.write(f"已就绪：http://{host}:{port}/（按 Ctrl-C 结束）")
            self.stdout.flush()
            family.watch()
            self.stdout.write("正在结束……")


def add_address(parser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址")
    parser.add_argument(
        "--port", type=int, choices=range(1, 65536), metavar="端口", default=8000, help="监听端口"
    )


def commands(host: str, port: int, workers: int) -> dict[str, list[str]]:
    """Name -> what to run, with this Python and these settings."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--app", "config", "--quiet"]
    web = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": "4",
        "--workers-kill-timeout": "5",
        "--log-level": "warning",
    }
    flags = [part for pair in web.items() for part in pair]
    return {
        "网站": [*python, "granian", *flags, "--no-ws", "config.wsgi:application"],
        "后台任务": [*celery, "worker", "--concurrency", str(min(2, os.cpu_count() or 1))],
        "定时任务": [*celery, "beat", "--pidfile="],
    }


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before anything starts. Raises CommandError."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = REFUSALS.get(error.errno, error.strerror)
            raise CommandError(
                f"不能在 {host}:{port} 上启动：{why}。"
                f"请结束占用该端口的程序，或换一个端口，例如 make demo PORT=8080。"
            ) from error


def answers(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0
