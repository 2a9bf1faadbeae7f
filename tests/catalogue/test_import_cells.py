"""What the cells of an import may say, and how what they may not is told."""

from datetime import date

import pytest

from catalogue import resources
from catalogue.models import Occupation, Standard, Subject
from catalogue.resources.cells import CellError, Day
from catalogue.resources.uniqueness import Uniqueness
from catalogue.rules import written_date
from printing import sheets
from tests.catalogue.test_sheets_admin import HEADERS, xlsx

pytestmark = pytest.mark.usefixtures("piece")


def faults(resource, headers, *rows) -> list[tuple]:
    sheet = sheets.read(xlsx(rows, headers))
    outcome = resource().run(sheet, dry_run=True, file_name="x.xlsx")
    return [(f.row, f.column, f.problem, f.remedy) for f in outcome.faults]


class TestDates:
    @pytest.mark.parametrize(
        "text",
        ["2026-11-21", "2026/11/21", "2026.11.21", "2026年11月21日", "20261121"],
    )
    def test_full_forms_are_read(self, text):
        assert Day().clean(text) == written_date(text) == date(2026, 11, 21)

    def test_days_and_months_need_no_nought(self):
        assert [written_date(t) for t in ("2026-1-2", "2026年1月2日")] == [date(2026, 1, 2)] * 2

    @pytest.mark.parametrize(
        "text",
        [
            "26-11-21", "26/11/21", "0026-11-21", "1899-12-31", "2101-01-01", "2026-02-30",
            "2026-13-01", "2026-11", "2026", "202611", "2026-11/21", "2026年11月", "2026年11月21",
            "自2026-11-21起", "2026-11-21 9:30", "1-2026-11-21", "２０２６-11-21", "昨天", "46347",
        ],
    )  # fmt: skip
    def test_all_else_is_refused(self, text):
        with pytest.raises(CellError) as caught:
            Day().clean(text)
        assert caught.value.messages == [f"“{text[:20]}”不是 1900 至 2100 年间的日期"]
        assert caught.value.remedy == "写全年月日，如 2026-11-21"


class TestWords:
    def test_an_empty_number_is_asked_for_as_any_other_cell(self):
        row = ["6-31-01-77", "设备医生", "细类", "6-31-01", "是", "测试版", "", ""]
        assert faults(resources.OccupationResource, HEADERS, row) == [
            (2, "发布年份", "此字段不能为空", "请填写"),
            (2, "来源", "此字段不能为空", "请填写"),
        ]

    def test_unknown_columns_are_told_once(self):
        headers = ["职业编码", "工种", "来源", "备注", "经办"]
        row = ["6-31-01-03", "甲", "测试", "", ""]
        assert faults(resources.WorkTypeResource, headers, row) == [
            (1, "备注、经办", "不认识这 2 列", "删去，或改成：职业编码、工种、来源")
        ]

    @pytest.mark.clause("LC-04")
    @pytest.mark.parametrize(
        ("resource", "headers", "row"),
        [
            (resources.WorkTypeResource, ["工种", "来源"], ["甲", "测试"]),
            (
                resources.RegulatedOccupationResource,
                ["目录序号", "目录项", "职业资格", "限制范围", "核实情况", "来源"],
                ["1", "测试", "测试资格", "整个职业", "已核实", "测试"],
            ),
            (
                resources.StandardResource,
                ["标准编号", "类别", "版本", "申报条件组编号", "来源"],
                ["new-1", "行业评价规范", "2026", "2023", "测试"],
            ),
        ],
    )
    def test_a_class_in_place_of_an_occupation_is_a_fault(self, resource, headers, row):
        name = Occupation.objects.get(code="6-31-01").name
        assert faults(resource, ["职业编码", *headers], ["6-31-01", *row]) == [
            (2, "职业编码", f"{name}不是细类，请改选细类职业", "按提示改正")
        ]

    def test_numbers_beyond_reason_are_faults_on_both_databases(self):
        row = Subject.objects.select_related("standard_level__standard").first()
        headers = ["标准编号", "等级", "科目", "满分", "最少时长（分钟）"]
        level = row.standard_level
        cells = [level.standard.code, str(level), str(row), "99999", "0"]
        assert faults(resources.SubjectResource, headers, cells) == [
            (2, "最少时长（分钟）", "应在 1 至 1440 之间", "按提示改正"),
            (2, "满分", "应在 1 至 1000 之间", "按提示改正"),
        ]


class TestOnceOnly:
    """Uniqueness is known for the whole file before anything is written."""

    def test_two_rows_of_one_file_that_clash_are_told(self):
        headers = ["标准编号", "职业编码", "类别", "版本", "申报条件组编号", "来源"]
        rest = ["6-31-01-02", "行业评价规范", "2026", "2023", "测试"]
        assert faults(resources.StandardResource, headers, ["a", *rest], ["b", *rest]) == [
            (3, "整行", "上一版本还没有停用日期，请先填写", "改用没有用过的，或删去这一行"),
            (3, "整行", "这个职业已有同类别、同版本的标准", "改用没有用过的，或删去这一行"),
        ]

    def test_what_a_row_gives_up_another_may_take(self):
        headers = ["标准编号", "职业编码", "类别", "版本", "停用日期", "申报条件组编号", "来源"]
        old = Standard.objects.get(occupation__code="6-31-01-03")
        ends = [old.code, "6-31-01-03", "国家职业标准", old.version, "2026-01-01", "2023", "测试"]
        new = ["new", "6-31-01-03", "国家职业标准", "2026年版", "", "2023", "测试"]
        assert faults(resources.StandardResource, headers, ends, new) == []
        assert faults(resources.StandardResource, headers, new, ends) == [
            (2, "整行", "上一版本还没有停用日期，请先填写", "改用没有用过的，或删去这一行")
        ]

    @pytest.mark.parametrize(
        "resource", resources.SheetResource.__subclasses__(), ids=lambda each: each.__name__
    )
    def test_every_rule_of_every_table_is_one_that_can_be_known(self, resource):
        model = resource._meta.model
        rows = list(model.objects.all())
        known = Uniqueness(model, rows)
        assert [clash for row in rows for clash in known.clashes(row)] == []
        for row in rows:
            row.pk = -row.pk
        assert all(any(known.clashes(row)) for row in rows)
