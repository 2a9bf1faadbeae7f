"""Questions in and out by spreadsheet: every fault named, nothing half, nothing twice."""

import json

import pytest
from django.db import connection
from django.urls import reverse

from papers.exchange import columns as c
from papers.exchange import reading, writing
from papers.models import Criterion, Export, Question, Upload
from papers.services import exports, questions, uploads
from printing.sheets.archive import DAMAGED
from printing.sheets.cells import NOT_CALCULATED
from tests.papers.banks.books import MARKING, OF_ROW, TASK, book, row
from tests.papers.banks.world import SECRET
from tests.printing.files import upload, xlsx

pytestmark = pytest.mark.django_db
POINTS = {"A1": 1}
NEW, SAME, NOT = uploads.NEW, uploads.UNCHANGED, uploads.REFUSED


def address(name: str, kept) -> str:
    return reverse(f"papers:{name}", args=[kept.bank.pk])


def found(data: bytes) -> list[tuple]:
    """(sheet, row, column, problem) of every fault."""
    lines = reading.read(data, "试题.xlsx", POINTS)
    return [(line.sheet, line.row, head, said) for line in lines for head, said, _ in line.faults]


FAULTS = {
    "题型不对": (row(题型="选择题"), [(c.KIND, "“选择题”不在可填的内容中")]),
    "没有这个知识点": (row(知识点代码="Z9"), [(c.POINT, "题库中没有代码为“Z9”的知识点")]),
    "样例没有删": (row(知识点代码="示例"), [(c.POINT, "这是模板的样例")]),
    "没有填写": (
        row(题型="", 难度="", 题干=""),
        [(c.KIND, "没有填写"), (c.DIFFICULTY, "没有填写")],
    ),
    "没有题干": (row(题干=""), [(c.TEXT, "没有填写题干")]),
    "答案不在选项中": (row(答案="C"), [(c.ANSWER, "答案“C”不是已有的选项")]),
    "单选有两个答案": (row(答案="AB"), [(c.ANSWER, "单项选择题只有一个答案")]),
    "多选只有一个答案": (row(题型="多项选择题"), [(c.ANSWER, "多项选择题至少有两个答案")]),
    "没有答案": (row(答案=""), [(c.ANSWER, "没有填写答案")]),
    "只有一个选项": (row(选项B=""), [(c.OPTIONS[0], "选项不足 2 个")]),
    "选项跳过": (row(选项B="", 选项C="12V"), [(c.OPTIONS[0], "选项 B 是空的")]),
    "选项相同": (row(选项B="３６V"), [(c.OPTIONS[0], "有两个选项的内容相同")]),
    "判断题有选项": (
        row(题型="判断题", 答案="也许"),
        [(c.OPTIONS[0], "这种题型没有选项"), (c.ANSWER, "判断题的答案应为“对”或“错”")],
    ),
    "时长不是整数": (row(**{c.MINUTES: "半小时"}), [(c.MINUTES, "“半小时”不是整数")]),
    "公式没有算过": (row(题干="=1+1"), [(c.TEXT, NOT_CALCULATED.problem)]),
    "没有评分表": (row(**TASK), [(c.TEXT, "操作技能题没有评分表")]),
}


@pytest.mark.parametrize("title", FAULTS)
def test_each_fault_is_named_with_its_cell(title):
    cells, expected = FAULTS[title]
    assert found(book(cells)) == [("试题", 2, head, said) for head, said in expected]


def test_faults_of_marking_sheets_are_named_in_their_own_sheet():
    data = book(
        row(**TASK),
        row(序号="7", 题干="第二题"),
        marking=(("7", "接线", "六十"), ("7", "", "10"), ("9", "多余", "5"), ("7", "细", "0.05")),
    )
    assert found(data) == [
        ("试题", 3, c.NUMBER, "序号 7 与第 2 行相同"),
        ("评分表", 2, c.MARKS, "“六十”不是分数"),
        ("评分表", 3, c.CRITERION, "没有填写"),
        ("评分表", 4, c.NUMBER, "“试题”中没有序号为 9 的试题"),
        ("评分表", 5, c.MARKS, "的配分应大于 0，最多一位小数"),
    ]


