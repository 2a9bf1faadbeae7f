"""The conclusion that follows from the opinions of a panel, and the letter of who fails."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from pypdf import PdfReader

from casework.models import Letter, Notice
from casework.services import files
from filing.enums import Verdict
from filing.models import Filing, Panel
from filing.services import seats
from tests.filing import panels

pytestmark = pytest.mark.django_db
MEETS, FAILS = Verdict.MEETS, Verdict.FAILS


@pytest.fixture
def filing(world):
    return panels.convened(world)


def test_there_is_no_conclusion_before_all_have_spoken(world, filing):
    for seat in panels.seats(filing)[:2]:
        panels.speak(seat)
    with pytest.raises(ValidationError, match="还有 1 名专家没有提交意见"):
        panels.conclude(world, filing, "pass_evaluation")
    assert Filing.objects.get(pk=filing.pk).state == "evaluation"


def test_nor_while_a_seat_is_empty(world):
    filing = panels.convened(world, pool=3, reserves=0)
    first, *others = panels.seats(filing)
    seats.step_back(first, reason="回避", actor=first.user)
    for seat in others:
        panels.speak(seat)
    with pytest.raises(ValidationError, match="缺 1 名专家，请先补抽"):
        panels.conclude(world, filing, "pass_evaluation")


def test_nor_without_a_panel(world):
    with pytest.raises(ValidationError, match="还没有组建专家组"):
        panels.conclude(world, world.filing("evaluation"), "pass_evaluation")


@pytest.mark.parametrize(
    ("verdicts", "wrong", "right", "state"),
    [
        ((MEETS, MEETS, FAILS), "fail_evaluation", "pass_evaluation", "passed"),
        ((FAILS, FAILS, MEETS), "pass_evaluation", "fail_evaluation", "failed"),
    ],
)
def test_an_officer_does_not_decide_against_the_majority(
    world, filing, verdicts, wrong, right, state
):
    panels.all_speak(filing, *verdicts)
    with pytest.raises(ValidationError, match="评估结论以多数专家意见为准"):
        panels.conclude(world, filing, wrong)
    assert Panel.objects.get().verdict == ""
    panels.conclude(world, filing, right)
    panel = Panel.objects.get()
    assert (panel.verdict, panel.conclusion) == (verdicts[0], "多数专家认为符合条件。")
    assert Filing.objects.get(pk=filing.pk).state == state
    with pytest.raises(DatabaseError), transaction.atomic():
        Panel.objects.update(conclusion="改")


@pytest.mark.clause("LC-11")
def test_who_fails_is_told_why_by_a_numbered_letter(world, filing, client):
    for place, seat in enumerate(panels.seats(filing)):
        panels.speak(seat, FAILS, against=("funding", "pay") if place else ("funding",))
    client.force_login(world.staff["dcf"])
    page = reverse("casework:act", args=[filing.number, "fail_evaluation"])
    shown = client.get(page)
    form = shown.context["form"]
    assert form["note"].value() == "3 名专家中，3 名认为不符合。评估结论：不符合条件。"
    hidden = {name: form[name].value() for name in ("version", "token")}
    assert client.post(page, hidden | {"note": " "}).status_code == 422
    for _ in range(2):
        assert client.post(page, hidden | {"note": "经费没有保障。"}).status_code == 302
    letter = Letter.objects.get(case=filing)
    assert (letter.title, letter.kind) == ("技术评估结论通知书", "evaluation")
    printed = _text(letter)
    for wanted in (
        letter.number,
        "3名专家中，3名认为不符合",
        "经费没有保障。",
        "按规定提取企业职工教育经费",
        "自主评价结果与薪酬待遇挂钩",
        "可以重新提出申请",
    ):
        assert wanted in printed
    assert "依法经营" not in printed
    notice = Notice.objects.get(recipient=world.hr, subject__endswith="技术评估未通过")
    assert notice.body.startswith("评估结论：经费没有保障。")


def _text(letter) -> str:
    pages = PdfReader(io.BytesIO(files.read(letter.file))).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
