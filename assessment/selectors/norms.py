"""How many people each session takes to invigilate or judge, and on what basis (FACTS 4.4)."""

from dataclasses import dataclass

from assessment.enums import DutyRole
from assessment.frames.arrangement import Frame
from assessment.models import Duty, PlanItem, Room, Session
from assessment.staffing import Norm
from catalogue.enums import SubjectKind
from catalogue.models import Subject
from catalogue.regulations.basis import Rule

ROLE_OF = {
    SubjectKind.THEORY: DutyRole.INVIGILATOR,
    SubjectKind.PRACTICE: DutyRole.ASSESSOR,
    SubjectKind.REVIEW: DutyRole.PANELLIST,
}


@dataclass(frozen=True)
class Demand:
    """A norm and the rule that sets it."""

    norm: Norm
    basis: Rule


@dataclass(frozen=True)
class Post:
    """A room of a session: how many it holds (`estimated` while nobody has a seat), who is there
    to invigilate or judge, and what is asked."""

    room: Room
    role: DutyRole
    held: int
    estimated: bool
    there: int
    demands: tuple[Demand, ...]

    @property
    def needed(self) -> int:
        """The fewest who satisfy every norm."""
        return max((demand.norm.needed(self.held) for demand in self.demands), default=0)

    @property
    def unmet(self) -> list[Demand]:
        """What is asked and not so, binding rules first."""
        found = [each for each in self.demands if not each.norm.is_met(self.there, self.held)]
        return sorted(found, key=lambda each: each.basis.default)

    @property
    def lacking(self) -> int:
        """How many more it takes; where there is one too many to be odd, one more."""
        if not self.unmet:
            return 0
        return max(self.needed - self.there, 1)


class Norms:
    """The norms of a plan's items, read once."""

    def __init__(self, frame: Frame):
        self.frame = frame
        standards = {item.standard_id for item in frame.items.values() if item.standard_id}
        rows = Subject.objects.filter(standard_level__standard__in=standards)
        self._subjects = {
            (row.standard_level.standard_id, row.standard_level.level, row.kind): row
            for row in rows.select_related("standard_level__standard__occupation")
        }

    def posts(self, session: Session) -> list[Post]:
        """What each room of a session takes, in the order of the rooms."""
        seats = self.frame.seats.get(session.pk, [])
        duties = self.frame.duties.get(session.pk, [])
        rooms = sorted(session.rooms.all(), key=lambda room: (room.order, room.pk))
        left = len(self.frame.due(session))
        posts = []
        for room in rooms:
            held = sum(seat.room_id == room.pk for seat in seats)
            if not seats:
                held = min(room.capacity, left)
                left -= held
            posts.append(self._post(session, room, held, duties, estimated=not seats))
        return posts

    def demands(self, session: Session) -> tuple[Demand, ...]:
        """Every different norm of the items of a session."""
        found: dict[Norm, Demand] = {}
        for item in session.items.all():
            demand = self._demand(self.frame.items[item.pk], SubjectKind(session.subject))
            known = found.get(demand.norm)
            if known is None or known.basis.default:
                found[demand.norm] = demand
        return tuple(found.values())

    def _post(self, session, room: Room, held: int, duties: list[Duty], *, estimated: bool) -> Post:
        role = ROLE_OF[SubjectKind(session.subject)]
        there = sum(duty.role == role and duty.room_id == room.pk for duty in duties)
        return Post(room, role, held, estimated, there, self.demands(session))

    def _demand(self, item: PlanItem, kind: SubjectKind) -> Demand:
        ratio = self.frame.regulation.staffing.ratio(kind)
        common = Norm(ratio.candidates, ratio.least, ratio.odd)
        own = self._subjects.get((item.standard_id, item.level, kind))
        if own is None:
            return Demand(common, ratio)
        norm = Norm(own.candidates_per_examiner, own.minimum_examiners, own.odd_examiners)
        standard = own.standard_level.standard
        if standard.checked:
            return Demand(norm, Rule(cite=str(standard)))
        return Demand(norm, ratio if norm == common else Rule(default=True))
