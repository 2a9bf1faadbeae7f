"""Supervisors sent by lot: who is drawn, who must step back, who follows (LC-21)."""

import hashlib
import json
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from assessment.models import Duty
from casework.models import Notice
from casework.services import door
from config import clock
from filing.models import Conflict
from supervision.models import Sending, SendingMember, Visit
from supervision.selectors import corps as reads
from supervision.selectors import visits
from supervision.services.corps import appointing, sending, watching
from tests.assessment.staffing.world import rooms, session
from tests.casework.test_views import count_queries
from tests.results.world import ZONE, a_bare_plan
from tests.supervision.corps.world import DONE, SENT, fresh, term

COMING = "/desk/visits/"


def repeat(population: str, rule: str, secret: str) -> list[str]:
    """The lines of docs/lots.md, written anew."""

    def sha(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    head = "\n".join(["jiping-lot-1", sha(population + "\n" + rule), secret, ""])
    seed, at, result = hashlib.sha256(head.encode()).digest(), 0, []
    urn = [row[0] for row in json.loads(population) if not row[3]]
    wanted = json.loads(rule)
    while len(result) < wanted["count"] + wanted["reserves"]:
        block = hashlib.sha256(seed + at.to_bytes(8, "big")).digest()
        number, at = int.from_bytes(block[:8], "big"), at + 1
        if number < 2**64 // len(urn) * len(urn):
            result.append(urn.pop(number % len(urn)))
    return result


def order_of(made: Sending) -> list[int]:
    """The people in the order of the draw, by an independent computation."""
    lot = made.lot
    numbers = repeat(lot.population, lot.rule, lot.result.secret)
    people = {str(row.number): row.appointment.person_id for row in made.members.all()}
    return [people[number] for number in numbers]


def excluded(made: Sending) -> dict[str, str]:
    """Why people were not drawn from, by name."""
    names = {str(row.number): row.appointment.person.name for row in made.members.all()}
    rows = json.loads(made.lot.population)
    return {names[row[0]]: row[3] for row in rows if row[3]}


@pytest.mark.clause("LC-21")
def test_a_lot_sends_two_and_anybody_repeats_it(client, corps):
    client.force_login(corps.officer)
    with clock.travel(SENT):
        page = client.get(COMING)
        assert [row for row, _, _ in page.context["rows"]] == [corps.day.theory, corps.day.practice]
        client.post(COMING, {"session": corps.day.theory.pk})
        left = [row for row, _, _ in client.get(COMING).context["rows"]]
    assert left == [corps.day.practice]
    made = Sending.objects.get()
    sent = [row.person_id for row in corps.visits()]
    assert sent == order_of(made)[:2]
    duties = Duty.objects.filter(session=corps.day.theory, role="external")
    assert {row.user_id for row in duties} == set(sent)
    (told,) = Notice.objects.filter(recipient=sent[0])
    assert told.subject.startswith("请参加外部质量督导") and "2026年6月10日" in told.body
    with clock.travel(SENT):
        shown = client.get(reverse("supervision:visit-lot", args=[made.pk]))
    assert (shown.status_code, shown.context["whole"]) == (200, True)
    assert "督导甲" in shown.content.decode()


def test_who_must_step_back_is_not_drawn(agencies, corps):
    agency = corps.day.plan.agency
    Conflict.objects.create(
        user=corps.people[0],
        code=agency.credit_code,
        name=agency.name,
        cause="relation",
        declared_at=SENT,
        declared_by=corps.people[0],
    )
    Membership.objects.create(
        user=corps.people[1], organisation=agency.organisation, role=Role.ASSESSOR, since=SENT
    )
    made = corps.send()
    assert list(excluded(made)) == ["督导甲", "督导乙"]
    assert excluded(made)["督导乙"] == "回避：所在单位"
    assert {row.person for row in corps.visits()} == set(corps.people[2:])
    again = corps.send(corps.day.practice)
    assert (made.rotation_waived, again.rotation_waived) == (False, True)
    assert {row.person for row in corps.visits(corps.day.practice)} == set(corps.people[2:])


def test_too_few_are_said_with_the_reasons(corps):
    for person in corps.people[:3]:
        Membership.objects.create(
            user=person,
            organisation=corps.day.plan.owner,
            role=Role.ASSESSOR,
            since=SENT,
        )
    with pytest.raises(ValidationError) as told:
        corps.send()
    assert told.value.messages[0].startswith(
        "当天在聘的督导员 4 名，其中回避：所在单位 3 人，可派 1 名，不足 2 名。"
    )
    assert (Sending.objects.count(), Visit.objects.count()) == (0, 0)


def test_who_went_lately_rests_unless_too_few_are_left(corps):
    first = corps.send()
    went = {row.person.name for row in corps.visits()}
    second = corps.send(corps.day.practice)
    assert set(excluded(second)) == went
    assert {t[:2] for t in excluded(second).values()} == {"轮换"}
    assert not {row.person for row in corps.visits(corps.day.practice)} & {
        row.person for row in corps.visits()
    }
    assert (first.rotation_waived, second.rotation_waived) == (False, False)


def test_whoever_is_elsewhere_at_that_time_is_not_drawn(agencies, corps):
    with clock.travel(SENT):
        plan = a_bare_plan(agencies, "sd", "public", "ready")
        other = session(plan, rooms(plan.agency, 9))
    corps.send()
    went = {row.person.name for row in corps.visits()}
    made = corps.send(other)
    assert excluded(made) == dict.fromkeys(sorted(went), "该时段另有安排")


@pytest.mark.clause("LC-21")
def test_whoever_declines_is_followed_by_the_next(client, agencies, corps):
    made = corps.send()
    order = order_of(made)
    first = corps.visits()[0]
    left = corps.done(first, "decline", SENT, actor=first.person, note="当天出差。")
    assert left.state == "declined"
    assert [row.person_id for row in corps.visits()] == [order[1], order[2]]
    there = Duty.objects.filter(session=corps.day.theory, role="external")
    assert set(there.values_list("user", flat=True)) == {order[1], order[2]}
    successor = corps.visits()[1]
    assert Notice.objects.filter(recipient=successor.person, case=successor).count() == 1
    client.force_login(first.person)
    with clock.travel(SENT):
        assert client.get(f"/cases/{successor.number}/").status_code == 404
    for _ in range(2):
        case = corps.visits()[-1]
        corps.done(case, "decline", SENT, actor=case.person, note="不能到场。")
    assert [row.person_id for row in corps.visits()] == [order[1]]
    told = Notice.objects.filter(recipient=corps.officer, subject__startswith="督导员不足")
    assert told.count() == 1
    late = corps.visits()[0]
    with pytest.raises(door.NotNowError):
        corps.done(late, "decline", DONE, actor=late.person, note="晚了。")


def test_an_appointment_that_is_over_sends_nobody(corps):
    ended, lapsed = corps.appointments[:2]
    corps.done(ended, "end", SENT, cause="moved", note="调离。")
    type(lapsed).objects.filter(pk=lapsed.pk).update(until=date(2026, 6, 2))
    made = corps.send()
    assert {row.appointment for row in made.members.all()} == set(corps.appointments[2:])
    assert {row.person for row in corps.visits()} == set(corps.people[2:])
    with clock.travel(SENT):
        valid = reads.corps_on(corps.office, date(2026, 6, 2))
    assert set(valid) == {lapsed, *corps.appointments[2:]}


def test_ending_for_cause_passes_the_visits_on(corps):
    made = corps.send()
    order, first = order_of(made), corps.visits()[0]
    corps.done(first.appointment, "end", SENT, cause="breach", note="泄露考生信息。")
    assert [row.person_id for row in corps.visits()] == [order[1], order[2]]
    assert Visit.objects.get(pk=first.pk).state == "withdrawn"


def test_the_sweep_follows_what_happened(corps):
    made = corps.send()
    order = order_of(made)
    first, _ = corps.visits()
    type(first.appointment).objects.filter(pk=first.appointment_id).update(until=date(2026, 6, 1))
    with clock.travel(SENT):
        watching.watch()
        watching.watch()
    assert [row.person_id for row in corps.visits()] == [order[1], order[2]]
    corps.day.theory.cancelled_at = SENT
    corps.day.theory.save()
    with clock.travel(SENT):
        watching.watch()
    assert {row.state for row in Visit.objects.exclude(pk=first.pk)} == {"cancelled"}


def test_only_the_offices_of_the_place_send(client, agencies, corps):
    made = corps.send()
    lot = reverse("supervision:visit-lot", args=[made.pk])
    visit = corps.visits()[0]
    codes = {}
    with clock.travel(SENT):
        for key, user in {
            "elsewhere": agencies.world.staff["sz_centre"],
            "agency": corps.day.arbiter,
            "supervisor": corps.people[0],
            "centre": agencies.world.staff["lc_centre"],
        }.items():
            client.force_login(fresh(user))
            codes[key] = [
                client.get(COMING).status_code,
                client.get(lot).status_code,
                client.get(f"/cases/{visit.number}/").status_code,
            ]
            if key == "elsewhere":
                assert client.get(COMING).context["rows"] == []
                answer = client.post(COMING, {"session": corps.day.practice.pk})
                assert answer.status_code == 422
    sees_own = 200 if visit.person == corps.people[0] else 404
    at_all = 200 if corps.people[0] in {v.person for v in corps.visits()} else 404
    assert codes == {
        "elsewhere": [200, 404, 404],
        "agency": [403, 200, 404],
        "supervisor": [403, at_all, sees_own],
        "centre": [200, 200, 200],
    }
    client.force_login(corps.day.arbiter)
    with clock.travel(SENT):
        assert "督导甲" not in client.get(lot).content.decode()
    with pytest.raises(door.ForbiddenError), clock.travel(SENT):
        sending.send(corps.day.practice, corps.office, actor=agencies.world.staff["sz_centre"])
    assert Sending.objects.count() == 1


def test_of_two_offices_the_nearest_sends(client, agencies, corps):
    """Somebody who works for the county and for the province as well."""
    world, people = agencies.world, {}
    officer = world.member(corps.office, Role.MANAGER)
    for key in ("sd", "dcf"):
        office = world.offices[key]
        Membership.objects.create(
            user=officer, organisation=office, role=Role.MANAGER, since=SENT.date()
        )
        people[key] = [world.member(office, Role.SUPERVISOR) for _ in range(2)]
        with clock.travel(SENT):
            for each in people[key]:
                appointing.appoint(office, each, term(), actor=world.staff[key])
    type(corps.day.plan).objects.filter(pk=corps.day.plan.pk).update(
        division=world.places["371502"]
    )
    client.force_login(officer)
    with clock.travel(SENT):
        assert client.post(COMING, {"session": corps.day.theory.pk}).status_code == 302
    assert {visit.person for visit in corps.visits()} == set(people["dcf"])


def test_nobody_is_chosen_where_a_corps_is_kept(client, corps):
    by_hand = reverse(
        "assessment:session-supervisors", args=[corps.day.plan.number, corps.day.theory.pk]
    )
    client.force_login(corps.officer)
    with clock.travel(SENT):
        answer = client.post(by_hand, {"user": corps.people[0].pk})
        assert (answer.status_code, answer.url) == (302, COMING)
        assert Duty.objects.filter(role="external").count() == 0
        corps.send()
        visit = corps.visits()[0]
        duty = Duty.objects.get(session=corps.day.theory, user=visit.person)
        remove = reverse(
            "assessment:session-supervisor-remove",
            args=[corps.day.plan.number, corps.day.theory.pk, duty.pk],
        )
        assert client.post(remove).url == f"/cases/{visit.number}/"
    assert Duty.objects.filter(pk=duty.pk).count() == 1


def test_enough_are_enough_and_what_began_is_late(corps):
    corps.send()
    with pytest.raises(ValidationError, match="不需要再委派"):
        corps.send()
    with pytest.raises(ValidationError, match="已经开考"), clock.travel(DONE):
        sending.send(corps.day.theory, corps.office, actor=corps.officer)


def test_the_record_of_a_draw_stays(corps):
    corps.send()
    for rows, change in (
        (Sending.objects, {"team": 1}),
        (SendingMember.objects, {"number": 9}),
        (Visit.objects, {"number_drawn": 9}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.all().update(**change)


def test_the_lists_cost_the_same_for_one_and_for_many(client, agencies, corps):
    corps.send()
    client.force_login(fresh(corps.officer))
    pages = (COMING, "/desk/visits/tasks/", "/desk/visits/corps/")
    with clock.travel(SENT):
        for page in pages:
            client.get(page)
        few = [count_queries(client, page) for page in pages]
        theory = corps.day.theory
        for hour in range(12):
            theory.pk = None
            theory.starts_at = datetime(2026, 6, 5, 8, tzinfo=ZONE) + timedelta(hours=hour)
            theory.ends_at = theory.starts_at + timedelta(minutes=50)
            theory.save()
            if hour < 6:
                corps.send(theory)
        many = [count_queries(client, page) for page in pages]
    assert (many, visits.desk_of(corps.officer).count()) == (few, 14)
