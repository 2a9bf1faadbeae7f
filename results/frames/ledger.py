"""The ledger (工作台账) of an agency's plans: how many, and who did what (LC-23)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import organisations_of, staffed_by
from assessment.enums import DutyRole, EntryStatus
from assessment.models import Duty, Entry, Plan
from casework import history, kinds, rules
from casework.models import Event
from casework.selectors import cases_visible_to
from catalogue.regulations.terms import PlanStep
from papers.models import Paper
from results.enums import Outcome, Presence
from results.models import Arbitration, Attendance, Marking, Result, ScoreRound

DRAWN, ENTERED, DECIDED = "组卷", "录入成绩", "裁定成绩"
APPROVED, MARKED, KEPT, CONFIRMED = "核准报名", "考评评分", "归档", "确认结果"
OFFICES = "机关审核"
TASKS = (
    *("制定计划", APPROVED, DRAWN),
    *(role.label for role in DutyRole),
    *(MARKED, ENTERED, DECIDED, CONFIRMED, KEPT, OFFICES),
)
OF_OFFICES = ("approve_plan", "approve_roster", "review")
OWN = {"confirm": CONFIRMED, "archive": KEPT}


@dataclass
class Row:
    """A plan with its numbers, and who did what by task."""

    plan: Plan
    state: str
    tone: str
    registered: int = 0
    present: int = 0
    passed: int = 0
    people: dict[str, list[str]] = field(default_factory=dict)

    @property
    def tasks(self) -> list[tuple[str, list[str]]]:
        """Who did what, in the order of the work."""
        return [(task, self.people[task]) for task in TASKS if self.people.get(task)]


def plans(user: User) -> QuerySet[Plan]:
    """The plans in the ledger of somebody: of the agencies for which he or she works, and for the
    staff of a bureau those that it sees; none that were cancelled."""
    seen = Plan.objects.filter(case_ptr__in=cases_visible_to(user, "plan"))
    if not staffed_by(user):
        mine = organisations_of(user, *SPEAKERS)
        seen = seen.filter(Q(owner__in=mine) | Q(owner__merged_into__in=mine))
    return seen.exclude(state=PlanStep.CANCELLED)


def keeps(user: User) -> bool:
    """Who has a ledger at all: managers and clerks, and the staff of bureaus."""
    return bool(staffed_by(user) or organisations_of(user, *SPEAKERS))


def rows(found: Iterable[Plan], user: User) -> list[Row]:
    """The rows of these plans, in their order; a fixed number of queries for any number of them.
    Officers are named to officers alone."""
    listed = list(found)
    made = {plan.pk: Row(plan, kinds.state_label(plan), kinds.state_tone(plan)) for plan in listed}
    _count(made)
    people: dict[int, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for plan, task, name in _named(made):
        people[plan][task].setdefault(name)
    for plan, task, name in _acted(made, user):
        people[plan][task].setdefault(name)
    for pk, row in made.items():
        row.people = {task: list(names) for task, names in people[pk].items()}
    return [made[plan.pk] for plan in listed]


def _count(made: dict[int, Row]) -> None:
    approved = Entry.objects.filter(plan__in=made, status=EntryStatus.APPROVED).order_by()
    for pk, count in approved.values_list("plan").annotate(count=Count("pk")):
        made[pk].registered = count
    came = Attendance.objects.filter(
        session__plan__in=made,
        session__cancelled_at=None,
        presence__in=(Presence.PRESENT, Presence.LATE),
    )
    counted = came.order_by().values_list("session__plan")
    for pk, count in counted.annotate(count=Count("entry", distinct=True)):
        made[pk].present = count
    passed = Result.objects.filter(
        plan__in=made, superseded_at=None, outcome=Outcome.QUALIFIED
    ).order_by()
    for pk, count in passed.values_list("plan").annotate(count=Count("pk")):
        made[pk].passed = count


def _named(made: dict[int, Row]):
    """(plan, task, name) of everybody on whom a row stands."""
    sources = (
        (APPROVED, Entry.objects.filter(plan__in=made), "plan", "decided_by"),
        (DRAWN, Paper.objects.filter(plan__in=made), "plan", "drawn_by"),
        (MARKED, Marking.objects.filter(sheet__plan__in=made), "sheet__plan", "entered_by"),
        (ENTERED, ScoreRound.objects.filter(sheet__plan__in=made), "sheet__plan", "clerk"),
        (DECIDED, Arbitration.objects.filter(sheet__plan__in=made), "sheet__plan", "decided_by"),
    )
    acts: list[tuple[int, str, int]] = []
    for task, queryset, plan, user in sources:
        pairs = queryset.exclude(**{user: None}).order_by().values_list(plan, user).distinct()
        acts += [(pk, task, person) for pk, person in sorted(pairs)]
    acts += [
        (pk, TASKS[0], row.plan.created_by_id) for pk, row in made.items() if row.plan.created_by_id
    ]
    users = User.objects.in_bulk({person for *_, person in acts})
    for pk, task, person in acts:
        yield pk, task, users[person].display_name
    duties = Duty.objects.filter(session__plan__in=made, session__cancelled_at=None)
    told = duties.select_related("examiner", "user", "session").order_by("session", "pk")
    for duty in told:
        person = duty.examiner.name if duty.examiner else duty.user.display_name
        yield duty.session.plan_id, duty.get_role_display(), person


def _acted(made: dict[int, Row], user: User):
    """(plan, task, who) of the acts that decide."""
    rows_ = Event.objects.filter(case__in=made, act__in=(*OF_OFFICES, *OWN))
    for event in rows_.select_related("actor", "actor_office").order_by("case", "sequence"):
        plan = made[event.case_id].plan
        inner = rules.sees_inner_side(user, plan)
        task = OWN.get(event.act, OFFICES)
        if task == OFFICES:
            yield event.case_id, task, history.actor_of(event, inner=inner)
        elif event.actor:
            yield event.case_id, task, event.actor.display_name
