"""Eight at once, on PostgreSQL; the race is first shown to exist with the lock taken away."""

import pytest
from django.db import transaction

from casework.services import door
from certificates.models import NumberCounter, ReservedNumber
from certificates.services import numbering
from tests.certificates.issuing.world import DAY, beside
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
ISSUERS, PEOPLE = 8, 3


@pytest.fixture
def plans(agencies):
    """Eight plans of one agency, at one level."""
    return [beside(agencies, "js", PEOPLE, f"2026060{n}")[0] for n in range(ISSUERS)]


def reserving(plan):
    def act():
        with transaction.atomic():
            return numbering.reserve(door.lock([plan.pk])[0], None, DAY)

    return act


def test_without_the_lock_numbers_have_twins(plans, monkeypatch):
    """Only the unique constraint stops them, and the clerks see that the system failed."""
    key = f"{plans[0].agency.prefix}26{plans[0].items.get().level}"
    NumberCounter.objects.create(key=key)
    meet = meeting(ISSUERS)

    def unlocked(key):
        counter = NumberCounter.objects.get(key=key)
        meet()
        return counter

    monkeypatch.setattr(numbering, "_locked", unlocked)
    outcomes = at_once(*[reserving(plan) for plan in plans])
    assert kinds_of(outcomes) == ["IntegrityError"] * (ISSUERS - 1) + ["Outcome"]


def test_eight_issuers_take_each_number_once(plans):
    outcomes = at_once(*[reserving(plan) for plan in plans])
    assert outcomes == [numbering.Outcome(PEOPLE, 0)] * ISSUERS
    serials = sorted(ReservedNumber.objects.values_list("serial", flat=True))
    assert serials == list(range(1, ISSUERS * PEOPLE + 1))
    assert NumberCounter.objects.get().last == ISSUERS * PEOPLE
