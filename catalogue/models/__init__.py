from catalogue.models.condition import ConditionSet, EntryCondition
from catalogue.models.division import Division
from catalogue.models.import_draft import ImportDraft
from catalogue.models.ladder import Ladder, LadderLevel
from catalogue.models.occupation import Occupation
from catalogue.models.regulated import RegulatedOccupation
from catalogue.models.standard import Standard, StandardLevel, Subject
from catalogue.models.work_type import WorkType

__all__ = [
    "ConditionSet",
    "Division",
    "EntryCondition",
    "ImportDraft",
    "Ladder",
    "LadderLevel",
    "Occupation",
    "RegulatedOccupation",
    "Standard",
    "StandardLevel",
    "Subject",
    "WorkType",
]
