"""The benchmarks: still run, and tell a lost race from a won one."""

import time

import pytest

from bench import certificates, throughput
from bench.race import Race, run
from bench.races import races
from catalogue.models import Occupation


@pytest.mark.django_db
def test_every_race_is_run_and_both_sides_agree():
    parent = None
    for tier, code in enumerate(["6", "6-31", "6-31-01", "6-31-01-03"], start=1):
        parent = Occupation.objects.create(
            code=code, name="电工", tier=tier, parent=parent, announced=2022
        )
    results = [run(race, rounds=1) for race in races(rows=5)]
    assert [result.ours > 0 and result.theirs > 0 for result in results] == [True] * 7


def test_two_processes_share_the_certificates(settings, tmp_path):
    settings.SIGNING_KEY_DIR = tmp_path
    key, photo = certificates.Key.new(), certificates.photograph()
    runs = throughput.measure("ours signed", 4, 2, (key.private, key.chain, photo))
    assert [run.count for run in runs] == [2, 2]
    assert min(run.size for run in runs) > 2 * len(photo)


def slow():
    time.sleep(0.01)


@pytest.mark.parametrize(("ours", "theirs", "kept"), [(int, slow, True), (slow, int, False)])
def test_a_race_is_kept_or_lost(ours, theirs, kept):
    assert run(Race("x", "y", ours, theirs, 1, agree=lambda a, b: True), rounds=1).kept is kept


def test_a_race_between_different_answers_is_none():
    with pytest.raises(ValueError, match="do not answer the same"):
        run(Race("x", "y", lambda: 1, lambda: 2, floor=1), rounds=1)
