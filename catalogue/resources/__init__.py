"""The tables of the catalogue as sheets that administrators export, change and import."""

from catalogue.resources.base import SheetResource
from catalogue.resources.occupations import (
    OccupationResource,
    RegulatedOccupationResource,
    WorkTypeResource,
)
from catalogue.resources.outcome import Change, ChangedRow, Outcome
from catalogue.resources.places import DivisionResource, OfficeResource
from catalogue.resources.standards import (
    EntryConditionResource,
    LadderLevelResource,
    StandardResource,
    SubjectResource,
)

__all__ = [
    "Change",
    "ChangedRow",
    "DivisionResource",
    "EntryConditionResource",
    "LadderLevelResource",
    "OccupationResource",
    "OfficeResource",
    "Outcome",
    "RegulatedOccupationResource",
    "SheetResource",
    "StandardResource",
    "SubjectResource",
    "WorkTypeResource",
]
