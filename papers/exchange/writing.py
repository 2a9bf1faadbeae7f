"""Questions to a workbook: the template with samples, and the bank as a whole. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from papers.content import LETTERS, MOST_CRITERIA, Content
from papers.enums import Difficulty, QuestionKind
from papers.exchange import columns as c
from papers.exchange.reading import SAMPLE
from printing import sheets
from printing.sheets import Further

CHOICES = {
    c.KIND: tuple(str(kind.label) for kind in QuestionKind),
    c.DIFFICULTY: tuple(str(each.label) for each in Difficulty),
}
ABOUT_COLUMNS = (
    (c.NUMBER, "操作技能题必填", "本表内不重复的编号，用来对应“评分表”。不是题库的题号。"),
    (c.KIND, "必填", "、".join(CHOICES[c.KIND])),
    (c.POINT, "必填", "题库中已有的知识点的代码。"),
    (c.DIFFICULTY, "必填", "、".join(CHOICES[c.DIFFICULTY])),
    (c.TEXT, "必填", "题目的文字。题库中不能有题干相同的试题。"),
    ("选项A 至 选项H", "选择题必填", "从 A 起连续填写 2 至 8 个；其他题型留空。"),
    (
        c.ANSWER,
        "除操作技能题外必填",
        "单项选择题填一个字母，多项选择题填两个以上字母（如 ACD），判断题填“对”或“错”，"
        "简答题填参考答案，操作技能题填完成标准。",
    ),
    (c.EXPLANATION, "选填", "答案的依据。"),
    (c.MINUTES, "选填", "整数。"),
)
RULES = (
    (
        "“试题”工作表一行一题，“评分表”工作表一行一个评分项；不要合并单元格，不要改动第 1 行。",
        "",
        "",
    ),
    ("样例只供参考，知识点代码是“示例”，填写前请全部删去。", "", ""),
    (f"一次最多 {c.MOST_ROWS} 题；一道操作技能题最多 {MOST_CRITERIA} 个评分项。", "", ""),
    ("图片不随表格导入，请导入后在试题页面逐题添加。", "", ""),
    ("导入的试题都是“待审定”，由另一人审定后才能组卷。", "", ""),
    ("有一处错误就全部不导入；同一份文件重复导入不会产生重复的试题。", "", ""),
)
SAMPLES = (
    (
        "1", "单项选择题", SAMPLE, "易", "样例：验电前应先确认验电器（ ）。",
        ["完好", "干燥", "清洁", "绝缘"], "A", "验电器不完好会误判。", "2",
    ),
    (
        "2", "多项选择题", SAMPLE, "中", "样例：停电作业的安全措施有（ ）。",
        ["停电", "验电", "挂接地线", "装设遮栏", "单人操作"], "ABCD", "", "",
    ),
    ("3", "判断题", SAMPLE, "易", "样例：湿手可以操作开关。", [], "错", "", ""),
    ("4", "简答题", SAMPLE, "难", "样例：简述触电急救步骤。", [], "脱离电源；急救。", "", "5"),
    ("5", "操作技能题", SAMPLE, "中", "样例：安装一盏双控照明灯。", [], "通电一次成功。", "", "45"),
)  # fmt: skip
SAMPLE_CRITERIA = (
    ("5", "按图接线，错一处扣 5 分", "60"),
    ("5", "通电试验，一次不成功扣 20 分", "30"),
    ("5", "安全文明操作，违反一项扣 5 分", "10"),
)


@dataclass(frozen=True)
class Row:
    """A question of a bank on its way out."""

    number: int
    point: str
    status: str
    has_picture: bool
    content: Content


def template() -> bytes:
    """The workbook to fill in, with a sample of each kind."""
    rows = [
        [*head, *_padded(options), answer, about, minutes]
        for *head, options, answer, about, minutes in SAMPLES
    ]
    return _workbook(c.HEADS, rows, SAMPLE_CRITERIA)


def bank(rows: Iterable[Row]) -> bytes:
    """All of a bank, in the form in which it can be imported again."""
    rows = list(rows)
    marking = [
        [str(row.number), text, f"{marks.normalize():f}"]
        for row in rows
        for text, marks in row.content.criteria
    ]
    return _workbook((*c.HEADS, c.STATUS, c.PICTURE), map(_cells, rows), marking)


def points_template(rows: Sequence[tuple[str, str, int]]) -> bytes:
    """The knowledge points that are there, to be continued."""
    about = (
        (
            "代码",
            "标准的鉴定要素或技能模块的代码，最多 20 个字。题库中已有的代码，名称和比重会更新。",
        ),
        ("知识点", "名称，最多 100 个字。"),
        ("比重", "0 至 1000 的整数。组卷时按各知识点比重占合计的份额分配题数；0 表示不组卷。"),
    )
    listed = [[code, name, str(weight)] for code, name, weight in rows]
    further = (Further(c.ABOUT, ("列", "怎么填"), about),)
    return sheets.blank(c.POINT_HEADS, choices={}, title="知识点", rows=listed, further=further)


def _workbook(heads: Sequence[str], rows: Iterable[Sequence], marking: Iterable[Sequence]) -> bytes:
    return sheets.blank(
        heads,
        choices=CHOICES,
        title=c.QUESTIONS,
        rows=rows,
        further=(
            Further(c.CRITERIA, c.CRITERION_HEADS, marking),
            Further(c.ABOUT, ("列", "是否必填", "怎么填"), (*ABOUT_COLUMNS, *RULES)),
        ),
    )


def _cells(row: Row) -> list[str]:
    content = row.content
    return [
        str(row.number),
        str(QuestionKind(content.kind).label),
        row.point,
        str(Difficulty(content.difficulty).label),
        content.text,
        *_padded(content.options),
        content.answer,
        content.explanation,
        "" if content.minutes is None else str(content.minutes),
        row.status,
        "有" if row.has_picture else "",
    ]


def _padded(options: Sequence[str]) -> list[str]:
    return [*options, *[""] * (len(LETTERS) - len(options))]
