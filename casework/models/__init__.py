from casework.models.case import Case
from casework.models.counter import Counter
from casework.models.deadline import Deadline, DeadlineMark, DeadlineMove
from casework.models.event import ChainHead, Event, EventNote
from casework.models.job import Job, JobItem
from casework.models.leased import Leased
from casework.models.notice import Delivery, Notice, NoticePreference

__all__ = [
    "Case",
    "ChainHead",
    "Counter",
    "Deadline",
    "DeadlineMark",
    "DeadlineMove",
    "Delivery",
    "Event",
    "EventNote",
    "Job",
    "JobItem",
    "Leased",
    "Notice",
    "NoticePreference",
]
