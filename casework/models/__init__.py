from casework.models.case import Case
from casework.models.counter import Counter
from casework.models.deadline import Deadline, DeadlineMark
from casework.models.event import ChainHead, Event, EventNote
from casework.models.notice import Notice

__all__ = [
    "Case",
    "ChainHead",
    "Counter",
    "Deadline",
    "DeadlineMark",
    "Event",
    "EventNote",
    "Notice",
]
