"""Two at once, on PostgreSQL. Each race is first shown to exist with the lock taken away."""

import uuid
from collections import Counter as Tally
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from casework import kinds
from casework.enums import WorkStatus
from casework.models import Case, Counter, Deadline, DeadlineMark, JobItem, Notice
from casework.services import deliveries, door, integrity, jobs, leases, numbering, sweep
from config import clock
from tests.casework.working.kinds import PLAIN
from tests.casework.working.models import Effect
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


# --- Two officers, one case --------------------------------------------------------------------


@pytest.fixture
def submitted(petition, clerk):
    door.perform(petition, "submit", actor=clerk)
    return petition


@pytest.fixture
def colleague(member, bureau):
    return member(bureau, Role.ACCEPTOR)


@pytest.fixture
def unlocked(monkeypatch):
    """The door as it would be without its lock: both have read the case before either acts."""
    meet = meeting(2)

    def read(pks):
        rows = [
            kinds.kind_of(row).model.objects.get(pk=row.pk)
            for row in Case.objects.filter(pk__in=pks)
        ]
        meet()
        return rows

    monkeypatch.setattr(door, "lock", read)


def both_accept(case, first, second, **common):
    return at_once(
        lambda: door.perform(case, "accept", actor=first, version=1, **common),
        lambda: door.perform(case, "refuse", actor=second, version=1, **common),
    )


def test_without_the_lock_both_officers_get_past_the_checks(
    submitted, acceptor, colleague, unlocked
):
    """Only a constraint stops the second, who learns nothing but that the system failed."""
    assert kinds_of(both_accept(submitted, acceptor, colleague)) == ["Event", "IntegrityError"]


def test_of_two_officers_one_wins_and_the_other_is_told(submitted, acceptor, colleague):
    outcomes = both_accept(submitted, acceptor, colleague)
    assert kinds_of(outcomes) == ["Event", "StaleError"]
    (told,) = [outcome for outcome in outcomes if isinstance(outcome, door.StaleError)]
    assert "已由他人办理" in str(told)
    case = Case.objects.get(pk=submitted.pk)
    assert (case.version, case.events.count()) == (2, 3)
    assert list(integrity.verify()) == []


def test_without_the_lock_one_form_sent_twice_fails_once(submitted, acceptor, unlocked):
    form = {"actor": acceptor, "version": 1, "token": uuid.uuid4()}
    outcomes = at_once(*[lambda: door.perform(submitted, "accept", **form)] * 2)
    assert kinds_of(outcomes) == ["Event", "IntegrityError"]


def test_one_form_sent_twice_at_once_gets_the_first_answer_twice(submitted, acceptor):
    form = {"actor": acceptor, "version": 1, "token": uuid.uuid4()}
    first, second = at_once(*[lambda: door.perform(submitted, "accept", **form)] * 2)
    assert first == second
    assert Case.objects.get(pk=submitted.pk).version == 2


# --- Numbers -----------------------------------------------------------------------------------


def test_without_the_lock_numbers_have_twins():
    meet = meeting(8)
    Counter.objects.create(key="甲")

    def take_unlocked():
        with transaction.atomic():
            counter = Counter.objects.get(key="甲")
            meet()
            counter.last += 1
            counter.save(update_fields=["last"])
            return counter.last

    assert at_once(*[take_unlocked] * 8) == [1] * 8


def test_eight_at_once_get_eight_numbers_each_time():
    """The counter itself is made by one of them; every third act fails and leaves no gap."""

    def act():
        taken = []
        for turn in range(6):
            try:
                with transaction.atomic():
                    number = numbering.take("乙")
                    if turn % 3 == 2:
                        raise ZeroDivisionError
                taken.append(number)
            except ZeroDivisionError:
                continue
        return taken

    numbers = sorted(number for taken in at_once(*[act] * 8) for number in taken)
    assert numbers == list(range(1, 33))


# --- Two sweeps --------------------------------------------------------------------------------


@pytest.fixture
def late(submitted):
    Deadline.objects.update(
        started_on=date(2026, 1, 5), due_on=date(2026, 1, 19), progress="running"
    )
    return submitted


def test_without_the_lock_two_sweeps_say_it_twice_or_fail(late, acceptor, unlocked):
    """Both find nothing said; the mark's constraint fails the second after its notices."""
    today, calendar = clock.today(), sweep.workdays.current()
    outcomes = at_once(*[lambda: sweep._say(late.pk, today, calendar)] * 2)
    assert kinds_of(outcomes) == ["IntegrityError", "list"]


def test_two_sweeps_at_once_say_each_thing_once(late, acceptor):
    reports = at_once(sweep.sweep, sweep.sweep)
    assert kinds_of(reports) == ["Report", "Report"]
    assert sum(sum(report.told.values()) for report in reports) == 2
    assert Notice.objects.filter(recipient=acceptor).count() == 1
    assert DeadlineMark.objects.count() == 2


# --- Many workers ------------------------------------------------------------------------------


@pytest.fixture
def job(clerk):
    return jobs.start(PLAIN, [{"n": n} for n in range(40)], created_by=clerk)


def test_without_the_lock_workers_take_the_same_item(job):
    meet = meeting(4)

    def claim_unlocked():
        with transaction.atomic():
            item = leases.due(JobItem.objects.all(), most_attempts=9).order_by("pk").first()
            meet()
            item.status, item.owner = WorkStatus.RUNNING, uuid.uuid4()
            item.lease_until = clock.now() + timedelta(seconds=60)
            item.save()
            return item.pk

    assert len(set(at_once(*[claim_unlocked] * 4))) == 1


def test_many_workers_take_each_item_once_and_one_ends_the_job(job, clerk):
    taken = at_once(*[jobs.work_off] * 6)
    assert sum(taken) == 40
    assert Tally(Effect.objects.values_list("item", flat=True)) == dict.fromkeys(
        job.items.values_list("pk", flat=True), 1
    )
    assert Notice.objects.filter(recipient=clerk).count() == 1


def test_a_claim_never_waits_for_another(job):
    """While one holds the first rows, another gets the next at once."""
    with transaction.atomic():
        held = leases.claim(JobItem.objects.all(), seconds=60, most_attempts=9, most=3)
        (others,) = at_once(
            lambda: leases.claim(JobItem.objects.all(), seconds=60, most_attempts=9, most=3)
        )
    assert len({item.pk for item in [*held, *others]}) == 6


def test_many_workers_send_each_message_once(submitted, acceptor, mailoutbox):
    door.perform(submitted, "accept", actor=acceptor)
    assert sum(at_once(*[deliveries.work_off] * 4)) == 1
    assert len(mailoutbox) == 1


def test_a_constraint_stands_behind_each_lock(late):
    """What a lock forgotten tomorrow would let through, the database refuses."""
    deadline = Deadline.objects.get(case=late)
    DeadlineMark.objects.create(deadline=deadline, mark="due", on=date(2026, 1, 19))
    with pytest.raises(IntegrityError), transaction.atomic():
        DeadlineMark.objects.create(deadline=deadline, mark="due", on=date(2026, 1, 20))
