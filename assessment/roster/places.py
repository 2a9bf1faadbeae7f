"""Which item of the plan a line applies for. Pure."""

from assessment.frames.entries import Frame
from assessment.roster.cells import plain
from assessment.roster.reading import Line
from catalogue.enums import Level

NO_WORK_TYPE = ("", "-", "--", "—", "无")


class Places:
    """The items of a plan by how a row names them."""

    def __init__(self, frame: Frame):
        self.items: dict[tuple[str, str, int], int] = {}
        self.levels: dict[str, set[int]] = {}
        self.types: dict[tuple[str, int], list[str]] = {}
        self.named_by: dict[str, str] = {}
        for pk, item in frame.items.items():
            for name in (item.occupation.name, item.occupation.code):
                self.items[name, item.work_type, item.level] = pk
                self.levels.setdefault(name, set()).add(item.level)
                self.types.setdefault((name, item.level), []).append(item.work_type)
            self.named_by[item.occupation.code] = (
                f"{item.occupation.name}（{item.occupation.code}）"
            )
        self.named = "、".join(sorted({item.occupation.name for item in frame.items.values()}))

    def find(self, line: Line) -> int | None:
        """The key of the item; blames what the plan does not assess."""
        given = line.given
        name, level = plain(given.pop("occupation", "")), given.pop("level", None)
        work_type = given.pop("work_type", "")
        work_type = "" if work_type in NO_WORK_TYPE else work_type
        if not name:
            return None
        if name not in self.levels:
            problem = f"计划中没有“{name[:20]}”"
            line.blame("职业", problem, f"本计划评价：{self.named}；填写其中之一")
            return None
        if level is None:
            return None
        if level not in self.levels[name]:
            held = "、".join(Level(each).printed for each in sorted(self.levels[name])[::-1])
            problem = f"计划中的{self.named_by.get(name, name)}没有{Level(level).printed}"
            line.blame("等级", problem, f"可以申报的等级：{held}")
            return None
        types = self.types[name, level]
        if not work_type and len(types) == 1:
            work_type = types[0]
        if work_type not in types:
            said = f"计划中没有工种“{work_type[:20]}”" if work_type else "没有填写工种"
            held = "、".join(each or "不填" for each in types)
            line.blame("工种", said, f"可以填写：{held}")
            return None
        return self.items[name, work_type, level]
