"""A complaint as its author sees it: states, answers and days, no officer and no inner matter."""

from dataclasses import dataclass
from datetime import date, datetime

from casework.enums import Progress as Running
from casework.models import Material
from config import clock
from supervision import categories
from supervision.enums import ComplaintOutcome, ComplaintState
from supervision.models import Complaint, ComplaintWord

TONES = {"received": "info", "accepted": "info", "refused": "warn", "answered": "ok"}
NEXT = {
    ComplaintState.RECEIVED: "办理机关决定是否受理。",
    ComplaintState.ANSWERED: "有新的情况可以继续补充。",
    ComplaintState.REFUSED: "理由见下方。有新的证据可以重新提交。",
    ComplaintState.CLOSED: "已经办结。有新的情况请重新提交。",
}


@dataclass(frozen=True)
class Progress:
    """What the tracking page shows; `due` is the day by which the next step is due, `is_late` that
    it has passed."""

    category: str
    office: str
    contact: str
    since: datetime
    state: str
    tone: str
    next: str
    due: date | None
    is_late: bool
    outcome: str
    words: list[ComplaintWord]
    papers: list[Material]
    may_add: bool

    @classmethod
    def of(cls, found: Complaint) -> "Progress":
        found.refresh_from_db()
        state = ComplaintState(found.state)
        running = found.deadlines.filter(progress=Running.RUNNING).order_by("due_on").first()
        category = categories.rules().category(found.category)
        head = getattr(found.office, "letter_head", None)
        return cls(
            category=categories.name_of(found.category),
            office=found.office.name,
            contact=head.contact if head else "",
            since=found.opened_at,
            state=state.label,
            tone=TONES.get(state, "neutral"),
            next=NEXT.get(state) or (category.next if category else "办理机关正在核查。"),
            due=running.due_on if running else None,
            is_late=bool(running) and running.due_on < clock.today(),
            outcome=ComplaintOutcome(found.outcome).label if found.outcome else "",
            words=list(found.words.all()),
            papers=list(found.materials.filter(key="evidence", destroyed_on=None)),
            may_add=found.is_followed,
        )
