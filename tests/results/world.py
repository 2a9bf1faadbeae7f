"""Plans as they are on the day of the exam and after it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.enums import Role
from accounts.models import User
from assessment.models import Duty, Entry, Plan, PlanItem, Session
from catalogue.regulations.terms import PlanStep
from config import clock
from results.models import Attendance, Score, ScoreRound, ScoreSheet
from tests.assessment.entering import a_plan, an_entry, commissioned
from tests.assessment.staffing.world import duty, examiner, rooms, seat, session

ZONE = ZoneInfo("Asia/Shanghai")
BEFORE = datetime(2026, 6, 2, 10, tzinfo=ZONE)  # the day before the first session
EXAM = datetime(2026, 6, 3, 9, 10, tzinfo=ZONE)  # ten minutes into theory; practice is on the 4th
AFTER = datetime(2026, 6, 5, 10, tzinfo=ZONE)  # a Friday, the day after the last session
AUDIENCE = {"sd": "public", "hb": "commissioned"}


@dataclass
class Day:
    """A plan with its people seated: theory on 3 June 9:00–10:30, practice on 4 June 14:00–16:00.

    `clerks` are two clerks of the agency, `arbiter` its manager, `marker` the account of the
    assessor of practice, `watch` that of the invigilator of theory."""

    plan: Plan
    item: PlanItem
    entries: list[Entry]
    theory: Session
    practice: Session
    watch: Duty
    assessors: list[Duty]
    clerks: list[User]
    arbiter: User


def a_day(agencies, key: str, people: int = 3, state=PlanStep.READY) -> Day:
    """A plan of an agency (lc, ln, sd, js, hb) with so many approved people, made ready."""
    audience = AUDIENCE.get(key, "own_staff")
    plan = a_bare_plan(agencies, key, audience, state)
    item = agencies.item(plan)
    agency, world = plan.agency, agencies.world
    decided = {"status": "approved", "decided_by": agencies.clerk[key], "decided_at": BEFORE}
    entries = [
        an_entry(plan, item, n, audience=audience, ticket=f"20260603{n:06}", **decided)
        for n in range(1, people + 1)
    ]
    theory, practice = both_sessions(plan, range(1, people + 1))
    theory_room, practice_room = theory.rooms.get(), practice.rooms.get()
    owner = plan.owner

    def account(role: Role) -> User:
        return world.member(owner, role)

    watch = duty(theory, examiner(agency, 1, user=account(Role.ASSESSOR)), room=theory_room)
    duty(theory, examiner(agency, 2), room=theory_room)
    assessors = [
        duty(practice, examiner(agency, 10 + n, user=account(Role.ASSESSOR)), room=practice_room)
        for n in range(3)
    ]
    return Day(
        plan=plan,
        item=item,
        entries=entries,
        theory=theory,
        practice=practice,
        watch=watch,
        assessors=assessors,
        clerks=[account(Role.SCORER), account(Role.CLERK)],
        arbiter=account(Role.MANAGER),
    )


def both_sessions(plan: Plan, numbers: range) -> tuple[Session, Session]:
    """Theory and practice with a room and seats for these people."""
    size = len(numbers)
    theory_room, practice_room = (
        rooms(plan.agency, size, kind=k)[0] for k in ("theory", "practice")
    )
    theory = session(plan, [theory_room])
    practice = session(
        plan,
        [practice_room],
        "practice",
        starts_at=datetime(2026, 6, 4, 14, tzinfo=ZONE),
        ends_at=datetime(2026, 6, 4, 16, tzinfo=ZONE),
        form="现场操作",
    )
    seat(theory, theory_room, *numbers)
    seat(practice, practice_room, *numbers)
    return theory, practice


def a_bare_plan(agencies, key: str, audience: str, state) -> Plan:
    columns = {
        "first_on": date(2026, 6, 3),
        "last_on": date(2026, 6, 4),
        "contact": "培训中心 0635-8200000",
        "complaints": "0635-8200001",
    }
    if key == "hb":
        plan = commissioned(agencies, state=state, **columns)
    else:
        plan = a_plan(agencies, key, [audience], state, **columns)
    return Plan.objects.get(pk=plan.pk)


def all_present(day: Day) -> None:
    """Everybody came to every session."""
    rows = [
        Attendance(
            session=each, entry=entry, presence="present", noted_by=day.arbiter, noted_at=EXAM
        )
        for each in (day.theory, day.practice)
        for entry in day.entries
    ]
    Attendance.objects.bulk_create(rows)


def marked(day: Day, marks: dict[str, list], *, second: dict[str, list] | None = None) -> None:
    """Both rounds of every subject handed in: `{"theory": [80, 59, None], …}`, None is absent."""
    for subject, values in marks.items():
        sheet, _ = ScoreSheet.objects.get_or_create(plan=day.plan, item=day.item, subject=subject)
        for position, clerk in enumerate(day.clerks, 1):
            given = (second or marks).get(subject, values) if position == 2 else values
            made = ScoreRound.objects.create(
                sheet=sheet, position=position, clerk=clerk, source="typed", begun_at=AFTER
            )
            Score.objects.bulk_create(
                Score(
                    round=made,
                    entry=entry,
                    mark=None if mark is None else Decimal(str(mark)),
                    absent=mark is None,
                )
                for entry, mark in zip(day.entries, given, strict=True)
            )
            made.frozen_at = clock.now()
            made.save(update_fields=["frozen_at"])
