"""Two at once, on PostgreSQL: what is filed is what the checks saw."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.models import Entry
from assessment.services import entries
from casework.models import Event, Job
from casework.services import door
from tests.assessment.arranging.steps import fresh, ready_to_file
from tests.races import at_once, kinds_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def arranged(agencies):
    """A plan far ahead: threads have the clock of the machine."""
    return ready_to_file(agencies, "hb", first=timezone.localdate() + timedelta(40))


def filing(plan, clerk):
    return lambda: door.perform(plan, "file_roster", actor=clerk, version=plan.version)


def test_two_clerks_file_one_roster_once(agencies):
    plan, clerk = arranged(agencies), agencies.clerk["hb"]
    outcomes = at_once(filing(fresh(plan), clerk), filing(fresh(plan), clerk))
    assert kinds_of(outcomes) == ["Event", "StaleError"]
    assert Event.objects.filter(case=plan.pk, act="file_roster").count() == 1
    assert Job.objects.filter(kind="filed_forms").count() == 1


def test_who_withdraws_while_it_is_filed_is_on_it_or_out_of_it(agencies):
    plan, clerk = arranged(agencies), agencies.clerk["hb"]
    entry = plan.entries.first()

    def leave():
        entries.withdraw(entry, actor=clerk, reason="生病")
        return "out"

    outcomes = at_once(filing(fresh(plan), clerk), leave)
    entry = Entry.objects.get(pk=entry.pk)
    filed = Event.objects.get(case=plan.pk, act="file_roster")
    if entry.status == "withdrawn":
        assert kinds_of(outcomes) == ["Event", "str"]
        assert '"approved":2' in filed.facts
    else:
        assert kinds_of(outcomes) == ["Event", "NotNowError"]
        assert '"approved":3' in filed.facts
