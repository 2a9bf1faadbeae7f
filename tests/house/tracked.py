"""The files that belong to the project: tracked ones, and new ones not yet ignored."""

import subprocess
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


@cache
def files() -> list[Path]:
    """Relative paths, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return sorted(Path(name) for name in set(listed.split("\0")) if name and (ROOT / name).exists())


def of(*suffixes: str, without: tuple[str, ...] = ()) -> list[Path]:
    return [
        path
        for path in files()
        if path.suffix in suffixes and not path.as_posix().startswith(without)
    ]


def text(path: Path) -> str:
    """Empty for what is no text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


VENDOR = ("static/vendor/",)
MIGRATIONS = "/migrations/"


def own_code() -> list[Path]:
    """Python, templates, scripts and styles written here: no vendored and no generated file."""
    return [
        path
        for path in of(".py", ".html", ".js", ".css", "", without=VENDOR)
        if MIGRATIONS not in path.as_posix()
    ]
