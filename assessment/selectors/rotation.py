"""How often in a row somebody has judged for an agency, and how many are others this time."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Max

from assessment.enums import DutyRole
from assessment.frames.arrangement import Frame
from assessment.models import Duty, Examiner
from assessment.selectors.arrangement import ARRANGING
from catalogue.regulations.terms import PlanStep

JUDGES = (DutyRole.ASSESSOR, DutyRole.PANELLIST)
OPEN = (*ARRANGING, PlanStep.ROSTER_FILED)


@dataclass(frozen=True)
class Rotation:
    """`judges`: who judges in this plan, `fresh`: those of them who did not the last time;
    `before`: for each of the last assessments, the latest first, who judged."""

    judges: frozenset[str]
    before: tuple[frozenset[str], ...]

    @property
    def fresh(self) -> int:
        return len(self.judges - self.before[0]) if self.before else len(self.judges)

    @property
    def share(self) -> int | None:
        """Per cent of the judges who are others than the last time; None where nothing compares."""
        if not self.before or not self.judges:
            return None
        return round(100 * self.fresh / len(self.judges))

    def running(self, examiner: Examiner) -> int:
        """In how many of the last assessments, without a break, somebody has judged."""
        count = 0
        for judges in self.before:
            if key_of(examiner) not in judges:
                break
            count += 1
        return count


def key_of(examiner: Examiner) -> str:
    """The person: by the hash of the ID number, else by the row."""
    return examiner.id_hash or f"#{examiner.pk}"


def judges_of(frame: Frame) -> list[Examiner]:
    """Everybody who judges in a plan, once."""
    duties = (duty for session in frame.sessions for duty in frame.duties.get(session.pk, []))
    judging = (duty.examiner for duty in duties if duty.examiner and duty.role in JUDGES)
    return list({key_of(examiner): examiner for examiner in judging}.values())


def of(frame: Frame) -> Rotation:
    """The rotation of a plan against the agency's last assessments, as many as the rule counts.
    Two queries."""
    judges = frozenset(key_of(examiner) for examiner in judges_of(frame))
    rows = Duty.objects.filter(
        role__in=JUDGES,
        examiner__isnull=False,
        session__plan__agency=frame.plan.agency_id,
        session__cancelled_at=None,
    ).exclude(session__plan=frame.plan.pk)
    rows = rows.exclude(session__plan__state__in=OPEN)
    if frame.sessions:
        rows = rows.filter(session__starts_at__lt=min(s.starts_at for s in frame.sessions))
    plans = rows.order_by().values("session__plan").annotate(last=Max("session__starts_at"))
    latest = [
        row["session__plan"]
        for row in plans.order_by("-last", "session__plan")[: frame.regulation.staffing.turns.value]
    ]
    seen = defaultdict(set)
    for duty in rows.filter(session__plan__in=latest).select_related("examiner", "session"):
        seen[duty.session.plan_id].add(key_of(duty.examiner))
    return Rotation(judges, tuple(frozenset(seen[plan]) for plan in latest))
