"""Who opens the pages of banks, what they show, how much they ask."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from papers.models import Bank, KnowledgePoint, Question
from papers.services import questions
from tests.papers.banks.books import book, row
from tests.papers.banks.world import OF_KIND, SECRET, build
from tests.printing.files import upload

pytestmark = pytest.mark.django_db


def address(name: str, *args) -> str:
    return reverse(f"papers:{name}", args=args)


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (900, 600), "navy").save(target, "PNG")
    return target.getvalue()


def pages_of(kept) -> list[str]:
    """Every page of a bank that is only looked at or filled in."""
    bank, point = kept.bank.pk, kept.points[0].pk
    number = kept.bank.questions.first().number
    return [
        address("bank", bank),
        address("bank-edit", bank),
        address("point-add", bank),
        address("point-edit", bank, point),
        address("points-import", bank),
        address("points-template", bank),
        address("questions", bank),
        *(address("question-add", bank, kind) for kind in OF_KIND),
        address("question", bank, number),
        address("question-edit", bank, number),
        address("question-image", bank, number),
        address("bank-import", bank),
        address("bank-template", bank),
    ]


def test_two_options_are_needed_and_a_point_to_begin_with(writer, kept):
    at = address("question-add", kept.bank.pk, "single")
    page = writer.get(at).content.decode()
    assert re.findall(r'选项 (\w)<span class="optional">', page) == list("CDEFGH")
    missing = "请先<a"
    assert missing not in page
    Question.objects.all().delete()
    KnowledgePoint.objects.all().delete()
    assert missing in writer.get(at).content.decode()


def posts_of(kept) -> list[str]:
    bank, point = kept.bank.pk, kept.points[1].pk
    number = kept.bank.questions.first().number
    return [
        address("point-remove", bank, point),
        address("questions-decide", bank),
        address("question-restore", bank, number),
        address("bank-upload-confirm", bank),
        address("bank-upload-drop", bank),
        address("bank-export", bank),
    ]


@pytest.fixture
def pictured(kept):
    """The bank with a question that has a picture."""
    from papers.services import pictures

    jpeg = pictures.prepared(upload(picture(), "图.png"))
    questions.keep(kept.bank, kept.content(), actor=kept.writer, jpeg=jpeg)
    return kept


def test_writers_and_managers_open_every_page(client, pictured):
    for user in (pictured.writer, pictured.manager):
        client.force_login(user)
        statuses = {page: client.get(page).status_code for page in pages_of(pictured)}
        assert statuses == dict.fromkeys(statuses, 200)
        listed = client.get(address("banks")).content.decode()
        assert str(pictured.bank) in listed


@pytest.mark.parametrize("who", ["clerk", "assessor", "scorer", "officer", "foreign", "reviewer"])
def test_for_everybody_else_there_is_no_bank(client, agencies, pictured, who):
    organisation = pictured.bank.agency.organisation
    member = agencies.world.member
    client.force_login(
        {
            "clerk": lambda: pictured.clerk,
            "assessor": lambda: member(organisation, Role.ASSESSOR),
            "scorer": lambda: member(organisation, Role.SCORER),
            "officer": lambda: agencies.world.staff["lc_centre"],
            "foreign": lambda: build(agencies, "js").writer,
            "reviewer": lambda: member(agencies.receiver["lc"], Role.REVIEWER),
        }[who]()
    )
    before = Question.objects.values_list("status", "version", "text").get()
    answers = [client.get(page) for page in pages_of(pictured)]
    answers += [client.post(page, {"act": "retire"}) for page in posts_of(pictured)]
    assert {answer.status_code for answer in answers} == {404}
    assert not any(SECRET in answer.content.decode() for answer in answers)
    own = client.get(address("banks"))
    assert own.status_code == (200 if who == "foreign" else 403)
    assert pictured.bank.agency.name not in own.content.decode()
    assert client.get(address("bank-open", pictured.bank.agency.code)).status_code == 404
    assert (Question.objects.values_list("status", "version", "text").get(),) == (before,)


def test_nobody_signed_in_is_sent_to_sign_in(client, pictured):
    answer = client.get(address("bank", pictured.bank.pk))
    assert (answer.status_code, "/accounts/login/" in answer.url) == (302, True)


def test_a_bank_is_opened_for_what_lies_in_the_scope(writer, kept):
    page = address("bank-open", kept.bank.agency.code)
    form = writer.get(page).context["form"]
    offered = [label for _, label in form.fields["place"].choices]
    assert ("6-31-01-03 电工 四级/中级工" in offered, len(offered)) == (False, 1 + 5)
    outside = writer.post(page, {"place": "1|1|", "source": ""})
    assert (outside.status_code, "请从列出的" in outside.content.decode()) == (422, True)
    key = form.fields["place"].choices[1][0]
    answer = writer.post(page, {"place": key, "source": "国家题库"})
    made = Bank.objects.get(source="国家题库")
    assert answer.url == address("bank", made.pk)
    assert writer.post(page, {"place": key}).status_code == 422  # it has its bank now


def test_points_are_added_changed_and_removed_with_their_shares(writer, kept):
    kept.question()
    pk = kept.bank.pk
    shown = writer.get(address("bank", pk)).content.decode()
    assert ("75.0%" in shown, "25.0%" in shown, "合计 2 个" in shown) == (True, True, True)
    typed = {"code": "C3", "name": "照明", "weight": "40"}
    assert writer.post(address("point-add", pk), typed).status_code == 302
    again = writer.post(address("point-add", pk), typed)
    assert (again.status_code, "这个代码的知识点已在题库中" in again.content.decode()) == (
        422,
        True,
    )
    odd = writer.post(address("point-add", pk), typed | {"code": "D", "weight": "１.5"})
    assert (odd.status_code, "比重应为 0 至 1000 的整数。" in odd.content.decode()) == (422, True)
    used, free = kept.points
    writer.post(address("point-remove", pk, used.pk))
    writer.post(address("point-remove", pk, free.pk))
    codes = list(KnowledgePoint.objects.values_list("code", flat=True))
    assert codes == ["A1", "C3"]


def test_of_two_who_change_a_point_the_second_is_told(writer, kept):
    point = kept.points[0]
    page = address("point-edit", kept.bank.pk, point.pk)
    seen = writer.get(page).context["form"].initial["seen"]
    typed = {"code": "A1", "name": "安全", "weight": "20", "seen": seen}
    assert writer.post(page, typed).status_code == 302
    late = writer.post(page, typed | {"name": "安全用电常识"})
    assert (late.status_code, "安全用电常识" in late.content.decode()) == (409, True)
    point.refresh_from_db()
    assert point.name == "安全"
    seen = late.context["form"].data["seen"]
    assert writer.post(page, typed | {"name": "安全用电常识", "seen": seen}).status_code == 302


def test_points_come_by_spreadsheet_whole_or_not_at_all(writer, kept):
    page = address("points-import", kept.bank.pk)
    heads = ["代码", "知识点", "比重"]
    from tests.printing.files import xlsx

    wrong = xlsx(heads, ["A1", "安全", "x"], ["", "无", "1"], ["Z", "新", "1001"], ["Z9", "", "3"])
    answer = writer.post(page, {"file": upload(wrong, "知识点.xlsx")})
    assert answer.status_code == 422
    assert [(row, head, problem) for row, head, problem, _ in answer.context["faults"]] == [
        (2, "比重", "“x”不是整数"),
        (3, "代码", "没有填写"),
        (4, "比重", "比重超过 1000"),
        (5, "知识点", "没有填写"),
    ]
    assert kept.bank.points.count() == 2
    right = xlsx(heads, ["A1", "安全", 30], ["B2", "电机控制", 10], ["C3", "照明", 5])
    for told in ("新增 1，变更 1，无变化 1", "新增 0，变更 0，无变化 3"):
        answer = writer.post(page, {"file": upload(right, "知识点.xlsx")}, follow=True)
        assert told in answer.content.decode()
    assert list(kept.bank.points.values_list("code", "name", "weight")) == [
        ("A1", "安全", 30),
        ("B2", "电机控制", 10),
        ("C3", "照明", 5),
    ]


@pytest.mark.parametrize("name", ["bank", "questions", "banks", "question"])
def test_queries_do_not_grow_with_the_rows(writer, kept, name, django_assert_max_num_queries):
    def asked() -> int:
        args = {"banks": (), "question": (kept.bank.pk, 1)}.get(name, (kept.bank.pk,))
        with CaptureQueriesContext(connection) as queries:
            assert writer.get(address(name, *args)).status_code == 200
        return len(queries)

    kept.question()
    asked()
    one = asked()
    for number in range(29):
        kept.question("task" if number % 2 else "short", f"{SECRET}{number}")
    assert (asked() - one, one <= 16) == (0, True)


def test_the_review_of_a_file_asks_as_much_for_thirty_rows_as_for_one(writer, kept):
    def asked(count: int) -> int:
        data = book(*(row(题干=f"第 {number} 问") for number in range(count)))
        writer.post(address("bank-import", kept.bank.pk), {"file": upload(data, "试题.xlsx")})
        with CaptureQueriesContext(connection) as queries:
            assert writer.get(address("bank-upload", kept.bank.pk)).status_code == 200
        return len(queries)

    asked(1)
    assert asked(1) == asked(30)
