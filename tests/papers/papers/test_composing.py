"""Papers are drawn in two forms, looked through, adjusted, sealed and spoiled."""

import json
import re
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.models import Event
from casework.services import lots
from papers.models import Criterion, Opening, Paper, Question
from papers.selectors.papers import all_of, criteria_in, sealed_forms
from papers.services import adjusting, contents, sealing
from tests.papers.papers.world import a_bench, with_picture

pytestmark = pytest.mark.django_db


def url(paper, name: str = "paper", *more) -> str:
    return reverse(f"papers:{name}", args=[paper.plan.number, paper.pk, *more])


def draw_url(bench, subject: str = "theory") -> str:
    return reverse("papers:paper-draw", args=[bench.plan.number, bench.item.pk, subject])


def token_of(page) -> str:
    return re.search(r'name="token" value="([0-9a-f-]{36})"', page.content.decode())[1]


def draw(client, bench, subject: str = "theory", blueprint=None):
    client.force_login(bench.writer)
    at = draw_url(bench, subject)
    chosen = blueprint or (bench.theory if subject == "theory" else bench.practice)
    return client.post(at, {"token": token_of(client.get(at)), "blueprint": chosen.pk})


def inside(paper) -> dict:
    return contents.read(Paper.objects.get(pk=paper.pk))


def numbers(paper) -> set[int]:
    return set(contents.as_set(Paper.objects.get(pk=paper.pk).questions))


@pytest.mark.clause("HB-04")
def test_a_writer_draws_both_forms_by_a_lot_that_can_be_repeated(client, bench):
    assert draw(client, bench).status_code == 302
    first, second = Paper.objects.order_by("form")
    assert (first.form, second.form, first.lot_id) == ("A", "B", second.lot_id)
    assert first.number == f"{bench.plan.number}-SJ001A"
    assert not numbers(first) & numbers(second)
    assert lots.verify(first.lot.result)
    assert first.lot.case is None
    held = inside(first)
    assert sorted(contents.numbers_in(held)) == sorted(numbers(first))
    assert {key: held[key] for key in held if key != "sections"} == {
        "title": "电工四级/中级工理论知识试卷",
        "occupation": "电工",
        "work_type": "",
        "level": "四级/中级工",
        "subject": "理论知识考试",
        "form": "A",
        "minutes": 90,
        "full_mark": "100",
    }
    assert [(s["kind"], s["marks"], len(s["questions"])) for s in held["sections"]] == [
        ("single", "4", 10),
        ("multiple", "6", 5),
        ("judgement", "3", 10),
    ]
    rows = Question.objects.filter(bank=bench.bank, number__in=numbers(first))
    assert Counter(rows.values_list("point__code", flat=True)) == {"A": 13, "B": 7, "C": 5}
    told = Event.objects.filter(case=bench.plan, act="draw_paper")
    assert [json.loads(event.facts)["papers"] for event in told] == [[first.number, second.number]]


def test_a_form_sent_twice_draws_once_and_full_subjects_refuse(client, bench):
    client.force_login(bench.writer)
    sent = {"token": token_of(client.get(draw_url(bench))), "blueprint": bench.theory.pk}
    assert [client.post(draw_url(bench), sent).status_code for _ in range(2)] == [302, 302]
    assert Paper.objects.count() == 2
    answer = draw(client, bench)
    assert answer.status_code == 422
    assert "A、B 卷都已组成" in answer.content.decode()


def test_a_shortage_is_named_and_nothing_is_written(client, bench):
    Question.objects.filter(kind="multiple", point__code="A").update(status="retired")
    answer = draw(client, bench)
    assert answer.status_code == 422
    assert re.search(r"共缺 \d+ 题：多项选择题“A 安全用电”（.）缺", answer.content.decode())
    assert (Paper.objects.count(), Event.objects.filter(act="draw_paper").count()) == (0, 0)


