"""Questions written, approved by another, changed by two, retired; what lies in the database."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from accounts.services import rekeying
from casework.services.door import ForbiddenError
from papers.content import tidy_answer
from papers.fields import text_hash
from papers.models import Picture, Question
from papers.services import pictures, questions
from tests.papers.banks.test_pages import picture
from tests.papers.banks.world import OF_KIND, SECRET
from tests.printing.files import upload

pytestmark = pytest.mark.django_db


def address(name: str, kept, *args) -> str:
    return reverse(f"papers:{name}", args=[kept.bank.pk, *args])


def typed(kept, kind: str = "single", **changed) -> dict:
    """A form as it is sent."""
    given = {"point": kept.points[0].pk, "difficulty": "hard", "text": SECRET, "explanation": ""}
    options = OF_KIND[kind].get("options", ())
    given |= {f"option_{letter}": text for letter, text in zip("ABCDEFGH", options, strict=False)}
    answer = OF_KIND[kind]["answer"]
    given["answer"] = list(answer) if kind == "multiple" else answer
    if kind == "task":
        given |= {"criteria-TOTAL_FORMS": "2", "criteria-INITIAL_FORMS": "0"}
        given |= {"criteria-0-text": "接线", "criteria-0-marks": "60"}
        given |= {"criteria-1-text": "", "criteria-1-marks": ""}
    return given | changed


@pytest.mark.parametrize("kind", OF_KIND)
def test_each_kind_has_its_form(writer, kept, kind):
    page = address("question-add", kept, kind)
    answer = writer.post(page, typed(kept, kind))
    row = Question.objects.get()
    assert (answer.url, row.number, row.status) == (address("question", kept, 1), 1, "draft")
    assert (row.answer, row.written_by) == (OF_KIND[kind]["answer"], kept.writer)
    assert [str(line.marks) for line in row.criteria.all()] == (["60.0"] if kind == "task" else [])
    shown = writer.get(answer.url).content.decode()
    assert (SECRET in shown, "等待另一人审定" in shown) == (True, True)
    again = writer.post(page, typed(kept, kind))
    assert (again.status_code, "已有题干相同的试题（第 1 题）" in again.content.decode()) == (
        422,
        True,
    )


WRONG = {
    "没有选项": ("single", {f"option_{x}": "" for x in "ABCD"}, "选项不足 2 个。"),
    "答案不在选项中": ("single", {"answer": "H"}, "答案“H”不是已有的选项。"),
    "多选一个答案": ("multiple", {"answer": ["A"]}, "多项选择题至少有两个答案。"),
    "没有答案": ("short", {"answer": " "}, "请填写参考答案。"),
    "没有评分项": ("task", {"criteria-0-text": "", "criteria-0-marks": ""}, "没有评分表。"),
    "没有配分": ("task", {"criteria-0-marks": ""}, "请填写配分。"),
    "配分为零": ("task", {"criteria-0-marks": "0"}, "配分应大于 0，最多一位小数。"),
    "别家的知识点": ("single", {"point": "999999"}, "选择一个有效的选项"),
    "时长": ("single", {"minutes": "0"}, "时长应为 1 至 600 的整数。"),
}


@pytest.mark.parametrize("title", WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(writer, kept, title):
    kind, changed, said = WRONG[title]
    answer = writer.post(address("question-add", kept, kind), typed(kept, kind, **changed))
    shown = answer.content.decode()
    assert (answer.status_code, said in shown, SECRET in shown) == (422, True, True)
    assert Question.objects.count() == 0


def test_the_writer_does_not_approve_and_the_second_one_does(client, kept):
    own, other = kept.question(), kept.question("short", "另一题")
    ticked = {"act": "approve", "question": [f"{row.pk}-{row.version}" for row in (own, other)]}
    client.force_login(kept.writer)
    told = client.post(address("questions-decide", kept), ticked, follow=True).content.decode()
    assert (told.count(questions.OWN), "已审定" in told) == (2, False)
    client.force_login(kept.manager)
    told = client.post(address("questions-decide", kept), ticked, follow=True).content.decode()
    assert "已审定 2 题。" in told
    assert set(Question.objects.values_list("status", "approved_by")) == {
        ("in_use", kept.manager.pk)
    }
    client.post(address("questions-decide", kept), ticked)  # once more is no harm
    assert set(Question.objects.values_list("version", flat=True)) == {1}


def test_a_change_waits_for_approval_again_and_no_change_does_not(writer, kept):
    row = kept.approved(kept.question())
    page = address("question-edit", kept, row.number)
    same = typed(kept, difficulty="easy", version=row.version)
    writer.post(page, same)
    row.refresh_from_db()
    assert (row.status, row.version) == ("in_use", 1)
    writer.post(page, same | {"answer": "C"})
    row.refresh_from_db()
    assert (row.status, row.approved_by, row.answer, row.version) == ("draft", None, "C", 2)


def test_of_two_editors_the_second_keeps_what_was_typed(client, kept):
    row = kept.question()
    page = address("question-edit", kept, 1)
    sent = typed(kept, version=row.version)
    client.force_login(kept.writer)
    assert client.post(page, sent | {"text": "先到的"}).status_code == 302
    client.force_login(kept.second)
    late = client.post(page, sent | {"text": "后到的"})
    assert (late.status_code, "后到的" in late.content.decode()) == (409, True)
    row.refresh_from_db()
    assert row.text == "先到的"
    again = sent | {"text": "后到的", "version": late.context["form"].data["version"]}
    assert client.post(page, again).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.written_by) == ("后到的", kept.second)


def test_what_was_changed_meanwhile_is_not_approved(kept):
    row = kept.question()
    questions.keep(kept.bank, kept.content(answer="C"), actor=kept.writer, question=row)
    outcome = questions.approve(kept.bank, {row.pk: row.version}, actor=kept.second)
    assert (outcome.done, outcome.left) == (0, [(1, questions.MOVED)])


def test_a_retired_question_makes_room_and_comes_back_only_where_there_is_some(kept):
    row = kept.question()
    questions.retire(kept.bank, {row.pk: 0}, actor=kept.second)
    fresh = kept.question()
    assert (fresh.number, Question.objects.get(pk=row.pk).status) == (2, "retired")
    with pytest.raises(ValidationError, match="第 2 题"):
        questions.restore(kept.bank, row.pk, actor=kept.writer)
    questions.retire(kept.bank, {fresh.pk: 0}, actor=kept.second)
    questions.restore(kept.bank, row.pk, actor=kept.writer)
    assert Question.objects.get(pk=row.pk).status == "draft"


def test_the_services_refuse_whoever_may_not(kept):
    with pytest.raises(ForbiddenError):
        questions.keep(kept.bank, kept.content(), actor=kept.clerk)
    with pytest.raises(ForbiddenError):
        questions.approve(kept.bank, {}, actor=kept.clerk)


def test_a_question_is_found_by_number_point_and_whole_text(writer, kept):
    kept.question()
    kept.question("short", "另一题", point=kept.points[1].pk)
    page = address("questions", kept)

    def numbers(search: str) -> list[int]:
        table = writer.get(page, {"search": search}).context["table"]
        return [row.number for row in table.page]

    assert [numbers(each) for each in ("2", "电机", "A1", f" {SECRET}", SECRET[:6], "\0")] == [
        [2],
        [2],
        [1],
        [1],
        [],
        [1, 2],
    ]


def test_a_picture_is_made_small_kept_encrypted_and_replaced(writer, kept):
    page = address("question-add", kept, "single")
    bad = writer.post(page, typed(kept, image=upload(b"%PDF-1.4 x", "图.pdf")))
    assert (bad.status_code, Question.objects.count()) == (422, 0)
    writer.post(page, typed(kept, image=upload(picture(), "图.png")))
    row = Question.objects.get()
    shown = writer.get(address("question-image", kept, 1))
    assert (shown.status_code, shown["Content-Type"], shown.content[:2]) == (
        200,
        "image/jpeg",
        b"\xff\xd8",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM papers_picture")
        assert not cursor.fetchone()[0].startswith("/9j/")
    edit = typed(kept, version=row.version, without_image="on")
    assert writer.post(address("question-edit", kept, 1), edit).status_code == 302
    assert writer.get(address("question-image", kept, 1)).status_code == 404
    assert pictures.read(Picture.objects.get()) == shown.content  # papers may have been drawn


def test_nothing_of_a_question_lies_open_in_the_database(kept):
    kept.question("short", SECRET, explanation="机密解析")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, options, answer, explanation FROM papers_question")
        assert not any("机密" in value for value in cursor.fetchone())


def test_after_a_change_of_the_key_the_same_text_is_still_found(kept, settings):
    kept.question()
    settings.LOOKUP_KEY = "another-key-of-hashes-0123456789-abcdefghij"
    list(rekeying.rekey())
    assert Question.objects.get().fingerprint == text_hash("question", SECRET)
    with pytest.raises(ValidationError, match="第 1 题"):
        kept.question()


def test_texts_that_read_the_same_are_the_same_and_others_are_not():
    def hashed(text: str) -> str:
        return text_hash("question", text)

    assert hashed("安全 电压（３６V）\r\n是") == hashed("安全电压(36V)是")
    assert len({hashed(each) for each in ("3-2", "32", "10²", "102", "mA", "MA")}) == 6
    assert tidy_answer("multiple", " ｃ，a、B ") == "ABC"
