"""Whether somebody fits a duty: role, certificate, occupation, level; and whom he is too near."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from assessment import entry_details, recusal
from assessment.enums import DutyRole
from assessment.frames.arrangement import Frame
from assessment.models import Entry, Examiner, PlanItem, Session
from assessment.ports import StaffBar
from assessment.recusal import Bar, Judge, Judged, Nearness
from catalogue.enums import Level
from catalogue.regulations import Regulation
from catalogue.regulations.basis import Rule

OWN = Rule(default=True)
CERTIFIED = (DutyRole.ASSESSOR, DutyRole.INTERNAL)
JUDGES = (DutyRole.ASSESSOR, DutyRole.PANELLIST)
GRAVE = (Nearness.SELF, Nearness.TIE)


@dataclass(frozen=True)
class Fault:
    """Why somebody does not fit. `basis` as of `Issue`: none refuses."""

    code: str
    text: str
    remedy: str
    basis: Rule | None


def faults(
    examiner: Examiner,
    role: str,
    session: Session,
    items: Iterable[PlanItem],
    regulation: Regulation,
    bars: Iterable[StaffBar] = (),
) -> list[Fault]:
    """What of the register speaks against the person, for the items that he or she would judge;
    `bars`: who may not serve for a time."""
    day = timezone.localdate(session.starts_at)
    found = [
        Fault("barred", bar.text, "请换人，禁止期满后再安排。", None)
        for bar in bars
        if bar.holds(examiner, day)
    ]
    if examiner.left_on and examiner.left_on <= day:
        found.append(Fault("left", "已停用", "请换人，或者恢复使用。", None))
    if role not in examiner.roles:
        label = DutyRole(role).label
        found.append(Fault("role", f"没有登记可任{label}", "请换人，或者补登可承担的工作。", OWN))
    if not examiner.id_hash:
        text = "没有登记证件号码，不能核对回避和重复安排"
        found.append(Fault("nameless", text, "请补登证件号码。", OWN))
    if role in CERTIFIED:
        found += _certificate(examiner, day, regulation)
    if role in JUDGES:
        found += _subject(examiner, role, items, regulation)
    return found


def _certificate(examiner: Examiner, day, regulation: Regulation) -> list[Fault]:
    rule = regulation.staffing.certificate
    if not examiner.certificate:
        return [Fault("certificate", "没有登记资质证书", "请补登证书编号和有效期。", rule)]
    if examiner.until and examiner.until < day:
        text = f"资质证书 {examiner.until:%Y-%m-%d} 到期"
        return [Fault("certificate", text, "请换人，或者更新证书有效期。", rule)]
    return []


def _subject(examiner: Examiner, role, items, regulation: Regulation) -> list[Fault]:
    found, items = [], list(items)
    foreign = [
        item for item in items if examiner.codes and item.occupation.code not in _of(examiner)
    ]
    if foreign:
        names = "、".join(dict.fromkeys(item.occupation.name for item in foreign))
        found.append(Fault("occupation", f"不能考评{names}", "请换人，或者补登可考评的职业。", OWN))
    senior = regulation.staffing.senior
    high = sorted({item.level for item in items if item.level in senior.levels})
    if role == DutyRole.ASSESSOR and high and not examiner.senior:
        levels = "、".join(Level(level).short for level in high)
        found.append(Fault("senior", f"不是高级考评员，考评{levels}", "请安排高级考评员。", senior))
    return found


def _of(examiner: Examiner) -> frozenset[str]:
    return frozenset(examiner.codes)


class Nearby:
    """Whom of the people seated in a session an examiner is too near. The examiners come with
    their ties prefetched."""

    def __init__(self, frame: Frame):
        self.frame = frame
        self._seated: dict[tuple[int, int | None], list[Judged]] = {}

    def bars(self, examiner: Examiner, session: Session, room_id: int | None) -> list[Bar]:
        """Those seated in the room; in the whole session for who is there for all rooms."""
        return recusal.bars(self.judge(examiner), self._of(session, room_id))

    def judge(self, examiner: Examiner) -> Judge:
        agency = self.frame.plan.agency
        employer = examiner.employer or agency.name
        ties = {tie.id_hash: tie.cause for tie in examiner.ties.all()}
        home = "".join(employer.split()) == "".join(agency.name.split())
        return Judge(examiner.id_hash, employer, examiner.team, home, ties)

    def _of(self, session: Session, room_id: int | None) -> list[Judged]:
        key = (session.pk, room_id)
        if key not in self._seated:
            self._seated[key] = [
                judged(seat.entry)
                for seat in self.frame.seats.get(session.pk, [])
                if room_id in (None, seat.room_id)
            ]
        return self._seated[key]


def judged(entry: Entry) -> Judged:
    """What recusal looks at in a registration."""
    department = str(entry_details.load(entry.details).get("department", ""))
    return Judged(entry.id_hash, entry.name, entry.employer, f"{department} {entry.post}")


def items_in(frame: Frame, session: Session, room_id: int | None) -> list[PlanItem]:
    """The items tested in a room: those of who is seated there, else all of the session."""
    seats = frame.seats.get(session.pk, [])
    keys = {seat.entry.item_id for seat in seats if room_id in (None, seat.room_id)}
    if not seats:
        keys = {item.pk for item in session.items.all()}
    return [item for pk, item in frame.items.items() if pk in keys]
