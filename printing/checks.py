"""System check: can this machine print? It loads no more than the names of the libraries, so
`manage.py check` runs, and says what is missing, where WeasyPrint itself could not be imported."""

import ctypes
import sys
from importlib.util import find_spec

from django.core.checks import Error, register

from printing import fonts

# Shared library → Debian package. Without harfbuzz-subset a PDF takes five to ten times as long.
LIBRARIES = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def missing_packages() -> list[str]:
    """The Debian packages whose libraries cannot be loaded."""
    return [package for library, package in LIBRARIES.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def verify() -> None:
    """Raises RuntimeError, naming what is wrong, where this process could not print. For probes."""
    if errors := printing_is_possible(None):
        raise RuntimeError("；".join(error.msg for error in errors))


@register
def printing_is_possible(app_configs, **kwargs) -> list[Error]:
    """printing.E001: a font; E002: a system library; E003: WeasyPrint itself."""
    errors = [
        Error(f"无法生成 PDF：{problem}", id="printing.E001", obj="printing")
        for problem in fonts.problems()
    ]
    # The names above are those of Linux; on a developer's other system WeasyPrint itself tells.
    if sys.platform == "linux" and (packages := missing_packages()):
        errors.append(
            Error(
                f"无法生成 PDF：缺少系统库 {'、'.join(packages)}。",
                hint=f"请以管理员身份运行：apt-get install {' '.join(packages)}",
                id="printing.E002",
                obj="printing",
            )
        )
    if find_spec("weasyprint") is None:
        errors.append(
            Error(
                "无法生成 PDF：没有安装 WeasyPrint。",
                hint="请运行 make setup，按 requirements.lock 安装依赖。",
                id="printing.E003",
                obj="printing",
            )
        )
    return errors
