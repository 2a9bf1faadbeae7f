"""From the first question to the opened paper, through the pages of the agency."""

import io
import re
from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from assessment.models import PlanItem
from papers.enums import OpeningCause
from papers.exchange import columns as c
from papers.models import Bank, Blueprint, Opening, Paper, PrintingHouse, PrintOrder
from tests.papers.banks.books import book, row
from tests.results.whole.cast import PRACTICE, THEORY
from tests.results.whole.walk import Walk

POINTS = (("A1", "安全用电", "30"), ("B2", "电机控制", "10"), ("T1", "线路安装", "20"))
BLUEPRINTS = {
    THEORY: {"single-marks": "6", "single-easy": "10", "judgement-marks": "4"}
    | {"judgement-easy": "10"},
    PRACTICE: {"task-marks": "100", "task-medium": "1"},
}
SECRET = "机密题干"


def prepare(walk: Walk, item: PlanItem) -> list[Paper]:
    """A bank is filled and approved by another, papers A and B are drawn and sealed by another."""
    bank = fill_bank(walk, item)
    for subject, sections in BLUEPRINTS.items():
        head = {"name": f"{subject}方案", "subject": subject, "minutes": "90", "full_mark": "100"}
        walk.send(walk.writer, reverse("papers:blueprint-add", args=[bank.pk]), **head, **sections)
        draw(walk, item, subject)
    made = list(Paper.objects.filter(plan=walk.plan, item=item).order_by("number"))
    seal(walk, made)
    return made


def fill_bank(walk: Walk, item: PlanItem) -> Bank:
    agency = walk.plan.agency
    address = reverse("papers:bank-open", args=[agency.code])
    page = walk.open(walk.writer, address)
    place = next(
        each
        for each, label in _choices(page, "place")
        if label.startswith(str(item.occupation)) and str(item.national.printed) in label
    )
    assert page.send(place=place, source="本机构命题").status == 302
    bank = Bank.objects.latest("pk")
    assert (bank.occupation_id, bank.level) == (item.occupation_id, item.level)
    for code, name, weight in POINTS:
        point = {"code": code, "name": name, "weight": weight}
        walk.send(walk.writer, reverse("papers:point-add", args=[bank.pk]), **point)
    file = SimpleUploadedFile("试题.xlsx", workbook())
    walk.send(walk.writer, reverse("papers:bank-import", args=[bank.pk]), file=file)
    review = walk.open(walk.writer, reverse("papers:bank-upload", args=[bank.pk]))
    answer = review.send(to="/confirm/")
    assert answer.status == 302
    approve(walk, bank)
    return bank


def _choices(page, name: str) -> list[tuple[str, str]]:
    options = page.main.xpath(".//option[../@name=$name]", name=name)
    return [(each.get("value"), " ".join(each.text_content().split())) for each in options]


def workbook() -> bytes:
    """Forty-eight single choices, forty-eight judgements, four tasks with two lines each."""
    rows, lines = [], []
    for at in range(48):
        point = "B2" if at % 4 == 0 else "A1"
        text = f"{SECRET}选择之{at}"
        rows.append(row(**{c.POINT: point, c.TEXT: text}))
        choice = {c.KIND: "判断题", "选项A": "", "选项B": "", c.ANSWER: "对"}
        rows.append(row(**{c.POINT: point, c.TEXT: f"{SECRET}判断之{at}", **choice}))
    for at in range(1, 5):
        task = {c.NUMBER: str(at), c.KIND: "操作技能题", c.POINT: "T1", c.DIFFICULTY: "中"}
        task |= {"选项A": "", "选项B": "", c.ANSWER: "通电成功", c.TEXT: f"{SECRET}任务之{at}"}
        rows.append(row(**task))
        lines += [(str(at), "接线正确", "60"), (str(at), "通电成功", "40")]
    return book(*rows, marking=lines)


