"""There are seats for everybody who is expected, where sessions and rooms are arranged (SD-12)."""

from collections import defaultdict
from collections.abc import Iterator

from assessment.frames.plans import Frame
from assessment.models import Session
from casework.issues import Issue
from catalogue.enums import SubjectKind
from catalogue.regulations.basis import Rule

OWN = Rule(default=True)


def check(frame: Frame) -> Iterator[Issue]:
    seats: dict[str, int] = defaultdict(int)
    sessions = Session.objects.filter(plan=frame.plan, cancelled_at=None)
    for session in sessions.prefetch_related("rooms"):
        seats[session.subject] += sum(room.capacity for room in session.rooms.all())
    for kind, held in seats.items():
        expected = sum(
            item.expected
            for item, subjects in frame.items
            if any(each.kind == kind and not each.waived for each in subjects)
        )
        if expected > held:
            yield Issue(
                "capacity",
                "sessions",
                f"{SubjectKind(kind).label}预计 {expected} 人，各场次共 {held} 个座位（工位）。",
                "增加场次或考场，或者减少人数。",
                frame.regulation.limits.capacity or OWN,
            )
