"""The database itself keeps what was handed in."""

import pytest
from django.db import IntegrityError, transaction

from results.models import Result, Score, ScoreRound, SubjectResult
from tests.results.world import AFTER, a_day, all_present, marked

pytestmark = pytest.mark.django_db


def refused(do) -> bool:
    try:
        with transaction.atomic():
            do()
    except IntegrityError:
        return True
    return False


def test_scores_that_were_handed_in_are_neither_changed_nor_deleted_nor_added(agencies):
    day = a_day(agencies, "lc")
    all_present(day)
    marked(day, {"theory": [80, 59, None]})
    row = Score.objects.first()
    round_ = ScoreRound.objects.first()
    assert refused(lambda: Score.objects.filter(pk=row.pk).update(mark=90))
    assert refused(lambda: Score.objects.filter(pk=row.pk).delete())
    assert refused(lambda: ScoreRound.objects.filter(pk=round_.pk).update(frozen_at=None))
    assert refused(lambda: Score.objects.create(round=round_, entry=row.entry, mark=1))
    assert Score.objects.count() == 6


def test_a_result_stays_as_it_was_computed(agencies):
    day = a_day(agencies, "lc")
    made = Result.objects.create(
        plan=day.plan, entry=day.entries[0], outcome="qualified", computed_at=AFTER
    )
    SubjectResult.objects.create(result=made, subject="theory", outcome="passed", mark=80)
    assert refused(lambda: Result.objects.update(outcome="unqualified"))
    assert refused(lambda: SubjectResult.objects.update(mark=90))
    assert refused(lambda: SubjectResult.objects.all().delete())
    Result.objects.update(superseded_at=AFTER)
    assert refused(lambda: Result.objects.update(superseded_at=None))
