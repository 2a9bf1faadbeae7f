"""Regulation files: read, checked, kept in memory."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from catalogue.regulations.schema import Regulation

FOLDER = Path(__file__).parent

_REASONS = {
    "missing": "缺少此项",
    "extra_forbidden": "不认识的键，可能写错了",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "string_type": "应为文字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "tuple_type": "应为列表",
    "model_type": "应为一组键值",
    "too_short": "至少要有一项",
    "date_from_datetime_parsing": "应为日期，如 2020-05-14",
}


class RegulationError(Exception):
    """A regulation file that cannot be used; `problems` names each key with its reason."""

    def __init__(self, path: Path, problems: list[tuple[str, str]]):
        self.path = path
        self.problems = problems
        lines = "；".join(f"{key}：{reason}" for key, reason in problems)
        super().__init__(f"{path.name}：{lines}")


def _reason(error: dict) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "enum":
        return f"“{error['input']}”不可用，应为 {context['expected']} 之一"
    return _REASONS.get(kind, error["msg"])


def _key(error: dict) -> str:
    parts = ("".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error["loc"])).lstrip(".")
    return parts or "（整个文件）"


def _problems(errors: list[dict]) -> list[tuple[str, str]]:
    """Key and reason of each error; a list is not short that only lacks its wrong item."""
    inner = {e["loc"][:depth] for e in errors for depth in range(len(e["loc"]))}
    return [
        (_key(e), _reason(e)) for e in errors if e["type"] != "too_short" or e["loc"] not in inner
    ]


def read(path: Path) -> Regulation:
    """One file as a regulation. Raises RegulationError with every key that is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegulationError(path, [("（整个文件）", f"不是有效的 TOML：{error}")]) from error
    try:
        regulation = Regulation.model_validate(data)
    except ValidationError as error:
        raise RegulationError(path, _problems(error.errors())) from error
    expected = f"{regulation.id}.{regulation.version}.toml"
    if path.name != expected:
        raise RegulationError(path, [("id、version", f"文件名应为 {expected}")])
    return regulation


def files(folder: Path = FOLDER) -> list[Path]:
    """The regulation files of a folder."""
    return sorted(path for path in folder.glob("*.toml") if path.is_file())


@cache
def _all() -> dict[tuple[str, int], Regulation]:
    regulations = [read(path) for path in files()]
    return {(r.id, r.version): r for r in regulations}


def get(regulation_id: str, version: int | None = None) -> Regulation:
    """The regulation of that id, in that version or the newest. Raises KeyError when unknown."""
    versions = {v: r for (rid, v), r in _all().items() if rid == regulation_id}
    if not versions:
        raise KeyError(regulation_id)
    return versions[max(versions) if version is None else version]


def current() -> tuple[Regulation, ...]:
    """The newest version of every regulation, the national one first, then by region."""
    newest = [get(rid) for rid in dict.fromkeys(rid for rid, _ in _all())]
    return tuple(sorted(newest, key=lambda r: (r.division, r.id)))
