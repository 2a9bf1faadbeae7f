"""Divisions and the offices in them as sheets."""

from catalogue.enums import DivisionTier
from catalogue.models import Division, Office
from catalogue.regulations.terms import Organ
from catalogue.resources.base import Column, SheetResource
from catalogue.resources.cells import OneOf, Reference


class DivisionResource(SheetResource):
    code = Column("区划代码", "code", needed=True)
    name = Column("名称", "name", needed=True)
    tier = Column("级别", "tier", OneOf(DivisionTier), needed=True)
    parent = Column(
        "上级代码",
        "parent",
        Reference(Division.objects.all, lambda row: (row.code,), "上级代码"),
        needed=True,
    )

    sort_by = "code"

    class Meta:
        model = Division
        import_id_fields = ["code"]


class OfficeResource(SheetResource):
    division = Column(
        "区划代码",
        "division",
        Reference(Division.objects.all, lambda row: (row.code,), "区划代码"),
        needed=True,
    )
    organ = Column("机构类别", "organ", OneOf(Organ), needed=True)
    name = Column("单位名称", "name", needed=True)
    phone = Column("办公电话", "phone")
    email = Column("单位邮箱", "email")
    address = Column("地址", "address")
    source = Column("来源", "source")

    class Meta:
        model = Office
        import_id_fields = ["division", "name"]
