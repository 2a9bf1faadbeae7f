"""A roster on its way in: checked, confirmed, taken; and all that may come between."""

import io
import json

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import protection
from accounts.protection import fingerprint
from assessment.enums import DraftState, EntryStatus
from assessment.models import Entry, RosterDraft, RosterFile, RosterRow, WorkPeriod
from assessment.roster import template
from assessment.services import roster_checking, rosters
from casework.services import door, jobs
from config import clock
from printing import sheets
from tests.assessment.entering import a_plan
from tests.assessment.rosters.files import book, id_number, row

ZERO = {"new": 0, "changed": 0, "unchanged": 0, "refused": 0, "warned": 0}
NO_MATCH = "不符合申报条件"
GROUND = "不填即为符合申报条件；其他依据须有规定、写明理由，并在报名页上传证明材料。"


def notes(draft: RosterDraft) -> list[tuple[int, str, str]]:
    """Number, column and what is said of each row, without the remedies."""
    return [
        (line.number, head, what)
        for line in draft.rows.all()
        for head, what, _ in [*line.faults, *line.warnings]
    ]


def test_what_is_confirmed_is_written(agencies, plan, taken):
    draft = taken(book(row(1), row(2)))
    entry = Entry.objects.order_by("number").first()
    job = entry.work.get()
    assert (draft.status, draft.counts) == (
        DraftState.TAKEN,
        {**ZERO, "new": 2, "added": 2, "changed": 0},
    )
    assert (entry.number, entry.name, entry.id_number, entry.status, entry.version) == (
        f"{plan.number}-00001",
        "张样例",
        id_number(1),
        EntryStatus.APPLIED,
        1,
    )
    assert (entry.sex, str(entry.born_on), entry.employer, entry.entered_by) == (
        "男",
        "1990-01-02",
        str(plan.owner),
        agencies.clerk["lc"],
    )
    assert (str(job.since), job.until, job.occupation) == ("2015-03-01", None, "电工")
    assert entry.condition.level == 4
    facts = json.loads(plan.events.get(act="import_roster").facts)
    assert facts == {"added": 2, "changed": 0, "sha256": draft.sha256}


def test_nothing_of_the_file_is_left_when_it_has_been_taken(taken):
    taken(book(row(1)))
    assert (RosterRow.objects.count(), RosterFile.objects.count()) == (0, 0)


