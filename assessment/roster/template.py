"""The roster to fill in: one sheet of columns, one that explains each, one filled-in sample."""

from assessment.enums import Ground
from assessment.frames.entries import Frame
from assessment.models import Plan, PlanItem
from assessment.roster.columns import COLUMNS, Column
from assessment.roster.reading import MOST_ROWS
from catalogue.enums import Level
from catalogue.regulations.terms import Audience
from printing import sheets
from printing.sheets import Further

GROUND = "申报依据"
EXCEPTIONS = tuple(each for each in Ground if each != Ground.CONDITION)
RULES = (
    ("一行填写一人一项申报；不要合并单元格，不要改动第 1 行的表头。", ""),
    ("除必填外，没有的内容留空。列的先后可以调整，用不着的选填列可以删去。", ""),
    ("同一人再次导入时，空着的格子不改动已有内容。", ""),
    (f"一份名册最多 {MOST_ROWS} 行，超过的分成几份。", ""),
)


def of_plan(plan: Plan) -> bytes:
    """The empty roster of a plan, its lists offering what the plan assesses."""
    items = list(plan.items.select_related("occupation"))
    choices = {column.head: column.choices for column in COLUMNS if column.choices}
    choices["人员类别"] = tuple(str(Audience(each).label) for each in plan.audiences)
    choices["职业"] = tuple(dict.fromkeys(item.occupation.name for item in items))
    choices["工种"] = tuple(dict.fromkeys(item.work_type for item in items if item.work_type))
    admitted = _grounds(plan, items)
    choices[GROUND] = tuple(str(ground.label) for ground in admitted)
    choices["等级"] = tuple(Level(n).printed for n in sorted({item.level for item in items})[::-1])
    explained = [
        (each.head, _needed(each), _about(each, admitted), "、".join(choices.get(each.head, ())))
        for each in COLUMNS
    ]
    return sheets.blank(
        [column.head for column in COLUMNS],
        choices=choices,
        title="名册",
        further=(
            Further("填写说明", ("列", "必填", "怎么填", "可填内容"), (*explained, *RULES)),
            Further("样例", [column.head for column in COLUMNS], [_sample(choices)]),
        ),
    )


def _grounds(plan: Plan, items: list[PlanItem]) -> dict[Ground, list[Level]]:
    """The grounds that the regulation knows for some item, each with the levels that it admits to,
    the lowest first; the standard's own conditions open every level (LC-19, JS-08, JS-09)."""
    frame = Frame.of(plan)
    levels = [Level(number) for number in sorted({item.level for item in items})[::-1]]
    found = {each: [level for level in levels if frame.admits(each, level)] for each in EXCEPTIONS}
    return {Ground.CONDITION: levels} | {each: opened for each, opened in found.items() if opened}


def _about(column: Column, admitted: dict[Ground, list[Level]]) -> str:
    """What a column is for; of the ground also which level each exception opens here."""
    if column.head != GROUND:
        return column.about
    told = [
        f"{ground.label}只用于{'、'.join(level.printed for level in levels)}"
        for ground, levels in admitted.items()
        if ground != Ground.CONDITION
    ]
    return f"{column.about}{'；'.join(told)}。" if told else "不填即为符合申报条件。"


def _needed(column: Column) -> str:
    return "必填" if column.needed else "选填"


def _sample(choices: dict[str, tuple[str, ...]]) -> list[str]:
    """A filled-in row; what the plan decides is as in the plan."""
    of_plan_ = {
        head: offered[0] for head in ("人员类别", "职业", "等级") if (offered := choices[head])
    }
    return [of_plan_.get(column.head, column.sample) for column in COLUMNS]