def test_the_same_text_twice_in_a_file_is_named():
    data = book(row(), row(题干=" 安全电压是（　）。 "))
    assert found(data) == [("试题", 3, c.TEXT, "题干与第 2 行相同")]


USELESS = {
    "网页": ("试题.xlsx", b"<html></html>", "这个文件其实是网页"),
    "坏的压缩包": ("试题.xlsx", b"PK\x03\x04" + b"\0" * 200, DAMAGED[:8]),
    "csv": ("试题.csv", "题型,题干".encode(), "这个文件只有一张表"),
    "别的工作簿": ("试题.xlsx", xlsx(["姓名"], ["张三"]), "工作簿里没有名为“试题”的工作表"),
    "表头不全": ("试题.xlsx", book(heads=c.HEADS[2:]), "表格里只有表头"),
    "多出的列": ("试题.xlsx", book(["x"] * 17, heads=[*c.HEADS, "分值"]), "“试题”工作表第 1 行有"),
    "太多行": ("试题.xlsx", book(*[["单"]] * 5001, heads=["题型"]), "内容一直到第 5002 行"),
}


@pytest.mark.parametrize("title", USELESS)
def test_what_is_no_such_workbook_is_refused_and_the_earlier_file_stays(writer, kept, title):
    page = address("bank-import", kept)
    writer.post(page, {"file": upload(book(row()), "先前.xlsx")})
    name, data, said = USELESS[title]
    answer = writer.post(page, {"file": upload(data, name)})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert (Upload.objects.get().name, Question.objects.count()) == ("先前.xlsx", 0)


def test_a_file_is_checked_shown_confirmed_and_the_second_time_changes_nothing(writer, kept):
    data = book(
        row(),
        row(题型="多选题", 题干="多选", 选项C="24V", 答案="c、a"),
        row(题型="判断题", 题干="判断", 选项A="", 选项B="", 答案="√"),
        row(题型="简答题", 题干="简答", 选项A="", 选项B="", 答案="参考"),
        row(**TASK, 题干="操作"),
        marking=MARKING,
    )
    answer = writer.post(address("bank-import", kept), {"file": upload(data, "试题.xlsx")})
    assert (answer.url, Question.objects.count()) == (address("bank-upload", kept), 0)
    assert "确认后导入 5 题" in writer.get(answer.url).content.decode()
    for _ in range(2):
        assert writer.post(address("bank-upload-confirm", kept)).status_code == 302
    rows = Question.objects.values_list("number", "kind", "answer", "status")
    assert list(rows) == [
        (1, "single", "A", "draft"),
        (2, "multiple", "AC", "draft"),
        (3, "judgement", "对", "draft"),
        (4, "short", "参考", "draft"),
        (5, "task", "通电成功", "draft"),
    ]
    marks = [str(line.marks) for line in Criterion.objects.all()]
    assert (marks, Upload.objects.count()) == (["60.0", "39.5"], 0)
    writer.post(address("bank-import", kept), {"file": upload(data, "试题.xlsx")})
    draft = Upload.objects.get()
    assert (draft.new, draft.unchanged, draft.refused) == (0, 5, 0)
    assert "与题库完全一致" in writer.get(answer.url).content.decode()
    writer.post(address("bank-upload-confirm", kept))
    assert (Question.objects.count(), Criterion.objects.count()) == (5, 2)


def test_one_fault_keeps_all_out(writer, kept):
    data = book(row(), row(题干="第二题", 答案="C"))
    writer.post(address("bank-import", kept), {"file": upload(data, "试题.xlsx")})
    shown = writer.get(address("bank-upload", kept)).content.decode()
    assert ("有 1 行不能导入" in shown, "答案“C”不是已有的选项" in shown) == (True, True)
    told = writer.post(address("bank-upload-confirm", kept), follow=True).content.decode()
    assert (uploads.FAULTY in told, Question.objects.count()) == (True, 0)


