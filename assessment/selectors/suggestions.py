"""Who could take a duty: free and fitting people first."""

from dataclasses import dataclass

from django.utils import timezone

from assessment.enums import DutyRole
from assessment.frames.arrangement import Frame
from assessment.models import Duty, Examiner, Session
from assessment.recusal import Nearness
from assessment.selectors import rotation
from assessment.selectors.clashes import clashes
from assessment.selectors.fitness import GRAVE, JUDGES, Fault, Nearby, faults, items_in

NEARNESS = {
    Nearness.SELF: "本场考生",
    Nearness.TIE: "登记了回避",
    Nearness.TEAM: "与考生同部门或班组",
    Nearness.EMPLOYER: "与考生同单位",
}


@dataclass(frozen=True)
class Choice:
    """Somebody for a duty. `barred`: why not at all; `notes`: what speaks against; `load`: how many
    duties in this plan."""

    examiner: Examiner
    barred: str
    notes: tuple[str, ...]
    load: int

    @property
    def fits(self) -> bool:
        return not self.barred and not self.notes

    @property
    def label(self) -> str:
        """`张三（已连续 3 次考评）`, for a list to choose from."""
        return f"{self.examiner}（{'；'.join(self.notes)}）" if self.notes else str(self.examiner)


class Choices:
    """The people of a plan's agency for the duties of one session, read once; who has a duty in
    the session already is none of them."""

    def __init__(self, frame: Frame, session: Session):
        self.frame, self.session = frame, session
        self.nearby, self.rotation = Nearby(frame), rotation.of(frame)
        taken = {duty.examiner_id for duty in frame.duties.get(session.pk, [])}
        day = timezone.localdate(session.starts_at)
        rows = Examiner.objects.filter(agency=frame.plan.agency_id).prefetch_related("ties")
        self.people = [
            each
            for each in rows
            if each.pk not in taken and not (each.left_on and each.left_on <= day)
        ]
        self._busy = {
            clash.duty.examiner_id: clash.text
            for clash in clashes([Duty(session=session, examiner=each) for each in self.people])
        }
        self._load: dict[int, int] = {}
        for own in frame.sessions:
            for duty in frame.duties.get(own.pk, []):
                self._load[duty.examiner_id] = self._load.get(duty.examiner_id, 0) + 1

    def of(self, role: DutyRole, room_id: int | None) -> list[Choice]:
        """Everybody for a duty, the fitting first, of those who has fewest duties."""
        items = items_in(self.frame, self.session, room_id)
        found = [self._choice(each, role, room_id, items) for each in self.people]

        def rank(choice: Choice) -> tuple:
            stranger = role not in choice.examiner.roles
            return (
                bool(choice.barred),
                stranger,
                len(choice.notes),
                choice.load,
                choice.examiner.name,
            )

        return sorted(found, key=rank)

    def _choice(self, examiner: Examiner, role: DutyRole, room_id, items) -> Choice:
        barred, notes = self._busy.get(examiner.pk, ""), []
        regulation, bars = self.frame.regulation, self.frame.bars
        wrong: list[Fault] = faults(examiner, role, self.session, items, regulation, bars)
        notes += [fault.text for fault in wrong]
        for bar in self.nearby.bars(examiner, self.session, room_id):
            if bar.nearness in GRAVE:
                barred = barred or NEARNESS[bar.nearness]
            elif NEARNESS[bar.nearness] not in notes:
                notes.append(NEARNESS[bar.nearness])
        running = self.rotation.running(examiner) if role in JUDGES else 0
        if running >= self.frame.regulation.staffing.turns.value:
            notes.append(f"已连续 {running} 次考评")
        return Choice(examiner, barred, tuple(notes), self._load.get(examiner.pk, 0))
