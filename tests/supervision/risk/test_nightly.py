"""The night's run: what stands out is kept, renewed, ended, and never deleted."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from config import clock
from supervision.checks import risk as checks
from supervision.models import RiskRun, RiskSignal
from supervision.services.risk import nightly
from supervision.tasks import reckon_risk
from tests.supervision.inspections.world import an_agency
from tests.supervision.risk.world import HEAPED, NIGHT, ZONE, results

pytestmark = pytest.mark.django_db
TOMORROW = NIGHT + timedelta(1)


def test_a_run_twice_is_one_and_the_next_renews(ground):
    reckon_risk()
    first = nightly.reckon()
    assert (RiskRun.objects.count(), first.found["pass_rate"], first.failed) == (1, 1, [])
    kinds = RiskSignal.objects.order_by("kind").values_list("agency", "kind", "first_on")
    assert list(kinds) == [
        (ground.odd.pk, "heaped", NIGHT.date()),
        (ground.odd.pk, "pass_rate", NIGHT.date()),
    ]
    with clock.travel(TOMORROW):
        nightly.reckon()
    days = set(RiskSignal.objects.values_list("first_on", "last_on", "ended_on"))
    assert days == {(NIGHT.date(), TOMORROW.date(), None)}


def test_what_stands_out_no_more_ends_and_stays(ground):
    nightly.reckon()
    a_year_on = datetime(2027, 7, 1, 2, 25, tzinfo=ZONE)
    with clock.travel(a_year_on):
        nightly.reckon()
    ended = set(RiskSignal.objects.values_list("first_on", "ended_on"))
    assert ended == {(NIGHT.date(), a_year_on.date())}
    assert RiskSignal.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskSignal.objects.all().delete()


def test_a_check_that_fails_leaves_what_was_known(ground, monkeypatch, caplog):
    nightly.reckon()

    def broken(window):
        raise RuntimeError("odd data")

    monkeypatch.setitem(checks.CHECKS, "pass_rate", broken)
    with clock.travel(TOMORROW):
        run = nightly.reckon()
    assert run.failed == ["pass_rate"]
    kept = RiskSignal.objects.get(kind="pass_rate")
    assert (kept.last_on, kept.ended_on) == (NIGHT.date(), None)
    assert "risk check" in caplog.text


def test_more_agencies_take_no_more_queries(ground):
    """A few dozen, whether one agency stands out or three."""
    counts = []
    for number in (None, 21, 22):
        if number:
            another = an_agency(ground.world, number)
            results(ground.agencies, another, 60, 0, HEAPED)
        with CaptureQueriesContext(connection) as queries:
            run = nightly.reckon()
        counts.append(len(queries))
    assert run.found["heaped"] == 3
    assert counts[1:] == [counts[1]] * 2
    assert max(counts) <= 40
