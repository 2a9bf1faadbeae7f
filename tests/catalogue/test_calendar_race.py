"""Two people press the button at once."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from catalogue.models import CalendarDay, CalendarYear
from catalogue.services import calendar
from catalogue.signals import calendar_changed
from tests.catalogue.test_calendar import ROWS_2027, arrangement


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_arrangement_confirmed_twice_at_once_is_loaded_once():
    wanted = arrangement(ROWS_2027)
    barrier, outcomes, told = Barrier(2), [], []

    def listen(**kwargs):
        told.append(kwargs["years"])

    def confirm():
        barrier.wait()
        try:
            outcomes.append(calendar.load(wanted, source="一", base=""))
        finally:
            connection.close()

    calendar_changed.connect(listen)
    try:
        threads = [Thread(target=confirm) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        calendar_changed.disconnect(listen)
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    assert told == [{2027}]
    assert CalendarDay.objects.count() == len(ROWS_2027)
    assert CalendarYear.history.filter(year=2027, status="announced").count() == 1
