"""What a paper holds, frozen: the JSON of its contents, its digest, its questions."""

import json
from collections.abc import Iterable

from assessment.models import PlanItem
from casework.services.timeline import canonical, sha256
from catalogue.enums import Level, SubjectKind
from papers.documents import sheets
from papers.drawing import Section
from papers.enums import QuestionKind
from papers.models import Blueprint, Paper, Picture, Question
from papers.services import pictures

TITLES = {
    SubjectKind.THEORY: "理论知识试卷",
    SubjectKind.PRACTICE: "操作技能考核试卷",
    SubjectKind.REVIEW: "综合评审试卷",
}
DAMAGED = "试卷内容与封存时的摘要不一致，已停止提供。请联系系统管理员。"


def compiled(
    item: PlanItem, blueprint: Blueprint, sections: Iterable[Section], form: str, numbers: list[int]
) -> dict:
    """The contents of a paper of these questions, in the order of `numbers` within a section."""
    rows = blueprint.bank.questions.filter(number__in=numbers).prefetch_related("criteria")
    questions = {row.number: row for row in rows}
    chosen = [questions[number] for number in numbers]
    work_type = f"（{item.work_type}）" if item.work_type else ""
    subject = SubjectKind(blueprint.subject)
    return {
        "title": f"{item.occupation.name}{work_type}{Level(item.level).printed}{TITLES[subject]}",
        "occupation": item.occupation.name,
        "work_type": item.work_type,
        "level": Level(item.level).printed,
        "subject": subject.label,
        "form": form,
        "minutes": blueprint.minutes,
        "full_mark": str(blueprint.full_mark),
        "sections": [
            {
                "kind": section.kind,
                "title": QuestionKind(section.kind).label,
                "marks": marks_text(section.marks),
                "questions": [
                    as_printed(row, section) for row in chosen if row.kind == section.kind
                ],
            }
            for section in sections
            if section.count
        ],
    }


def as_printed(question: Question, section: Section) -> dict:
    """A question as it stands in the contents of a paper; `number` is that of the bank."""
    return {
        "number": question.number,
        "text": question.text,
        "options": json.loads(question.options or "[]"),
        "answer": question.answer,
        "explanation": question.explanation,
        "image": str(question.image_id) if question.image_id else "",
        "marks": marks_text(section.marks),
        "criteria": [
            {"text": line.text, "marks": marks_text(line.marks)} for line in question.criteria.all()
        ],
    }


def write(paper: Paper, contents: dict) -> None:
    """Set contents, digest and questions of a paper; saves nothing."""
    paper.contents = canonical(contents)
    paper.digest = sha256(paper.contents)
    paper.questions = ",".join(map(str, sorted(numbers_in(contents))))


def read(paper: Paper) -> dict:
    """The contents as they were written. Raises ValueError (Chinese) for any other."""
    if sha256(paper.contents) != paper.digest:
        raise ValueError(DAMAGED)
    return json.loads(paper.contents)


def numbers_in(contents: dict) -> list[int]:
    """The numbers in the bank of all questions, in the order of the paper."""
    return [each["number"] for section in contents["sections"] for each in section["questions"]]


def question_in(contents: dict, number: int) -> tuple[dict, dict] | None:
    """(section, question) of a number; none where the paper does not hold it."""
    for section in contents["sections"]:
        for question in section["questions"]:
            if question["number"] == number:
                return section, question
    return None


def as_set(questions: str) -> frozenset[int]:
    """The set that `Paper.questions` names."""
    return frozenset(int(number) for number in questions.split(",") if number)


def marks_text(marks) -> str:
    """2.0 as `2`, 0.5 as `0.5`."""
    return f"{marks.normalize():f}"


def printed(paper: Paper, sheet: str) -> bytes:
    """One of `sheets.LABELS` as PDF. Raises pdf.PrintError; ValueError (Chinese) where contents or
    pictures are not what was written."""
    inside = read(paper)
    return sheets.render(paper, inside, sheet, _images(inside))


def _images(contents: dict) -> dict[str, bytes]:
    named = {q["image"] for section in contents["sections"] for q in section["questions"]} - {""}
    found = Picture.objects.in_bulk(named)
    return {str(pk): pictures.read(picture) for pk, picture in found.items()}
