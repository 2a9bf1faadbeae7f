"""The benchmark of lookup: asks what is there, counts what it took."""

import urllib.parse

import pytest
from django.core.cache import cache
from django.core.management import call_command

from bench.lookup import Measured, hello, lookups, measure

COUNT = 320


def test_rate_and_quantiles():
    measured = Measured("x", tuple(number / 1000 for number in range(1, 101)), 2.0)
    assert (measured.rate, measured.quantile(0.5), measured.quantile(0.99)) == (50, 51, 100)
    assert str(measured) == "x：50 次/秒；p50 51.0 毫秒，p99 100.0 毫秒（100 次）"


@pytest.mark.django_db(transaction=True)
def test_every_lookup_gets_the_answer_that_is_expected(live_server, settings, capsys):
    cache.clear()
    settings.TRUSTED_PROXIES = 1
    call_command("make_world", certificates=COUNT)
    port = urllib.parse.urlsplit(live_server.url).port
    measured = measure("x", port, [lookups(COUNT, seed) for seed in (1, 2)], 0.5)
    assert len(measured.times) >= 2
    with pytest.raises(ValueError, match="/hello/ answered 404, not 200"):
        measure("x", port, [hello], 0.1)
