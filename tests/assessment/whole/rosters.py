"""Rosters of 300 people of nobody's: two occupations at three levels, fifty each."""

from collections.abc import Iterable, Sequence

from catalogue.enums import Level
from catalogue.regulations.terms import Audience
from tests.assessment.entering import id_number, phone
from tests.printing.files import xlsx

ELECTRICIAN, TURNER = "6-31-01-03", "6-18-01-01"
ITEMS = [(code, level) for code in (ELECTRICIAN, TURNER) for level in (5, 4, 3)]
EACH = 50
WHOLE = len(ITEMS) * EACH
HEADS = [
    *("姓名", "证件号码", "联系电话", "部门和岗位", "人员类别", "职业", "等级", "从业开始1"),
    *("已有证书名称", "已有证书等级", "已有证书编号", "取证日期", "发证机构"),
]
DIGITS = "零一二三四五六七八九"


def name(number: int) -> str:
    """`考生零零七`."""
    return "考生" + "".join(DIGITS[int(digit)] for digit in f"{number:03}")


def people_of(code: str, level: int) -> range:
    """The numbers of those who enter for an item."""
    first = ITEMS.index((code, level)) * EACH + 1
    return range(first, first + EACH)


def item_of(number: int) -> tuple[str, int]:
    """The occupation and level of the person of that number, from 1."""
    return ITEMS[(number - 1) // EACH]


def by_years(number: int, audience: Audience) -> list:
    """Somebody with sixteen years of work, which open every level up to 三级."""
    code, level = item_of(number)
    who = [name(number), id_number(number), phone(number), "一车间操作工", audience.label]
    return [*who, code, Level(level).printed, "2010-03", *[""] * 5]


def by_certificate(number: int, audience: Audience) -> list:
    """Somebody with less than five years, whose certificate of the level below opens the next."""
    code, level = item_of(number)
    who = [name(number), id_number(number), phone(number), "一车间操作工", audience.label]
    own = [*who, code, Level(level).printed, "2021-06"]
    if level == Level.FIVE:
        return [*own, *[""] * 5]
    below = Level(level + 1).printed
    return [*own, "职业技能等级证书", below, f"ZS{number:04}", "2021-06-30", "某评价机构"]


def workbook(rows: Iterable[list]) -> bytes:
    return xlsx(HEADS, *rows)


def mixed(audiences: Sequence[Audience], numbers: Iterable[int]) -> bytes:
    """People by years of work, of all these audiences in turn."""
    return workbook(by_years(each, audiences[each % len(audiences)]) for each in numbers)