def test_no_paper_is_ever_drawn_again(agencies):
    bench = a_bench(agencies, each=3)  # of three tasks there are three pairs
    made = bench.draw("practice")
    for paper in made:
        sealing.spoil(paper, reason="泄密", actor=bench.manager)
    with pytest.raises(ValidationError, match="只够组成已经用过的试卷"):
        bench.draw("practice")
    assert len({paper.questions for paper in made}) == 2
    assert Paper.objects.count() == 2


def test_a_blueprint_of_another_full_mark_is_refused(client, bench):
    row = bench.item.subjects.get(kind="theory")
    row.full_mark = 120
    row.save()
    answer = draw(client, bench)
    assert "方案的满分是 100 分，计划中这个科目的满分是 120 分" in answer.content.decode()


@pytest.mark.clause("HB-04")
def test_a_question_is_exchanged_and_another_fitted_to_the_post(client, bench):
    paper = bench.draw()[0]
    client.force_login(bench.writer)
    held = inside(paper)
    question = held["sections"][0]["questions"][0]
    old = Question.objects.get(bank=bench.bank, number=question["number"])
    at = url(paper, "paper-exchange", old.number)
    page = client.get(at)
    sent = {"token": token_of(page), "version": 0, "reason": "本企业没有这种设备"}
    assert client.post(at, sent).status_code == 302
    now = inside(paper)["sections"][0]["questions"][0]
    new = Question.objects.get(bank=bench.bank, number=now["number"])
    assert new.number != old.number
    assert (new.kind, new.point_id, new.difficulty) == (old.kind, old.point_id, old.difficulty)
    at = url(paper, "paper-reword", new.number)
    words = {
        "text": "本厂配电柜检修前应当",
        "options": "断电\n验电\n挂牌\n以上都是",
        "reason": "结合本厂设备",
    }
    late = client.post(at, {**words, "token": token_of(client.get(at)), "version": 0})
    assert (late.status_code, "刚刚由他人调整" in late.content.decode()) == (422, True)
    assert (
        client.post(at, {**words, "token": token_of(client.get(at)), "version": 1}).status_code
        == 302
    )
    paper.refresh_from_db()
    now = inside(paper)["sections"][0]["questions"][0]
    assert (now["text"], now["options"]) == (words["text"], words["options"].split("\n"))
    assert Question.objects.get(pk=new.pk).text != words["text"]
    lines = paper.adjusted.splitlines()
    assert [line.split("：", 1)[1] for line in lines] == [
        f"题号 {old.number} 换为题号 {new.number}，原因：本企业没有这种设备",
        f"题号 {new.number} 结合岗位调整文字，原因：结合本厂设备",
    ]
    acts = Event.objects.filter(case=bench.plan).values_list("act", flat=True)
    assert set(acts) >= {"exchange_question", "reword_question"}


def test_options_cannot_be_added_and_a_stranger_question_is_404(client, bench):
    paper = bench.draw()[0]
    client.force_login(bench.writer)
    number = inside(paper)["sections"][0]["questions"][0]["number"]
    at = url(paper, "paper-reword", number)
    sent = {"token": token_of(client.get(at)), "version": 0, "text": "x", "reason": "y"}
    answer = client.post(at, {**sent, "options": "一\n二"})
    assert (answer.status_code, "原来是 4 项" in answer.content.decode()) == (422, True)
    assert client.get(url(paper, "paper-exchange", 99999)).status_code == 404


def test_when_no_question_is_left_to_exchange_it_says_so(agencies):
    bench = a_bench(agencies, each=3)
    paper, other = bench.draw("practice")
    left = {"reason": "x", "actor": bench.writer, "version": 0}
    with pytest.raises(ValidationError, match="没有用上的试题"):
        adjusting.exchange(paper, min(numbers(paper)), **left)
    tasks = bench.bank.questions.filter(kind="task").values_list("number", flat=True)
    assert numbers(paper) | numbers(other) == set(tasks)


