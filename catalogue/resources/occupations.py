"""Occupations, 工种 and 准入类 qualifications as sheets."""

from catalogue.enums import Block, Certainty, Tier
from catalogue.models import Occupation, RegulatedOccupation, WorkType
from catalogue.resources.base import Column, SheetResource
from catalogue.resources.cells import Day, OneOf, Reference, Whole, YesNo


def to_occupation(label: str = "职业编码") -> Reference:
    return Reference(Occupation.objects.all, lambda row: (row.code,), label)


class OccupationResource(SheetResource):
    code = Column("职业编码", "code", needed=True)
    name = Column("名称", "name", needed=True)
    tier = Column("层级", "tier", OneOf(Tier), needed=True)
    parent = Column("上级编码", "parent", to_occupation("上级编码"), needed=True)
    skilled = Column("技能类", "skilled", YesNo())
    definition = Column("职业定义", "definition")
    edition = Column("版本", "edition", needed=True)
    announced = Column("发布年份", "announced", Whole(), needed=True)
    retired_on = Column("停用日期", "retired_on", Day())
    source = Column("来源", "source", needed=True)

    sort_by = "code"

    class Meta:
        model = Occupation
        import_id_fields = ["code"]


class WorkTypeResource(SheetResource):
    occupation = Column("职业编码", "occupation", to_occupation(), needed=True)
    name = Column("工种", "name", needed=True)
    source = Column("来源", "source", needed=True)

    class Meta:
        model = WorkType
        import_id_fields = ["occupation", "name"]


class RegulatedOccupationResource(SheetResource):
    item = Column("目录序号", "item", Whole(), needed=True)
    group = Column("目录项", "group", needed=True)
    qualification = Column("职业资格", "qualification", needed=True)
    occupation = Column("职业编码", "occupation", to_occupation(), needed=True)
    block = Column("限制范围", "block", OneOf(Block), needed=True)
    certainty = Column("核实情况", "certainty", OneOf(Certainty), needed=True)
    public_note = Column("公开说明", "public_note")
    touches = Column("涉及的职业编码", "touches")
    note = Column("内部说明", "note")
    source = Column("来源", "source", needed=True)

    class Meta:
        model = RegulatedOccupation
        import_id_fields = ["qualification"]
