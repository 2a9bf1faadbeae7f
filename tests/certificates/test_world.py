"""What the other tests of certificates stand on."""

import pytest

from tests.certificates.world import a_certificate, confirmed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["lc", "ln", "sd", "js", "hb"])
def test_a_plan_is_confirmed_and_a_certificate_there(agencies, key):
    day = confirmed(agencies, key, 2)
    assert (day.plan.state, day.plan.results.count()) == ("confirmed", 2)
    made = a_certificate(day.plan.agency)
    assert (made.number[:13], made.editions.count()) == (day.plan.agency.prefix, 1)
