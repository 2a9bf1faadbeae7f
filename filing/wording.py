"""How the parts of an application are named in sentences."""

from collections.abc import Iterable

from catalogue.enums import Level
from catalogue.models import Occupation
from catalogue.regulations.basis import Rule

# What no document holds: it only warns, and screens say 本系统默认.
OURS = Rule(default=True)


def named(item) -> str:
    """`电工`, `电工（维修电工）`: of whatever has an occupation and a 工种."""
    return occupation_named(item.occupation, item.work_type)


def occupation_named(occupation: Occupation, work_type: str = "") -> str:
    return f"{occupation.name}（{work_type}）" if work_type else occupation.name


def listed(levels: Iterable[Level]) -> str:
    """`五级、四级`."""
    return "、".join(level.short for level in levels)


def spanned(levels: Iterable[int]) -> str:
    """`五级至三级`, or those with a gap between them one by one; from the lowest."""
    found = [Level(number) for number in sorted(levels, reverse=True)]
    if len(found) > 1 and found[0] - found[-1] == len(found) - 1:
        return f"{found[0].short}至{found[-1].short}"
    return listed(found)