def test_a_text_that_the_bank_has_otherwise_is_refused(kept):
    kept.question(text=OF_ROW[c.TEXT], options=("36V", "220V"), answer="B")
    draft = uploads.upload(kept.bank, book(row()), "试题.xlsx", actor=kept.writer)
    ((_, number, _, verdict, notes),) = json.loads(draft.outcome)
    said = "与题库第 1 题（知识点 A1）题干相同，答案不同"
    assert (number, verdict, notes[0][1]) == (2, NOT, said)


def test_what_was_entered_after_the_check_is_not_entered_twice(kept):
    uploads.upload(kept.bank, book(row(), row(题干="另一题")), "试题.xlsx", actor=kept.writer)
    kept.question(text=OF_ROW[c.TEXT], options=("36V", "220V"), answer="A")
    assert uploads.confirm(kept.bank, actor=kept.writer) == 1
    assert list(Question.objects.values_list("number", "text")) == [
        (1, OF_ROW[c.TEXT]),
        (2, "另一题"),
    ]


def test_the_file_that_waits_is_ones_own_and_lies_encrypted(client, kept):
    uploads.upload(kept.bank, book(row(题干=SECRET)), "试题.xlsx", actor=kept.writer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT contents, outcome FROM papers_upload")
        assert SECRET not in "".join(cursor.fetchone())
    client.force_login(kept.second)
    answer = client.get(address("bank-upload", kept))
    assert (answer.status_code, answer.url) == (302, address("bank-import", kept))


def test_the_template_can_be_read_and_its_samples_do_not_come_in():
    lines = reading.read(writing.template(), "模板.xlsx", POINTS)
    assert [line.faults[0][1] for line in lines] == ["这是模板的样例"] * 5


def test_an_export_is_on_record_runs_nothing_and_comes_back_unchanged(writer, kept):
    kept.question(text="=HYPERLINK(1)", options=("+1", "-2", "@a", "乙"))
    kept.question("task", "操作")
    retired = kept.question("short", "旧题")
    questions.retire(kept.bank, {retired.pk: retired.version}, actor=kept.writer)
    answer = writer.post(address("bank-export", kept))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    note = Export.objects.get()
    assert (note.exported_by, note.count) == (kept.writer, 2)
    assert (
        f"{kept.writer.display_name}导出 2 题" in writer.get(address("bank", kept)).content.decode()
    )
    draft = uploads.upload(kept.bank, answer.content, "题库.xlsx", actor=kept.writer)
    assert (draft.new, draft.unchanged, draft.refused) == (0, 2, 0)
    assert writer.get(address("bank-export", kept)).status_code == 405


def test_cells_of_an_export_that_begin_like_formulas_are_text(kept):
    from io import BytesIO

    from openpyxl import load_workbook

    kept.question(text="=1+1", options=("+1", "-2", "@a", "乙"))
    made = load_workbook(BytesIO(exports.export(kept.bank, actor=kept.writer)))
    cells = {cell.value: cell for line in made[c.QUESTIONS] for cell in line if cell.value}
    given = [cells[text] for text in ("=1+1", "+1", "-2", "@a")]
    assert [(cell.data_type, cell.quotePrefix) for cell in given] == [("s", True)] * 4


def test_five_thousand_questions_are_checked_and_taken(kept):
    data = book(*(row(题干=f"第 {number} 问") for number in range(5000)))
    draft = uploads.upload(kept.bank, data, "试题.xlsx", actor=kept.writer)
    assert (draft.new, draft.refused) == (5000, 0)
    assert uploads.confirm(kept.bank, actor=kept.writer) == 5000
    kept.bank.refresh_from_db()
    assert (kept.bank.taken, Question.objects.count()) == (5000, 5000)
