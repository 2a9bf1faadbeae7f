"""What is printed of a paper: itself, with or without its key, and the marking sheet (评分表)."""

from collections.abc import Mapping

from papers.enums import QuestionKind
from papers.models import Paper
from printing import pdf

PAPER, KEY, CRITERIA = "paper", "key", "criteria"
LABELS = {PAPER: "试卷", KEY: "试卷（含答案）", CRITERIA: "评分表"}
TEMPLATES = {
    PAPER: "printing/papers/paper.1.html",
    KEY: "printing/papers/paper.1.html",
    CRITERIA: "printing/papers/criteria.1.html",
}
LETTERS = "ABCDEFGHIJKLMNOP"
ORDINALS = "一二三四五六七八九十"
SHORT_OPTION = 12  # characters; longer ones have a line each


def render(paper: Paper, contents: dict, sheet: str, images: Mapping[str, bytes]) -> bytes:
    """One of `LABELS` as PDF; `images` are the pictures of the questions, by id. Raises
    pdf.PrintError."""
    context = {
        "paper": paper,
        "agency": paper.plan.agency.name,
        "contents": contents,
        "with_key": sheet == KEY,
        "sections": [_section(*pair) for pair in enumerate(contents["sections"])],
        "label": LABELS[sheet],
    }
    resources = {f"image-{key}.jpg": data for key, data in images.items()}
    return pdf.render(TEMPLATES[sheet], context, resources=resources)


def file_name(paper: Paper, sheet: str) -> str:
    """`PJ2026000001-SJ001A试卷.pdf`."""
    label = LABELS[sheet].replace("（", "_").replace("）", "")
    return f"{paper.number}{label}.pdf"


def _section(at: int, section: dict) -> dict:
    return {
        **section,
        "ordinal": ORDINALS[at],
        "questions": [_question(question) for question in section["questions"]],
        "is_short": section["kind"] == QuestionKind.SHORT,
        "is_task": section["kind"] == QuestionKind.TASK,
        "is_judgement": section["kind"] == QuestionKind.JUDGEMENT,
    }


def _question(question: dict) -> dict:
    return {
        **question,
        "image": f"image-{question['image']}.jpg" if question["image"] else "",
        "options": list(zip(LETTERS, question["options"], strict=False)),
        "narrow": all(len(option) <= SHORT_OPTION for option in question["options"]),
    }
