"""Rosters as people make them: some that must pass, some with faults in cells, some that are no
roster at all. Each faulty one with all that is to be said of it."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from stdnum.cn import ric

from assessment.roster.reading import CHECK, EMPTY
from printing.sheets.archive import BOMB
from printing.sheets.cells import DIGITS_LOST, NOT_CALCULATED, SHORTENED
from printing.sheets.legacy import ENCRYPTED
from tests.assessment.entering import phone
from tests.printing.files import DATA, repacked, saved, xlsx

HEADS = ["姓名", "证件号码", "联系电话", "人员类别", "职业", "等级", "从业开始1"]
BORN = date(1990, 1, 2)
AS_DATE = "写成 2023-01-01 的样子，或把单元格格式设为日期"
Fault = tuple[int, str, str, str]  # row, column, problem, remedy


@dataclass(frozen=True)
class Good:
    """A file in which every row may be imported."""

    title: str
    name: str
    make: Callable[[], bytes]
    rows: int = 1


@dataclass(frozen=True)
class Faulty:
    """A file with faults in its cells."""

    title: str
    name: str
    make: Callable[[], bytes]
    faults: list[Fault]


@dataclass(frozen=True)
class Useless:
    """A file that is no roster."""

    title: str
    name: str
    make: Callable[[], bytes]
    problem: str


def id_number(number: int) -> str:
    """The ID number of a man of nowhere who was born on 2 January 1990."""
    base = f"000000{BORN:%Y%m%d}{number:02}1"
    return base + ric.calc_check_digit(base + "0")


def row(number: int = 1, **cells) -> list:
    """A row that may be imported, but for the named cells."""
    values = dict(
        zip(
            HEADS,
            [
                "张样例",
                id_number(number),
                phone(number),
                "本单位在岗职工",
                "电工",
                "四级/中级工",
                "2015-03",
            ],
            strict=True,
        )
    )
    return list((values | cells).values())


def book(*rows: list, more: tuple[str, ...] = ()) -> bytes:
    """A workbook of rows under the heads."""
    return xlsx([*HEADS, *more], *rows)


def text(*rows: list, encoding: str = "utf-8") -> bytes:
    """The same as csv."""
    return "\n".join(",".join(map(str, each)) for each in (HEADS, *rows)).encode(encoding)


# --- These must pass ---------------------------------------------------------------------------


def wide(value: str) -> str:
    """ASCII as full-width characters."""
    return "".join(chr(ord(char) + 0xFEE0) for char in value)


def with_wide_digits() -> bytes:
    return book(row(证件号码=wide(id_number(1)), 联系电话=wide(phone(1)), 等级=wide("4")))


def with_phantom_rows() -> bytes:
    made = Workbook()
    made.active.append(HEADS)
    made.active.append(row())
    for number in range(3, 400):
        made.active.cell(number, 1).border = Border(top=Side("thin"))
        made.active.cell(number, 2, " ")
    return saved(made)


def with_calculated_formula() -> bytes:
    cells = "".join(
        f'<c r="{chr(65 + place)}{line}" t="str"><f>T("x")</f><v>{value}</v></c>'
        if line == 2 and place == 0
        else f'<c r="{chr(65 + place)}{line}" t="inlineStr"><is><t>{value}</t></is></c>'
        for line, values in ((1, HEADS), (2, row()))
        for place, value in enumerate(values)
    )
    split = cells.index('<c r="A2"')
    rows = f'<row r="1">{cells[:split]}</row><row r="2">{cells[split:]}</row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    return repacked(book(row()), sheet=sheet.encode())


def of_a_foreigner() -> bytes:
    made = [*row(证件号码="E00000000"), "护照", "女", "1990-01-02"]
    return book(made, more=("证件类型", "性别", "出生日期"))


GOOD = [
    Good("普通名册", "名册.xlsx", lambda: book(row(1), row(2)), rows=2),
    Good("全角数字", "名册.xlsx", with_wide_digits),
    Good("有格式的空行", "名册.xlsx", with_phantom_rows),
    Good("算好的公式", "名册.xlsx", with_calculated_formula),
    Good("日期格式的单元格", "名册.xlsx", lambda: book(row(从业开始1=date(2015, 3, 1)))),
    Good("GBK 的 csv", "名册.csv", lambda: text(row(1), row(2), encoding="gbk"), rows=2),
    Good("自加的备注列", "名册.xlsx", lambda: book([*row(), "老员工"], more=("备注",))),
    Good("护照", "名册.xlsx", of_a_foreigner),
    Good("职业编码", "名册.xlsx", lambda: book(row(职业="6-31-01-03", 等级="中级工"))),
]

# --- These have faults -------------------------------------------------------------------------


def with_merged_cells() -> bytes:
    made = Workbook()
    for each in (HEADS, row(1), row(2)):
        made.active.append(each)
    made.active.merge_cells("D2:D3")
    made.active.merge_cells("E2:E3")
    return saved(made)


def with_open_formula() -> bytes:
    return book(row(姓名='=TRIM("张样例")'))


def changed_last(number: str) -> str:
    """An ID number whose check digit is another."""
    return number[:-1] + ("1" if number[-1] == "0" else "0")


def fault(column: str, problem: str, remedy: str, row: int = 2) -> Fault:
    return (row, column, problem, remedy)


LEVELS = "五级/初级工、四级/中级工、三级/高级工、二级/技师、一级/高级技师"
FAULTY = [
    Faulty(
        "合并单元格",
        "名册.xlsx",
        with_merged_cells,
        [fault("人员类别", *EMPTY, row=3), fault("职业", *EMPTY, row=3)],
    ),
    Faulty(
        "日期存成数字",
        "名册.xlsx",
        lambda: book(row(从业开始1=42064)),
        [fault("从业开始1", "“42064”是 Excel 的日期序号，不是日期", AS_DATE)],
    ),
    Faulty(
        "证件号码存成数字",
        "名册.xlsx",
        lambda: book(row(证件号码=float(999999 * 10**12))),
        [fault("证件号码", DIGITS_LOST.problem, DIGITS_LOST.remedy)],
    ),
    Faulty(
        "证件号码变成科学记数法",
        "名册.csv",
        lambda: text(row(证件号码="9.99999E+17")),
        [fault("证件号码", SHORTENED.problem, SHORTENED.remedy)],
    ),
    Faulty(
        "没有算过的公式",
        "名册.xlsx",
        with_open_formula,
        [fault("姓名", NOT_CALCULATED.problem, NOT_CALCULATED.remedy)],
    ),
    Faulty(
        "校验码不符",
        "名册.xlsx",
        lambda: book(row(证件号码=changed_last(id_number(1)))),
        [fault("证件号码", "居民身份证号码有误（校验码不符），请核对", CHECK)],
    ),
    Faulty(
        "性别和生日与号码不符",
        "名册.xlsx",
        lambda: book([*row(), "女", "1991-01-02"], more=("性别", "出生日期")),
        [
            fault("性别", "性别与身份证号码不一致（号码为 男）", CHECK),
            fault("出生日期", "出生日期与身份证号码不一致（号码为 1990-01-02）", CHECK),
        ],
    ),
    Faulty(
        "护照没有性别和生日",
        "名册.xlsx",
        lambda: book([*row(证件号码="E00000000"), "护照"], more=("证件类型",)),
        [
            fault("性别", "没有填写", "持护照的须填写性别"),
            fault("出生日期", "没有填写", "持护照的须填写出生日期"),
        ],
    ),
    Faulty(
        "自造字",
        "名册.xlsx",
        lambda: book(row(姓名="张\ue000")),
        [
            fault(
                "姓名",
                "姓名中有自造字（U+E000），换一台电脑就会显示成别的字。请用国家标准收录的汉字填写",
                "请核对后重新填写",
            )
        ],
    ),
    Faulty(
        "电话和等级填错",
        "名册.xlsx",
        lambda: book(row(联系电话="无", 等级="甲级")),
        [
            fault(
                "联系电话",
                "联系电话应为 11 位手机号码，或者带区号的座机号码",
                "请核对后重新填写",
            ),
            fault("等级", "“甲级”不是等级", f"填写{LEVELS}之一"),
        ],
    ),
    Faulty(
        "计划中没有的职业、等级",
        "名册.xlsx",
        lambda: book(row(1, 职业="焊工"), row(2, 等级="一级")),
        [
            fault("职业", "计划中没有“焊工”", "本计划评价：电工；填写其中之一"),
            fault("等级", "计划中的电工没有一级/高级技师", "可以申报的等级：四级/中级工", row=3),
        ],
    ),
    Faulty(
        "同一人两次",
        "名册.xlsx",
        lambda: book(row(1), row(1), row(1, 姓名="李样例")),
        [
            fault(
                "证件号码",
                "与第 2 行是同一人，职业和等级也相同",
                "同一职业的同一等级只能报名一次，请只留一行",
                row=3,
            ),
            fault("姓名", "与第 2 行证件号码相同，姓名不同", CHECK, row=4),
            fault(
                "证件号码",
                "与第 2 行是同一人，职业和等级也相同",
                "同一职业的同一等级只能报名一次，请只留一行",
                row=4,
            ),
        ],
    ),
    Faulty(
        "经历不合常理",
        "名册.xlsx",
        lambda: book(
            [*row(1, 从业开始1="2015-03"), "2014-01", ""],
            [*row(2, 从业开始1="2099-01"), "", ""],
            [*row(3, 从业开始1="1980-01"), "", ""],
            [*row(4), "", "2018-01"],
            more=("从业结束1", "从业结束2"),
        ),
        [
            fault("从业结束1", "结束日期早于开始日期", "请核对日期"),
            fault("从业开始1", "开始日期在今天之后", "请填写已经开始的从业经历", row=3),
            fault("从业开始1", "开始日期早于出生日期", "请核对日期", row=4),
            fault(
                "从业开始2",
                "没有填写",
                "填了从业结束或从业单位的，须填写开始日期",
                row=5,
            ),
        ],
    ),
]

# --- These are no rosters ----------------------------------------------------------------------


def protected() -> bytes:
    ole = (DATA / "roster.xls").read_bytes()
    mark = "EncryptedPackage".encode("utf-16-le")
    return ole[:-64] + mark + ole[-64 + len(mark) :]


def of_sixty_thousand() -> bytes:
    out = io.StringIO()
    out.write(",".join(HEADS) + "\n")
    line = ",".join(map(str, row())) + "\n"
    out.write(line * 60_000)
    return out.getvalue().encode()


NEEDED = "“姓名”、“证件号码”、“联系电话”、“人员类别”、“职业”、“等级”列"
TEMPLATE = "请下载本计划的名册模板，按模板的表头填写。"
USELESS = [
    Useless(
        "别的模板",
        "名册.xlsx",
        lambda: xlsx(["考生姓名", "身份证号"], ["张样例", "1"]),
        f"第 1 行缺少{NEEDED}；第 1 行有模板中没有的“考生姓名”、“身份证号”列。{TEMPLATE}",
    ),
    Useless("设有密码", "名册.xlsx", protected, ENCRYPTED),
    Useless(
        "六万行",
        "名册.csv",
        of_sixty_thousand,
        "内容一直到第 20002 行，最多 20000 行数据。请删去下方多余的行，或分成几个文件上传。",
    ),
    Useless("压缩炸弹", "名册.xlsx", lambda: repacked(book(row()), sheet=b" " * 20_000_000), BOMB),
    Useless("空文件", "名册.xlsx", lambda: b"", "文件是空的。请选择填好的表格再上传。"),
    Useless(
        "只有表头",
        "名册.xlsx",
        book,
        "表格里只有表头，没有数据。请从第 2 行起填写后再上传。",
    ),
]
