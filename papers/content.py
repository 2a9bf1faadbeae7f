"""What a question says, and what may be wrong with it, however it was entered. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from papers.enums import QuestionKind
from papers.fields import plain_text

LETTERS = "ABCDEFGH"
LEAST_OPTIONS, MOST_OPTIONS = 2, len(LETTERS)
LONGEST_TEXT, LONGEST_OPTION, LONGEST_CRITERION = 4000, 500, 500
MOST_CRITERIA = 60
MOST_MARKS = Decimal(1000)
MOST_MINUTES = 600
RIGHT, WRONG = "对", "错"
CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
TRUTHS = {
    **dict.fromkeys(("对", "正确", "√", "✓", "是", "TRUE", "T"), RIGHT),
    **dict.fromkeys(("错", "错误", "×", "✗", "否", "FALSE", "F"), WRONG),
}
BETWEEN = re.compile(r"[\s、，,;；/.]+")

Fault = tuple[str, str, str]  # field, problem, remedy


@dataclass(frozen=True)
class Content:
    """A question without its number, state and picture; `point` is the key of its point."""

    kind: str
    point: int
    difficulty: str
    text: str
    options: tuple[str, ...] = ()
    answer: str = ""
    explanation: str = ""
    minutes: int | None = None
    criteria: tuple[tuple[str, Decimal], ...] = ()

    @property
    def full_mark(self) -> Decimal:
        """What the marking sheet comes to."""
        return sum((marks for _, marks in self.criteria), Decimal(0))


def tidy_answer(kind: str, typed: str) -> str:
    """An answer in its one spelling: `B`, `AC`, `对`; other kinds as typed."""
    text = typed.strip()
    if kind in CHOICES:
        letters = BETWEEN.sub("", plain_text(text)).upper()
        return "".join(sorted(set(letters)))
    return TRUTHS.get(text.upper(), text) if kind == QuestionKind.JUDGEMENT else text


def faults(content: Content) -> list[Fault]:
    """Everything that keeps a question from being one; its answer is tidy already."""
    return [
        *_lengths(content),
        *_options(content),
        *_answer(content),
        *_criteria(content),
    ]


def _lengths(content: Content) -> Iterator[Fault]:
    if not plain_text(content.text):
        yield "text", "没有填写题干", "请填写"
    for field in ("text", "answer", "explanation"):
        if len(getattr(content, field)) > LONGEST_TEXT:
            yield field, f"超过 {LONGEST_TEXT} 个字", "请精简"
    if content.minutes is not None and not 1 <= content.minutes <= MOST_MINUTES:
        yield "minutes", f"时长应为 1 至 {MOST_MINUTES} 的整数（分钟）", "请改正，或者留空"


def _options(content: Content) -> Iterator[Fault]:
    options = content.options
    if content.kind not in CHOICES:
        if any(options):
            yield "options", "这种题型没有选项", "请删去选项，或者改正题型"
        return
    if len(options) < LEAST_OPTIONS:
        yield (
            "options",
            f"选项不足 {LEAST_OPTIONS} 个",
            f"请从 A 起填写 {LEAST_OPTIONS} 至 8 个选项",
        )
    if len(options) > MOST_OPTIONS:
        yield "options", f"选项超过 {MOST_OPTIONS} 个", "请合并或删去"
    if not all(plain_text(each) for each in options):
        empty = "、".join(LETTERS[i] for i, each in enumerate(options) if not plain_text(each))
        yield "options", f"选项 {empty} 是空的", "请从 A 起连续填写，不要跳过"
    if any(len(each) > LONGEST_OPTION for each in options):
        yield "options", f"有选项超过 {LONGEST_OPTION} 个字", "请精简"
    said = [plain_text(each) for each in options if plain_text(each)]
    if len(set(said)) < len(said):
        yield "options", "有两个选项的内容相同", "请改正其中一个"


def _answer(content: Content) -> Iterator[Fault]:
    kind, answer = content.kind, content.answer
    if kind == QuestionKind.TASK:
        return
    if not plain_text(answer):
        yield "answer", "没有填写答案", "请填写"
    elif kind == QuestionKind.JUDGEMENT and answer not in (RIGHT, WRONG):
        yield "answer", "判断题的答案应为“对”或“错”", "请改正"
    elif kind in CHOICES:
        yield from _letters(content)


def _letters(content: Content) -> Iterator[Fault]:
    offered = LETTERS[: len(content.options)]
    if strange := [each for each in content.answer if each not in offered]:
        shown = "".join(strange)[:8]
        yield "answer", f"答案“{shown}”不是已有的选项", "请填写选项的字母，例如 A 或 ACD"
    elif content.kind == QuestionKind.SINGLE and len(content.answer) != 1:
        yield "answer", "单项选择题只有一个答案", "请只填一个字母，或者改为多项选择题"
    elif content.kind == QuestionKind.MULTIPLE and len(content.answer) < 2:
        yield "answer", "多项选择题至少有两个答案", "请补充答案，或者改为单项选择题"


def _criteria(content: Content) -> Iterator[Fault]:
    lines = content.criteria
    if content.kind != QuestionKind.TASK:
        if lines:
            yield "criteria", "只有操作技能题有评分表", "请删去评分项，或者改正题型"
        return
    if not lines:
        yield "criteria", "操作技能题没有评分表", "请至少填写一个评分项和它的配分"
    if len(lines) > MOST_CRITERIA:
        yield "criteria", f"评分项超过 {MOST_CRITERIA} 个", "请合并"
    if content.full_mark > MOST_MARKS:
        yield "criteria", f"配分合计超过 {MOST_MARKS} 分", "请核对配分"
    for number, line in enumerate(lines, 1):
        for problem, remedy in criterion_faults(*line):
            yield "criteria", f"第 {number} 个评分项{problem}", remedy


def criterion_faults(text: str, marks: Decimal) -> Iterator[tuple[str, str]]:
    """What is wrong with a line of a marking sheet: problem and remedy."""
    if not plain_text(text):
        yield "没有填写考核内容和评分标准", "请填写"
    if len(text) > LONGEST_CRITERION:
        yield f"超过 {LONGEST_CRITERION} 个字", "请精简，或者分成几项"
    if not 0 < marks <= MOST_MARKS or marks != marks.quantize(Decimal("0.1")):
        yield "的配分应大于 0，最多一位小数", "请改正"
