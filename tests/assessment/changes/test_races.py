"""Two at once, on PostgreSQL."""

from contextvars import copy_context
from datetime import date, time
from functools import partial

import pytest

from accounts.enums import Role
from assessment.enums import ChangeKind
from assessment.models import Examiner, Plan, PlanChange, Session
from assessment.services import change_effects, changes
from casework.models import Event
from casework.services import door
from tests.assessment.changes.world import announced, arranged, at
from tests.assessment.entering import id_number
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def today(act):
    """The act, on the day of the test in its own thread too."""
    return partial(copy_context().run, act)


def april(plan: Plan, actor, first: str = "2026-04-08"):
    """Propose other days."""
    day = date.fromisoformat(first)
    values = {"first_on": day, "last_on": day}
    return today(lambda: changes.propose(plan, ChangeKind.DAYS, values, reason="停电", actor=actor))


@pytest.fixture
def waiting(agencies) -> PlanChange:
    plan = announced(agencies, "lc")
    april(plan, agencies.clerk["lc"])()
    return PlanChange.objects.select_related("plan").get()


def answers(agencies, waiting):
    """The one officer agrees, the other does not."""
    first, second = agencies.world.staff["lc_centre"], agencies.world.second["lc_centre"]
    return (
        today(lambda: changes.agree(waiting, actor=first)),
        today(lambda: changes.refuse(waiting, actor=second, opinion="不行")),
    )


def test_agreed_and_refused_at_once_is_one_of_them(agencies, waiting):
    outcomes = at_once(*answers(agencies, waiting))
    waiting.refresh_from_db()
    assert kinds_of(outcomes) == ["Event", "NotNowError"]
    moved = Plan.objects.get().first_on.isoformat() == "2026-04-08"
    assert moved == (waiting.status == "in_force")
    acts = Event.objects.filter(act__in=["agree_change", "refuse_change"])
    assert acts.count() == 1


def test_without_the_lock_on_the_plan_both_would_be_answered(agencies, waiting, monkeypatch):
    look, meet = changes._waiting, meeting(2)

    def look_and_meet(case, change):
        row = look(case, change)
        meet()
        return row

    monkeypatch.setattr(door, "lock", lambda pks: [Plan.objects.get(pk=pk) for pk in pks])
    monkeypatch.setattr(changes, "_waiting", look_and_meet)
    monkeypatch.setattr(door.timeline, "append", lambda *args, **kwargs: Event())
    outcomes = at_once(*answers(agencies, waiting))
    assert kinds_of(outcomes) == ["Event", "Event"]


def test_two_proposals_at_once_are_one(agencies):
    plan = announced(agencies, "lc")
    people = [agencies.clerk["lc"], agencies.world.member(plan.owner, Role.CLERK)]
    outcomes = at_once(*(april(plan, person) for person in people))
    assert kinds_of(outcomes) == ["Event", "ValidationError"]
    assert PlanChange.objects.count() == 1


def test_two_plans_move_into_one_room_at_once(agencies):
    made = [arranged(agencies, "js", "ready", people=0) for _ in range(2)]
    shared = made[0].rooms["二考场"]
    for each in made:
        each.sessions["theory"].rooms.set([shared])
    Session.objects.filter(pk=made[1].sessions["theory"].pk).update(
        starts_at=at(27, 9), ends_at=at(27, 11)
    )

    def move(each):
        values = {"session": each.sessions["theory"], "day": date(2026, 3, 30)}
        values |= {"begins": time(9), "ends": time(11)}
        actor = agencies.clerk["js"]
        return today(
            lambda: changes.propose(
                each.plan, ChangeKind.SESSION, values, reason="停电", actor=actor
            )
        )

    assert kinds_of(at_once(*map(move, made))) == ["Event", "ValidationError"]
    assert Session.objects.filter(starts_at=at(30, 9)).count() == 1


@pytest.fixture
def moving(agencies):
    """What two agencies do to put, on the 30th at nine, a session of one and the same person: in
    Jiangsu the agency itself, in Liaocheng the centre that agrees."""
    acts = []
    for key, day in (("js", 25), ("lc", 27)):
        each = arranged(agencies, key, "ready", people=1)
        Session.objects.filter(pk=each.sessions["theory"].pk).update(
            starts_at=at(day, 9), ends_at=at(day, 11)
        )
        Session.objects.filter(pk=each.sessions["practice"].pk).update(
            starts_at=at(day + 1, 9), ends_at=at(day + 1, 11)
        )
        values = {"session": each.sessions["theory"], "day": date(2026, 3, 30)}
        values |= {"begins": time(9), "ends": time(11)}
        told = {"reason": "停电", "actor": agencies.clerk[key]}
        acts.append(partial(changes.propose, each.plan, ChangeKind.SESSION, values, **told))
    for number, examiner in enumerate(Examiner.objects.filter(agency=agencies.agency["lc"]), 800):
        examiner.id_number = id_number(number)
        examiner.save()
    js, lc = acts
    lc()
    waiting = PlanChange.objects.select_related("plan").get()
    centre = agencies.world.staff["lc_centre"]
    return today(js), today(partial(changes.agree, waiting, actor=centre))


def test_two_agencies_move_one_persons_sessions_to_one_time_at_once(moving):
    outcomes = at_once(*moving)
    assert kinds_of(outcomes) == ["Event", "ValidationError"]
    (refused,) = [each for each in outcomes if not isinstance(each, Event)]
    assert [text for text in refused.messages if "在另一项评价计划中有座位" in text]
    assert Session.objects.filter(starts_at=at(30, 9)).count() == 1


def test_without_the_lock_on_the_person_he_would_be_in_two_places(moving, monkeypatch):
    carry_out, meet = changes.carry_out, meeting(2)

    def carry_out_and_meet(case, change):
        carry_out(case, change)
        meet()

    monkeypatch.setattr(change_effects, "hold_candidates", list)
    monkeypatch.setattr(changes, "carry_out", carry_out_and_meet)
    assert kinds_of(at_once(*moving)) == ["Event", "Event"]
    assert Session.objects.filter(starts_at=at(30, 9)).count() == 2
