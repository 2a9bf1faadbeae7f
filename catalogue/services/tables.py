"""Files of `fixtures/catalogue/` as tables of rows that the loader can write."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Model

from catalogue.enums import DivisionTier, Tier
from catalogue.models import (
    ConditionSet,
    Division,
    EntryCondition,
    Ladder,
    LadderLevel,
    Occupation,
    Office,
    RegulatedOccupation,
    Standard,
    StandardLevel,
    Subject,
    WorkType,
)
from printing import sheets


class CatalogueError(Exception):
    """The files cannot be loaded; `problems` says where and why, in Chinese."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Link:
    """A foreign key: which model it leads to and what its rows are called in the files."""

    model: type[Model]
    natural: Callable[[Any], Any]


@dataclass(frozen=True)
class Row:
    """`values` holds model attributes; links by their natural key, empty for none."""

    where: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Table:
    """Rows of one model, each known by its `key` attributes."""

    model: type[Model]
    key: tuple[str, ...]
    rows: list[Row]
    links: dict[str, Link] = field(default_factory=dict)


def _code(row: Any) -> str:
    return row.code


TO_OCCUPATION = Link(Occupation, _code)


def tables(folder: Path) -> Iterator[Table]:
    """All tables, each after those that it links to. Raises CatalogueError for a broken file."""
    yield from _occupations(folder)
    yield _work_types(folder)
    yield _regulated(folder)
    yield from _divisions(folder)
    yield _offices(folder)
    yield from _ladders(folder)
    yield from _conditions(folder)
    yield from _standards(folder)


def _sheet(path: Path, columns: str) -> list[tuple[str, dict[str, str]]]:
    """(where, cells by column) of a csv file that has exactly the columns wanted."""
    try:
        with path.open("rb") as file:
            sheet = sheets.read(file)
    except sheets.SheetError as error:
        raise CatalogueError([f"{path.name}：{error}"]) from error
    except OSError as error:
        raise CatalogueError([f"{path.name}：文件不存在或无法读取。"]) from error
    if sheet.headers != columns.split():
        raise CatalogueError([f"{path.name}：表头应为 {columns}，现为 {' '.join(sheet.headers)}。"])
    return [
        (f"{path.name} 第{row.number}行", dict(zip(sheet.headers, row.cells, strict=True)))
        for row in sheet.rows
    ]


def _toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError([f"{path.name}：无法读取（{error}）。"]) from error


def _needed(path: Path, values: dict, *names: str) -> list:
    """The values of these keys; a missing one is a broken file."""
    if missing := [name for name in names if name not in values]:
        raise CatalogueError([f"{path.name}：缺少 {'、'.join(missing)}。"])
    return [values[name] for name in names]


def _by_label(choices: type[Tier] | type[DivisionTier], label: str) -> int | str:
    """The tier that a file calls `大类`; an unknown word stays and is refused as a value."""
    return next((tier.value for tier in choices if tier.label == label), label)


def _occupations(folder: Path) -> Iterator[Table]:
    path = folder / "edition.toml"
    skilled, edition, year = _needed(
        path, _toml(path), "skilled_majors", "base_edition", "base_year"
    )
    rows = []
    for where, cells in _sheet(folder / "occupations.csv", "code name parent_code level source"):
        announced = re.match(r"人社部(\d{4})年新职业", cells["source"])
        values = {
            "code": cells["code"],
            "name": cells["name"],
            "tier": _by_label(Tier, cells["level"]),
            "parent": cells["parent_code"],
            "skilled": cells["code"][:1] in skilled,
            "edition": announced[0] if announced else edition,
            "announced": int(announced[1]) if announced else year,
            "source": cells["source"],
        }
        rows.append(Row(where, values))
    return _tier_by_tier(Occupation, rows)


def _tier_by_tier(model: type[Model], rows: list[Row]) -> Iterator[Table]:
    """One table a tier, so that parents are there before their children."""
    depths = {row.values["code"]: str(row.values["tier"]) for row in rows}
    for depth in sorted(set(depths.values())):
        yield Table(
            model,
            ("code",),
            [row for row in rows if str(row.values["tier"]) == depth],
            {"parent": Link(model, _code)},
        )


def _divisions(folder: Path) -> Iterator[Table]:
    rows = [
        Row(
            where,
            {
                "code": cells["code"],
                "name": cells["name"],
                "tier": _by_label(DivisionTier, cells["level"]),
                "parent": cells["parent_code"],
            },
        )
        for where, cells in _sheet(folder / "divisions.csv", "code name parent_code level")
    ]
    return _tier_by_tier(Division, rows)


def _offices(folder: Path) -> Table:
    columns = "division_code organ name phone email address source"
    rows = [
        Row(where, {"division": cells.pop("division_code"), **cells})
        for where, cells in _sheet(folder / "offices.csv", columns)
    ]
    return Table(Office, ("division_id", "name"), rows, {"division": Link(Division, _code)})


