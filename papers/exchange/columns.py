"""The columns of the two sheets of a bank, and how a cell of each is read. Pure."""

import re
from decimal import Decimal, InvalidOperation

from papers.content import LETTERS
from papers.enums import Difficulty, QuestionKind

QUESTIONS, CRITERIA, ABOUT = "试题", "评分表", "说明"
MOST_ROWS, MOST_CRITERION_ROWS = 5_000, 20_000

NUMBER, KIND, POINT, DIFFICULTY, TEXT = "序号", "题型", "知识点代码", "难度", "题干"
OPTIONS = tuple(f"选项{letter}" for letter in LETTERS)
ANSWER, EXPLANATION, MINUTES = "答案", "解析", "时长（分钟）"
CRITERION, MARKS = "考核内容和评分标准", "配分"
STATUS, PICTURE, REMARK = "状态", "图片", "备注"

HEADS = (NUMBER, KIND, POINT, DIFFICULTY, TEXT, *OPTIONS, ANSWER, EXPLANATION, MINUTES)
NEEDED = (KIND, POINT, DIFFICULTY, TEXT, ANSWER)
PASSED_OVER = (STATUS, PICTURE, REMARK)
CRITERION_HEADS = (NUMBER, CRITERION, MARKS)
POINT_HEADS = ("代码", "知识点", "比重")

# At which column what `content.faults` says of a field is shown.
SHOWN_AT = {
    "text": TEXT,
    "options": OPTIONS[0],
    "answer": ANSWER,
    "explanation": EXPLANATION,
    "minutes": MINUTES,
    "criteria": TEXT,
}

KINDS = {
    **{kind.label: kind for kind in QuestionKind},
    "单选题": QuestionKind.SINGLE,
    "单项选择": QuestionKind.SINGLE,
    "多选题": QuestionKind.MULTIPLE,
    "多项选择": QuestionKind.MULTIPLE,
    "判断": QuestionKind.JUDGEMENT,
    "简答": QuestionKind.SHORT,
    "操作题": QuestionKind.TASK,
    "技能题": QuestionKind.TASK,
}
DIFFICULTIES = {
    **{each.label: each for each in Difficulty},
    "容易": Difficulty.EASY,
    "简单": Difficulty.EASY,
    "中等": Difficulty.MEDIUM,
    "困难": Difficulty.HARD,
}
DIGITS = re.compile(r"[0-9]{1,6}")


class CellError(ValueError):
    """A cell that cannot be read: what is wrong, and what to do."""

    def __init__(self, problem: str, remedy: str):
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def read_kind(text: str) -> QuestionKind:
    """The kind that a cell names. Raises CellError."""
    return _known(text, KINDS, QuestionKind)


def read_difficulty(text: str) -> Difficulty:
    """The difficulty that a cell names. Raises CellError."""
    return _known(text, DIFFICULTIES, Difficulty)


def read_whole(text: str) -> int:
    """A whole number. Raises CellError."""
    if not DIGITS.fullmatch(text):
        raise CellError(f"“{text[:20]}”不是整数", "请填写阿拉伯数字，不带单位")
    return int(text)


def read_marks(text: str) -> Decimal:
    """Marks of a line. Raises CellError."""
    try:
        marks = Decimal(text)
    except InvalidOperation:
        marks = Decimal("NaN")
    if not marks.is_finite() or abs(marks) > 10_000:
        raise CellError(f"“{text[:20]}”不是分数", "请填写阿拉伯数字，例如 10 或 2.5")
    return marks


def _known(text: str, known: dict, offered):
    if found := known.get(text):
        return found
    labels = "、".join(str(each.label) for each in offered)
    raise CellError(f"“{text[:20]}”不在可填的内容中", f"请填写{labels}之一")
