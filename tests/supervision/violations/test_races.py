"""Two at once, on PostgreSQL: one decides, the other hears that it is done."""

from uuid import uuid4

import pytest

from accounts.models import User
from casework.services import door
from filing.models import AgencyPeriod
from supervision.models import Decision, Measure, Violation
from supervision.services import watching
from supervision.services.violations import open_violation
from tests.filing.granting import on
from tests.races import at_once, kinds_of
from tests.supervision.violations.world import FACTS, TODAY, decided, heard, suspension

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def later(day, act):
    """The act on that day: the clock of a thread is its own."""

    def run():
        with on(day):
            return act()

    return run


def test_a_form_sent_twice_at_once_opens_one_case(world, agencies):
    given = {
        "subject": agencies.agency["lc"],
        "facts": FACTS,
        "office": world.offices["lc"],
        "token": uuid4(),
    }

    def send():
        return open_violation(actor=User.objects.get(pk=world.staff["lc"].pk), **given)

    first, again = at_once(later(TODAY, send), later(TODAY, send))
    assert (first.pk, Violation.objects.count()) == (again.pk, 1)
    with on(TODAY):  # a form is one person's
        other = open_violation(actor=User.objects.get(pk=world.second["lc"].pk), **given)
    assert other.pk != first.pk


def test_two_deciders_make_one_decision(world, agencies):
    wish = suspension()
    case = heard(world, agencies.agency["lc"], wish)
    third = world.member(world.offices["lc"], "reviewer")
    people = [world.second["lc"].pk, third.pk]

    def decide(pk: int):
        return later(
            TODAY,
            lambda: door.perform(
                Violation.objects.get(pk=case.pk),
                "decide",
                actor=User.objects.get(pk=pk),
                version=case.version,
                wish=wish,
            ),
        )

    assert kinds_of(at_once(*(decide(pk) for pk in people))) == ["Event", "StaleError"]
    assert Decision.objects.filter(stage="decided").count() == 1
    assert Measure.objects.count() == 1
    rows = AgencyPeriod.objects.filter(agency=agencies.agency["lc"], status="suspended")
    assert rows.count() == 1


def test_two_cases_suspend_an_agency_once(world, agencies):
    wish, agency = suspension(), agencies.agency["lc"]
    cases = [heard(world, agency, wish) for _ in range(2)]

    def decide(case):
        return later(
            TODAY,
            lambda: door.perform(
                Violation.objects.get(pk=case.pk),
                "decide",
                actor=User.objects.get(pk=world.second["lc"].pk),
                wish=wish,
            ),
        )

    outcomes = kinds_of(at_once(*(decide(case) for case in cases)))
    assert outcomes == ["Event", "ValidationError"]
    assert AgencyPeriod.objects.filter(agency=agency, status="suspended").count() == 1


def test_two_sweeps_conclude_once(world, agencies):
    case = decided(world, agencies.agency["lc"], suspension(days=60))
    day = TODAY.replace(month=12)
    assert at_once(later(day, watching.watch), later(day, watching.watch)) == [None, None]
    case.refresh_from_db()
    assert case.state == "concluded"
    assert case.events.filter(act="conclude").count() == 1
