"""Divisions as a sheet."""

from catalogue.enums import DivisionTier
from catalogue.models import Division
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
