from casework.models.case import Case
from casework.models.counter import Counter
from casework.models.deadline import Deadline, DeadlineMark, DeadlineMove
from casework.models.event import ChainHead, Event, EventNote
from casework.models.job import Job, JobItem
from casework.models.leased import Leased
from casework.models.letter import Letter, LetterHead, LetterService
from casework.models.lot import Lot, LotResult
from casework.models.material import DestroyedFile, Material, StoredFile
from casework.models.notice import Delivery, Notice, NoticePreference
from casework.models.publication import Objection, Publication
from casework.models.saved_view import SavedView
from casework.models.sheet_import import SheetImport

__all__ = [
    "Case",
    "ChainHead",
    "Counter",
    "Deadline",
    "DeadlineMark",
    "DeadlineMove",
    "Delivery",
    "DestroyedFile",
    "Event",
    "EventNote",
    "Job",
    "JobItem",
    "Leased",
    "Letter",
    "LetterHead",
    "LetterService",
    "Lot",
    "LotResult",
    "Material",
    "Notice",
    "NoticePreference",
    "Objection",
    "Publication",
    "SavedView",
    "SheetImport",
    "StoredFile",
]
