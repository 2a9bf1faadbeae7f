from catalogue.models.calendar import CalendarDay, CalendarYear
from catalogue.models.condition import ConditionSet, EntryCondition
from catalogue.models.division import Division
from catalogue.models.import_draft import ImportDraft
from catalogue.models.ladder import Ladder, LadderLevel
from catalogue.models.occupation import Occupation
from catalogue.models.office import Office
from catalogue.models.regulated import RegulatedOccupation
from catalogue.models.standard import Standard, StandardLevel, Subject
from catalogue.models.work_type import WorkType

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "ConditionSet",
    "Division",
    "EntryCondition",
    "ImportDraft",
    "Ladder",
    "LadderLevel",
    "Occupation",
    "Office",
    "RegulatedOccupation",
    "Standard",
    "StandardLevel",
    "Subject",
    "WorkType",
]
