"""Papers go to printing houses that promised secrecy, and come back counted (HB-04)."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from casework.models import Event
from config import clock
from papers.models import Opening, PrintingHouse, PrintOrder
from tests.papers.papers.world import a_house
from tests.results.world import EXAM

pytestmark = pytest.mark.django_db


def url(bench, name: str, *more) -> str:
    return reverse(f"papers:{name}", args=[bench.plan.number, *more])


def token_of(page) -> str:
    return re.search(r'name="token" value="([0-9a-f-]{36})"', page.content.decode())[1]


def agreement() -> SimpleUploadedFile:
    target, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(target)
    return SimpleUploadedFile("保密协议.pdf", target.getvalue())


def house_form(**values) -> dict:
    return {
        "name": "第一印刷厂",
        "licence": "印证字001号",
        "agreed_on": "2026-01-01",
        "agreed_until": "2026-12-31",
        "upload": agreement(),
        **values,
    }


def words(answer) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def hand_over(client, bench, house, papers, **values):
    at = url(bench, "papers-hand-over")
    sent = {
        "token": token_of(client.get(at)),
        "house": house.pk,
        "papers": [paper.pk for paper in papers],
        "copies": 32,
        "to": "李四",
        **values,
    }
    return client.post(at, sent)


def download(client, bench, order, paper, sheet="paper"):
    page = client.get(url(bench, "print-orders"))
    sent = {"token": token_of(page), "sheet": sheet}
    return client.post(url(bench, "papers-file", order.pk, paper.pk), sent)


@pytest.mark.clause("HB-04")
def test_a_house_with_its_agreement_prints_and_gives_back(client, bench):
    paper, other = bench.sealed()
    client.force_login(bench.writer)
    assert client.post(url(bench, "printing-house-add"), house_form()).status_code == 302
    house = PrintingHouse.objects.get()
    assert house.agreement.name == "保密协议.pdf"
    assert hand_over(client, bench, house, [paper]).status_code == 302
    order = PrintOrder.objects.get()
    answer = download(client, bench, order, paper)
    assert answer["Cache-Control"] == "private, no-store"
    said = words(answer)
    assert ("密" in said, "机密解析" in said) == (True, False)
    row = Opening.objects.get()
    assert (row.cause, row.order, row.with_key, row.opened_by) == (
        "printing",
        order,
        False,
        bench.writer,
    )
    paper.refresh_from_db()
    assert paper.status == "sealed"
    assert download(client, bench, order, other).status_code == 403
    assert download(client, bench, order, paper, "key").status_code == 403
    at = url(bench, "papers-receive", order.pk)
    short = client.post(at, {"token": token_of(client.get(at)), "copies": 31})
    assert (short.status_code, "交付 32 份，收回 31 份" in short.content.decode()) == (422, True)
    told = {"token": token_of(client.get(at)), "copies": 31, "remark": "废页一份已销毁"}
    assert client.post(at, told).status_code == 302
    page = client.get(url(bench, "print-orders")).content.decode()
    assert ("少收 1 份" in page, "废页一份已销毁" in page) == (True, True)
    late = client.post(
        url(bench, "papers-file", order.pk, paper.pk),
        {"token": told["token"].replace("4", "5"), "sheet": "paper"},
        follow=True,
    )
    assert "已经收回" in late.content.decode()
    acts = list(Event.objects.filter(case=bench.plan).values_list("act", flat=True))
    assert acts[-4:] == ["register_printer", "hand_over_papers", "open_paper", "receive_papers"]


@pytest.mark.clause("HB-04")
def test_every_file_taken_from_one_page_stands_on_record(client, bench):
    tasks, theory = bench.sealed("practice"), bench.sealed()
    house = a_house(bench.plan)
    client.force_login(bench.manager)
    assert hand_over(client, bench, house, [*tasks, *theory]).status_code == 302
    order = PrintOrder.objects.get()
    token = token_of(client.get(url(bench, "print-orders")))
    taken = [(paper, "paper") for paper in (*tasks, *theory)] + [(tasks[0], "criteria")]
    for paper, sheet in taken:
        sent = {"token": token, "sheet": sheet}
        answer = client.post(url(bench, "papers-file", order.pk, paper.pk), sent)
        assert answer["Content-Type"] == "application/pdf"
    again = {"token": token, "sheet": "paper"}  # a double click
    client.post(url(bench, "papers-file", order.pk, tasks[0].pk), again)
    assert list(Opening.objects.order_by("pk").values_list("paper", "with_key")) == [
        (paper.pk, sheet == "criteria") for paper, sheet in taken
    ]


def test_without_an_agreement_in_force_nothing_is_handed_over(client, bench):
    paper = bench.sealed()[0]
    past = a_house(bench.plan, agreed_until=date(2026, 5, 31))
    client.force_login(bench.writer)
    answer = hand_over(client, bench, past, [paper])
    assert (answer.status_code, "不在有效期内" in answer.content.decode()) == (422, True)
    assert client.post(url(bench, "printing-house-end", past.pk)).status_code == 302
    assert hand_over(client, bench, past, [paper]).status_code == 422
    assert PrintOrder.objects.count() == 0


def test_only_sealed_papers_go_once_and_before_their_session(client, bench):
    house = a_house(bench.plan)
    drawn = bench.draw("practice")
    paper = bench.sealed()[0]
    client.force_login(bench.manager)
    assert hand_over(client, bench, house, drawn).status_code == 422
    with clock.travel(EXAM):
        client.logout()  # the session has run out
        client.force_login(bench.manager)
        answer = hand_over(client, bench, house, [paper])
        assert "考试已经开始" in answer.content.decode()
    client.logout()
    client.force_login(bench.manager)
    assert hand_over(client, bench, house, [paper]).status_code == 302
    assert hand_over(client, bench, house, [paper]).status_code == 422
    assert PrintOrder.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"licence": ""}, "请填写印制资质"),
        ({"agreed_until": "2025-01-01"}, "不能早于签订日期"),
        ({"name": ""}, "请填写印制单位"),
        ({"upload": SimpleUploadedFile("a.pdf", b"<html>")}, "a.pdf"),
        ({"agreed_on": "昨天"}, "签订日期"),
    ],
)
def test_what_is_wrong_with_a_house_is_said(client, bench, values, said):
    client.force_login(bench.writer)
    answer = client.post(url(bench, "printing-house-add"), house_form(**values))
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert PrintingHouse.objects.count() == 0


def test_others_do_not_print(client, agencies, bench):
    paper, house = bench.sealed()[0], a_house(bench.plan)
    for person, status in (
        (bench.day.clerks[1], 403),
        (agencies.world.staff["lc_centre"], 403),
        (agencies.clerk["js"], 404),
    ):
        client.force_login(person)
        for name in ("papers-hand-over", "printing-house-add"):
            assert client.get(url(bench, name)).status_code == status
        assert client.post(url(bench, "printing-house-end", house.pk)).status_code == status
    client.force_login(agencies.world.staff["lc_centre"])
    assert client.get(url(bench, "print-orders")).status_code == 200
    assert paper.status == "sealed"


@pytest.mark.parametrize("token", ["", "x", "'; DROP TABLE"])
def test_hostile_posts_are_answered_in_words(client, bench, token):
    paper, house = bench.sealed()[0], a_house(bench.plan)
    client.force_login(bench.manager)
    sent = {"token": token, "papers": ["x"], "house": "9" * 40, "copies": "-1", "to": "\x00"}
    assert client.post(url(bench, "papers-hand-over"), sent).status_code == 422
    order = PrintOrder.objects.create(
        plan=bench.plan,
        house=house,
        copies=1,
        handed_by=bench.manager,
        handed_to="李四",
        handed_at=clock.now(),
    )
    back = client.post(url(bench, "papers-file", order.pk, paper.pk), {"token": token})
    assert back.status_code == 302
    for name, more in (("paper-open", ()), ("paper-spoil", ()), ("paper", ())):
        at = reverse(f"papers:{name}", args=[bench.plan.number, paper.pk, *more])
        answer = client.post(at, {"token": token, "version": "x", "cause": "x", "sheet": "../"})
        assert answer.status_code == 422