def test_another_person_seals_what_he_has_seen(client, bench):
    paper = bench.draw()[0]
    client.force_login(bench.writer)
    at = url(paper)
    sent = {"token": token_of(client.get(url(paper, "paper-spoil"))), "version": 0, "checked": "on"}
    assert client.post(at, sent).status_code == 403
    client.force_login(bench.manager)
    page = client.get(at)
    text = inside(paper)["sections"][0]["questions"][0]["text"]
    assert text in page.content.decode()
    unticked = client.post(at, {"token": token_of(page), "version": 0})
    assert (unticked.status_code, "核对整份试卷" in unticked.content.decode()) == (422, True)
    assert client.post(at, {**sent, "token": token_of(page)}).status_code == 302
    paper.refresh_from_db()
    assert (paper.status, paper.sealed_by) == ("sealed", bench.manager)
    for person in (bench.manager, bench.writer):
        client.force_login(person)
        sealed = client.get(at)
        assert (sealed.status_code, text in sealed.content.decode()) == (200, False)
        number = min(numbers(paper))
        for name in ("paper-exchange", "paper-reword"):
            assert client.get(url(paper, name, number)).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(digest="x")


def test_a_paper_is_not_sealed_that_cannot_be_printed(client, bench):
    paper = bench.draw()[0]
    held = inside(paper)
    held["sections"][0]["questions"][0]["text"] = "无法印刷的字\ue000"
    contents.write(paper, held)
    paper.save()
    client.force_login(bench.manager)
    at = url(paper)
    answer = client.post(at, {"token": token_of(client.get(at)), "version": 0, "checked": "on"})
    assert (answer.status_code, "U+E000" in answer.content.decode()) == (422, True)
    paper.refresh_from_db()
    assert paper.status == "drawn"


def test_a_spoiled_paper_is_drawn_anew_with_other_questions(client, bench):
    first, second = bench.draw()
    client.force_login(bench.manager)
    at = url(first, "paper-spoil")
    blank = client.post(at, {"token": token_of(client.get(at)), "reason": " "})
    assert blank.status_code == 422
    sent = {"token": token_of(client.get(at)), "reason": "排版有误"}
    assert client.post(at, sent).status_code == 302
    assert draw(client, bench).status_code == 302
    again = Paper.objects.exclude(pk__in=[first.pk, second.pk]).get()
    assert (again.form, again.number[-4:]) == ("A", "003A")
    assert numbers(again) not in (numbers(first), numbers(second))
    assert not numbers(again) & numbers(second)
    assert all_of(bench.plan).count() == 3


def test_markers_mark_by_the_lines_of_a_sealed_paper(bench):
    assert sealed_forms(bench.item, "practice") == {}
    paper = bench.draw("practice")[0]
    assert sealed_forms(bench.item, "practice") == {}
    sealing.seal(paper, actor=bench.manager, version=0)
    assert sealed_forms(bench.item, "practice") == {"A": paper}
    lines = criteria_in(sealed_forms(bench.item, "practice")["A"])
    assert sum(int(line["marks"]) for line in lines) == 100
    assert len(lines) == 4
    assert sealed_forms(bench.item, "theory") == {}
    assert Opening.objects.count() == 0


def test_tasks_whose_sheet_does_not_come_to_the_marks_are_left_out(bench):
    Criterion.objects.filter(order=2).update(marks=24)
    with pytest.raises(ValidationError, match="另有 10 道操作技能题的评分项合计"):
        bench.draw("practice")


def test_a_picture_is_shown_to_those_who_look_through_and_to_nobody_else(client, bench):
    with_picture(bench.bank)
    paper = bench.draw()[0]
    image = inside(paper)["sections"][0]["questions"][0]["image"]
    at = url(paper, "paper-image", image)
    client.force_login(bench.writer)
    shown = client.get(at)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")
    sealing.seal(paper, actor=bench.manager, version=0)
    assert client.get(at).status_code == 403
    client.force_login(bench.day.clerks[1])
    assert client.get(at).status_code == 403
