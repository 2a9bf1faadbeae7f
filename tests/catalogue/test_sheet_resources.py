"""Every table as a sheet: out, changed, in again; its own rules hold."""

import io

import pytest

from catalogue import resources
from catalogue.models import (
    Division,
    EntryCondition,
    LadderLevel,
    Standard,
    StandardLevel,
    Subject,
)
from printing import sheets

pytestmark = pytest.mark.usefixtures("piece")

LADDER_HEADERS = [
    "等级体系",
    "企业统一社会信用代码",
    "由低到高第几级",
    "等级名称",
    "与国家等级的关系",
    "对应国家等级",
]


class TestEveryTable:
    """What is exported can be changed and imported again."""

    RESOURCES = [
        resources.OccupationResource,
        resources.WorkTypeResource,
        resources.RegulatedOccupationResource,
        resources.DivisionResource,
        resources.LadderLevelResource,
        resources.EntryConditionResource,
        resources.StandardResource,
        resources.SubjectResource,
    ]

    def run(self, resource, headers, rows, *, dry_run=False):
        sheet = sheets.read(io.BytesIO(sheets.write(headers, rows)))
        return resource().run(sheet, dry_run=dry_run, file_name="x.xlsx")

    @pytest.mark.parametrize("resource", RESOURCES)
    def test_its_export_imports_without_change(self, resource):
        exported = resource().export()
        outcome = self.run(resource, exported.headers, list(exported))
        assert (outcome.faults, outcome.rows, outcome.unchanged) == ([], [], len(exported))
        assert len(exported) > 0

    @pytest.mark.parametrize("resource", RESOURCES)
    def test_emptied_it_complains_and_never_breaks(self, resource):
        exported = resource().export()
        outcome = self.run(resource, exported.headers, [["?"] * len(exported.headers)])
        assert outcome.faults
        assert all(fault.problem and fault.remedy for fault in outcome.faults)

    def test_a_subject_adds_the_level_it_is_given_for(self):
        level = StandardLevel.objects.get(standard__occupation__code="6-31-01-03", level=5)
        exported = resources.SubjectResource().export(Subject.objects.filter(standard_level=level))
        level.delete()
        outcome = self.run(resources.SubjectResource, exported.headers, list(exported))
        assert outcome.created == 2
        again = StandardLevel.objects.get(standard__occupation__code="6-31-01-03", level=5)
        assert [s.kind for s in again.subjects.all()] == ["theory", "practice"]

    def test_a_condition_that_contradicts_itself_is_refused_by_its_rule(self):
        headers = ["申报条件组编号", "申报等级", "序号", "条文", "已有证书等级", "取证后工作（月）"]
        outcome = self.run(
            resources.EntryConditionResource,
            headers,
            [
                ["2023", "三级/高级工", "9", "条文", "二级/技师", "12"],
                ["2023", "三级/高级工", "10", "条文", "", "12"],
            ],
        )
        assert [(f.row, f.column, f.problem) for f in outcome.faults] == [
            (2, "整行", "已有证书的等级必须低于申报等级"),
            (3, "整行", "写了取证后或取得职称后的时间，就要写明证书等级或职称"),
            (3, "整行", "至少写一项要求"),
        ]
        assert not EntryCondition.objects.filter(ordinal__gte=9).exists()

    @pytest.mark.clause("JS-05")
    def test_an_own_level_is_mapped_to_the_national_five(self):
        headers = LADDER_HEADERS
        row = ["新八级工", "", "9", "大国工匠", "一级以上", "二级/技师"]
        outcome = self.run(resources.LadderLevelResource, headers, [row])
        assert [(f.row, f.column, f.problem) for f in outcome.faults] == [
            (2, "对应国家等级", "一级以上的等级必须对应一级/高级技师")
        ]
        row[5] = "一级/高级技师"
        assert self.run(resources.LadderLevelResource, headers, [row]).created == 1
        assert LadderLevel.objects.get(name="大国工匠").printed == "大国工匠"

    def test_a_ladder_must_climb_as_a_whole(self):
        headers = LADDER_HEADERS
        row = ["新八级工", "", "9", "小工匠", "国家等级之内", "三级/高级工"]
        (fault,) = self.run(resources.LadderLevelResource, headers, [row]).faults
        assert fault.column == "整表"
        assert fault.problem == "“新八级工”：“小工匠”排在“首席技师”之上，对应的国家等级却更低"
        assert not LadderLevel.objects.filter(name="小工匠").exists()

    def test_a_renamed_province_renames_what_lies_below(self):
        row = ["370000", "新山东省", "省级", ""]
        self.run(resources.DivisionResource, ["区划代码", "名称", "级别", "上级代码"], [row])
        names = Division.objects.filter(code__startswith="37").values_list("full_name", flat=True)
        assert list(names) == ["新山东省", "新山东省聊城市", "新山东省聊城市东昌府区"]

    def test_a_standard_of_an_enterprise_needs_its_owner(self):
        headers = ["标准编号", "职业编码", "类别", "版本", "申报条件组编号", "来源"]
        row = ["own-1", "6-31-01-02", "企业评价规范", "2026年版", "2023", "测试"]
        (fault,) = self.run(resources.StandardResource, headers, [row]).faults
        assert fault.problem == "企业评价规范必须写企业统一社会信用代码，其他类别不写"
        assert not Standard.objects.filter(code="own-1").exists()