def approve(walk: Walk, bank: Bank) -> None:
    """By a second writer, a page at a time; the one who wrote them is refused."""
    address = reverse("papers:questions", args=[bank.pk])
    decide = reverse("papers:questions-decide", args=[bank.pk])
    ticked = walk.open(walk.writer, address).offered("question")
    walk.people.post(decide, {"act": "approve", "question": ticked})
    assert bank.questions.filter(status="in_use").count() == 0
    page = 1
    while bank.questions.filter(status="draft").exists():
        ticked = walk.open(walk.second, f"{address}?page={page}").offered("question")
        assert walk.people.post(decide, {"act": "approve", "question": ticked}).status == 302
        page += 1
        assert page < 20


def draw(walk: Walk, item: PlanItem, subject: str) -> None:
    blueprint = Blueprint.objects.filter(subject=subject).latest("pk")
    address = walk.at("papers:paper-draw", item.pk, subject)
    walk.send(walk.writer, address, blueprint=str(blueprint.pk))
    forms = Paper.objects.filter(plan=walk.plan, item=item, subject=subject).order_by("form")
    first, second = forms
    assert (first.form, second.form, first.status, second.status) == ("A", "B", "drawn", "drawn")
    assert sorted(first.questions) != sorted(second.questions)
    assert first.lot_id == second.lot_id


def seal(walk: Walk, papers: list[Paper]) -> None:
    """By somebody else than who drew them."""
    own = walk.people.open(walk.writer, walk.at("papers:paper", papers[0].pk))
    assert "已逐题核对" not in own.text
    for paper in papers:
        walk.send(walk.second, walk.at("papers:paper", paper.pk), checked="on")
        paper.refresh_from_db()
        assert (paper.status, paper.sealed_by) == ("sealed", walk.second)


def have_printed(walk: Walk, papers: list[Paper]) -> None:
    """By a house that has promised secrecy, counted out and in (HB-04)."""
    house = {"name": "第一印刷厂", "licence": "印证字001号", "agreed_on": "2026-01-01"}
    house |= {"agreed_until": "2026-12-31", "upload": agreement()}
    walk.send(walk.writer, walk.at("papers:printing-house-add"), **house)
    kept = PrintingHouse.objects.latest("pk")
    given = {"house": str(kept.pk), "papers": [str(each.pk) for each in papers]}
    given |= {"copies": "12", "to": "李四"}  # whose name is that of an argument of `Page.send`
    address = walk.at("papers:papers-hand-over")
    given["token"] = walk.open(walk.writer, address).main.xpath("//input[@name='token']/@value")[0]
    assert walk.people.post(address, given).status == 302
    order = PrintOrder.objects.latest("pk")
    for paper in papers:
        address = walk.at("papers:papers-file", order.pk, paper.pk)
        file = walk.people.post(address, {"token": str(uuid4()), "sheet": "paper"})
        assert (file.status, file.response["Content-Type"]) == (200, "application/pdf")
        assert paper.number in words(file.response.content)
    walk.send(walk.writer, walk.at("papers:papers-receive", order.pk), copies="12")
    assert kept.agreement is not None
    causes = Opening.objects.filter(paper__in=papers).values_list("cause", flat=True)
    assert set(causes) == {OpeningCause.PRINTING}


def open_at_the_start(walk: Walk, paper: Paper, opener) -> None:
    """Refused a second before the session, given out from its start."""
    starts = walk.sessions(paper.subject)[0].starts_at
    walk.turn_to(starts - timedelta(seconds=1))
    address = walk.at("papers:paper-open", paper.pk)
    early = walk.open(opener, address)
    assert "之前不能启封" in early.text
    given = {"token": str(uuid4()), "cause": "session", "sheet": "paper"}
    refused = walk.people.post(address, given)
    assert (refused.status, "之前不能启封" in refused.text) == (422, True)
    assert not paper.openings.filter(cause="session").exists()
    walk.turn_to(starts)
    file = walk.open(opener, address).send(cause="session", sheet="paper")
    assert (file.status, file.response["Content-Type"]) == (200, "application/pdf")
    text = words(file.response.content)
    assert (paper.number in text, SECRET in re.sub(r"\s", "", text)) == (True, True)
    assert paper.openings.get(cause="session").opened_by == opener


def words(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def agreement() -> SimpleUploadedFile:
    target, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(target)
    return SimpleUploadedFile("保密协议.pdf", target.getvalue())