def test_the_file_and_its_rows_lie_encrypted(checked):
    checked(book(row(1)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM assessment_rosterfile")
        (content,) = cursor.fetchone()
        cursor.execute('SELECT "values", faults, warnings FROM assessment_rosterrow')
        values, faults, warnings = map(str, cursor.fetchone())
    prefix = protection.current_prefix()
    assert (content.startswith(prefix), values.startswith(prefix)) == (True, True)
    assert id_number(1) not in faults + warnings


def test_the_same_file_twice_changes_nothing(taken, checked, agencies):
    data = book(row(1), row(2))
    taken(data)
    before = list(Entry.objects.order_by("pk").values())
    draft = checked(data)
    assert (draft.status, draft.counts) == (DraftState.READY, {**ZERO, "unchanged": 2})
    with pytest.raises(ValidationError, match="完全一致"):
        rosters.confirm(draft, actor=agencies.clerk["lc"])
    assert list(Entry.objects.order_by("pk").values()) == before


def test_a_change_is_named_and_written_and_empty_cells_leave_what_is_there(taken, checked):
    heads = ("部门和岗位", "毕业院校")
    taken(book([*row(1), "一车间", "某某技校"], more=heads))
    draft = checked(book([*row(1), "二车间", ""], more=heads))
    line = draft.rows.get()
    assert (line.verdict, line.changes, draft.counts["changed"]) == ("changed", ["部门和岗位"], 1)
    taken(book([*row(1), "二车间", ""], more=heads))
    entry = Entry.objects.get()
    assert (entry.post, "某某技校" in entry.details, entry.version) == ("二车间", True, 2)


def test_another_history_takes_the_place_of_the_old_one(taken):
    taken(book(row(1)))
    taken(book(row(1, 从业开始1="2012-01")))
    assert [str(job.since) for job in WorkPeriod.objects.all()] == ["2012-01-01"]


def test_one_faulty_row_keeps_the_whole_file_out(checked, agencies):
    draft = checked(book(row(1), row(2, 等级="九级")))
    assert draft.counts == {**ZERO, "new": 1, "refused": 1}
    with pytest.raises(ValidationError, match="文件有误"):
        rosters.confirm(draft, actor=agencies.clerk["lc"])
    assert Entry.objects.count() == 0


def test_a_level_outside_the_plan_is_said_with_the_name_of_a_code(checked):
    draft = checked(book(row(1, 职业="6-31-01-03", 等级="一级")))
    assert draft.rows.get().faults == [
        ["等级", "计划中的电工（6-31-01-03）没有一级/高级技师", "可以申报的等级：四级/中级工"]
    ]


@pytest.mark.clause("LC-02")
def test_people_whom_the_plan_does_not_take_are_refused(checked):
    draft = checked(book(row(1, 人员类别="社会人员"), row(2, 人员类别="劳务派遣人员")))
    found = [(line.number, line.verdict, line.faults[0][0]) for line in draft.rows.all()]
    assert found == [(2, "refused", "人员类别"), (3, "refused", "人员类别")]


@pytest.mark.clause("LN-17")
def test_outsourced_workers_and_students_are_refused_in_liaoning(agencies, plan, checked):
    other = a_plan(agencies, "ln", ["own_staff", "outsourced", "students"])
    agencies.item(other)
    rows = [row(1, 人员类别="业务（劳务）外包人员"), row(2, 人员类别="校企合作院校学生")]
    draft = checked(book(*rows), of=other, actor=agencies.clerk["ln"])
    said = [line.faults[0][1] for line in draft.rows.all()]
    assert said == [
        f"按{other.regulation.name}，评价对象不包括业务（劳务）外包人员",
        f"按{other.regulation.name}，评价对象不包括校企合作院校学生",
    ]


def test_what_lies_outside_the_scope_on_the_day_is_refused(agencies, plan, checked):
    agencies.agency["lc"].scope.filter(level=4).delete()
    line = checked(book(row(1))).rows.get()
    assert (line.verdict, [head for head, _, _ in line.faults]) == ("refused", ["职业"])


def test_who_is_entered_in_another_open_plan_is_shown_and_once_approved_refused(
    agencies, plan, taken, checked
):
    taken(book(row(1)))
    other = a_plan(agencies, "lc", ["own_staff"])
    agencies.item(other)
    draft = checked(book(row(1)), of=other)
    said = "此人在同一评价机构的另一项计划也报名了同一职业的同一等级，还没有核准"
    assert (draft.rows.get().verdict, said in str(notes(draft))) == ("new", True)
    decided = {"decided_by": agencies.clerk["lc"], "decided_at": clock.now()}
    Entry.objects.update(status="approved", **decided)
    line = checked(book(row(1)), of=other).rows.get()
    said = "此人在同一评价机构的另一项计划报名同一职业的同一等级，已经核准"
    assert (line.verdict, line.faults[0][:2]) == ("refused", ["证件号码", said])


def test_another_name_under_a_known_number_is_shown(taken, checked):
    taken(book(row(1, 姓名="李样例")))
    draft = checked(book(row(1)))
    assert notes(draft) == [(2, "姓名", "与这个证件号码以前登记的姓名“李样例”不同")]
    assert draft.rows.get().changes == ["姓名"]


def test_what_is_missing_for_the_level_is_said_and_the_entry_waits(taken, checked):
    data = book(row(1, 从业开始1="2026-06"))
    (found,) = notes(checked(data))
    assert (found[:2], found[2].startswith(NO_MATCH), "还差" in found[2]) == (
        (2, "申报依据"),
        True,
        True,
    )
    taken(data)
    entry = Entry.objects.get()
    assert (entry.status, entry.condition, entry.applied_at) == (EntryStatus.DRAFT, None, None)


def test_rare_characters_are_kept_and_held_against_the_font(checked):
    draft = checked(book(row(1, 姓名="张\U000323b0")))
    assert (notes(draft), draft.status) == (
        [(2, "姓名", "姓名中的“\U000323b0”（U+323B0）在证书字体中没有字形")],
        DraftState.READY,
    )


def test_what_is_approved_is_not_overwritten(agencies, plan, taken, checked):
    taken(book(row(1)))
    now = Entry.objects.get().applied_at
    Entry.objects.update(status="approved", decided_by=agencies.clerk["lc"].pk, decided_at=now)
    assert checked(book(row(1))).counts == {**ZERO, "unchanged": 1}
    line = checked(book(row(1, 姓名="李样例"))).rows.get()
    assert (line.verdict, line.faults[0][:2]) == (
        "refused",
        ["姓名", "与已有的报名不同，而那份报名已核准"],
    )


def test_who_was_changed_after_the_check_stops_the_whole_import(agencies, taken, checked):
    taken(book(row(1), row(2)))
    draft = checked(book(row(1, 联系电话="0635-7654321"), row(2, 联系电话="0635-7654321"), row(3)))
    entry = Entry.objects.get(id_hash=fingerprint("id_number", id_number(2)))
    entry.post, entry.version = "三车间", entry.version + 1
    entry.save()
    rosters.confirm(draft, actor=agencies.clerk["lc"])
    jobs.work_off()
    draft = RosterDraft.objects.select_related("job").get(pk=draft.pk)
    assert rosters.failure(draft) == (
        "核对之后，有 1 人的报名已被改动或已在别处报名（第 3 行起），没有导入任何内容。"
        "请重新上传，按最新情况核对。"
    )
    assert Entry.objects.count() == 2


def test_a_new_upload_takes_the_place_of_the_old_one(checked):
    first, second = checked(book(row(1))), checked(book(row(2)))
    first.refresh_from_db()
    assert (first.status, first.rows.count(), first.files.count()) == (DraftState.DROPPED, 0, 0)
    assert second.status == DraftState.READY


def test_after_enrolment_nothing_is_imported(agencies, plan, checked):
    draft = checked(book(row(1)))
    door.perform(plan, "cancel", actor=agencies.clerk["lc"], note="不办了")
    with pytest.raises(door.NotNowError):
        rosters.confirm(draft, actor=agencies.clerk["lc"])


def test_who_lost_the_right_before_the_job_ran_imports_nothing(agencies, plan, checked):
    draft = checked(book(row(1)))
    clerk = agencies.clerk["lc"]
    rosters.confirm(draft, actor=clerk)
    clerk.memberships.all().delete()
    jobs.work_off()
    draft = RosterDraft.objects.select_related("job").get(pk=draft.pk)
    assert (Entry.objects.count(), bool(rosters.failure(draft))) == (0, True)


def test_the_annotated_copy_says_it_beside_the_row_and_can_be_sent_again(checked):
    draft = checked(book(row(1, 等级="九级"), row(2)))
    jobs.work_off()
    content = roster_checking.content_of(draft, "annotated")
    sheet = sheets.read(io.BytesIO(content))
    assert sheet.headers[:4] == ["核对结果", "问题和改法", "姓名", "证件号码"]
    assert [line.cells[0] for line in sheet.rows] == ["不能导入", "新增"]
    assert sheet.rows[0].cells[1].startswith("“等级”“九级”不是等级。填写")
    again = checked(content)
    assert again.counts == draft.counts


def test_the_template_offers_what_the_plan_assesses_and_is_understood(plan, checked):
    content = template.of_plan(plan)
    book_ = openpyxl.load_workbook(io.BytesIO(content))
    rules = [rule.formula1 for rule in book_.worksheets[0].data_validations.dataValidation]
    assert book_.sheetnames == ["名册", "填写说明", "样例"]
    assert {'"本单位在岗职工"', '"电工"', '"四级/中级工"'} <= set(rules)
    assert checked(content).problem == "表格里只有表头，没有数据。请从第 2 行起填写后再上传。"


def test_the_template_names_an_exception_only_with_the_levels_that_it_opens(agencies, plan):
    def offered() -> tuple[str, str]:
        sheets_ = openpyxl.load_workbook(io.BytesIO(template.of_plan(plan))).worksheets
        rules = [rule.formula1 for rule in sheets_[0].data_validations.dataValidation]
        told = {line[0].value: line[2].value for line in sheets_[1].iter_rows()}
        return next(each for each in rules if "符合申报条件" in each), told["申报依据"]

    assert offered() == ('"符合申报条件,直接认定"', f"{GROUND}直接认定只用于四级/中级工。")
    agencies.item(plan, level=3)
    assert offered() == (
        '"符合申报条件,破格,越级,直接认定"',
        f"{GROUND}破格只用于三级/高级工；越级只用于三级/高级工；"
        "直接认定只用于四级/中级工、三级/高级工。",
    )


def test_the_filled_in_sample_needs_only_a_number_and_a_phone(plan, checked):
    sample = openpyxl.load_workbook(io.BytesIO(template.of_plan(plan))).worksheets[2]
    heads, values = ([cell.value or "" for cell in line] for line in sample.iter_rows())
    filled = dict(zip(heads, values, strict=True))
    filled |= {"证件号码": row(1)[1], "联系电话": row(1)[2], "出生日期": "", "性别": ""}
    draft = checked(sheets.write(list(filled), [list(filled.values())]))
    assert (notes(draft), draft.counts) == ([], {**ZERO, "new": 1})