def _work_types(folder: Path) -> Table:
    columns = "name occupation_code occupation_name source"
    rows = [
        Row(
            where,
            {
                "name": cells["name"],
                "occupation": cells["occupation_code"],
                "source": cells["source"],
            },
        )
        for where, cells in _sheet(folder / "work_types.csv", columns)
    ]
    return Table(WorkType, ("occupation_id", "name"), rows, {"occupation": TO_OCCUPATION})


def _regulated(folder: Path) -> Table:
    columns = (
        "item_no group_name qualification occupation_code occupation_name"
        " block certainty public_note touches note source"
    )
    rows = [
        Row(
            where,
            {
                "item": int(cells["item_no"]) if cells["item_no"].isdecimal() else cells["item_no"],
                "group": cells["group_name"],
                "occupation": cells["occupation_code"],
                **{
                    name: cells[name]
                    for name in (
                        *("qualification", "block", "certainty"),
                        *("public_note", "touches", "note", "source"),
                    )
                },
            },
        )
        for where, cells in _sheet(folder / "regulated_occupations.csv", columns)
    ]
    return Table(RegulatedOccupation, ("qualification",), rows, {"occupation": TO_OCCUPATION})


def _ladders(folder: Path) -> Iterator[Table]:
    path = folder / "ladders.toml"
    ladders, rungs = [], []
    for ladder in _needed(path, _toml(path), "ladders")[0]:
        levels = ladder.pop("levels", [])
        ladder.setdefault("owner_code", "")
        name = ladder.get("name", "")
        ladders.append(Row(f"{path.name} “{name}”", ladder))
        for ordinal, level in enumerate(levels, start=1):
            values = {**level, "ordinal": ordinal, "ladder": (ladder["owner_code"], name)}
            rungs.append(Row(f"{path.name} “{name}”第{ordinal}级", values))
    link = Link(Ladder, lambda ladder: (ladder.owner_code, ladder.name))
    yield Table(Ladder, ("owner_code", "name"), ladders)
    yield Table(LadderLevel, ("ladder_id", "ordinal"), rungs, {"ladder": link})


def _conditions(folder: Path) -> Iterator[Table]:
    path = folder / "conditions.toml"
    sets, conditions = [], []
    for group in _needed(path, _toml(path), "sets")[0]:
        ordinals: dict[Any, int] = {}
        code = group.get("code", "")
        for condition in group.pop("conditions", []):
            level = condition.get("level")
            ordinals[level] = ordinals.get(level, 0) + 1
            values = {**condition, "condition_set": code, "ordinal": ordinals[level]}
            where = f"{path.name} “{code}”等级{level}第{ordinals[level]}项"
            conditions.append(Row(where, values))
        sets.append(Row(f"{path.name} “{code}”", group))
    yield Table(ConditionSet, ("code",), sets)
    yield Table(
        EntryCondition,
        ("condition_set_id", "level", "ordinal"),
        conditions,
        {"condition_set": Link(ConditionSet, _code)},
    )


def usual_subjects(folder: Path) -> list[dict[str, Any]]:
    """The subjects of a standard of which nothing else is known (`standards.toml`, `defaults`):
    values of `Subject`, with the `levels` at which each is tested."""
    defaults, _ = _needed(path := folder / "standards.toml", _toml(path), "defaults", "standards")
    return [dict(subject) for subject in defaults["subjects"]]


def _standards(folder: Path) -> Iterator[Table]:
    path = folder / "standards.toml"
    defaults, wanted = _needed(path, _toml(path), "defaults", "standards")
    standards, levels, subjects = [], [], []
    for given in wanted:
        values = {**defaults, **given}
        values.setdefault("code", f"{values.get('kind')}-{values.get('occupation')}-default")
        where, code = f"{path.name} “{values['code']}”", values["code"]
        tested = values.pop("subjects", [])
        for level in values.pop("levels", []):
            levels.append(Row(where, {"standard": code, "level": level}))
            subjects += [
                Row(f"{where}等级{level}", {**rest, "standard_level": (code, level)})
                for subject in tested
                if level in (rest := dict(subject)).pop("levels", [])
            ]
        standards.append(Row(where, values))
    yield Table(
        Standard,
        ("code",),
        standards,
        {"occupation": TO_OCCUPATION, "condition_set": Link(ConditionSet, _code)},
    )
    yield Table(
        StandardLevel, ("standard_id", "level"), levels, {"standard": Link(Standard, _code)}
    )
    to_level = Link(StandardLevel, lambda level: (level.standard.code, level.level))
    yield Table(Subject, ("standard_level_id", "kind"), subjects, {"standard_level": to_level})
