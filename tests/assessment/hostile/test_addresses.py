"""Addresses that no page gives."""

import pytest

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/agencies/%00/",
    "/commission/WT%00/",
    "/commissions/start/X%00/",
    "/plan/PJ%00/",
    "/plan/PJ%00/entries/",
    "/staff/agency/Y%00/add/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_found_by_a_nul(agencies, client, address):
    client.force_login(agencies.clerk["hb"])
    page = client.get(address)
    assert (page.status_code, "没有找到" in page.content.decode()) == (404, True)


QUERIES = [
    "/commissions/start/?division_0=1%00",
    "/commissions/start/?division=1%00&search=%0%000",
    "/recognitions/new/?search=%00a",
    "/agencies/?search=%00&division_1=%00",
    "/plans/start/?commission=%00",
]


@pytest.mark.parametrize("address", QUERIES)
def test_a_nul_that_is_asked_for_is_passed_over(agencies, client, address):
    client.force_login(agencies.clerk["hb"] if "recog" not in address else agencies.clerk["js"])
    asked = client.get(address)
    assert (asked.status_code, "\0" in "".join(asked.wsgi_request.GET.values())) == (200, False)


@pytest.mark.parametrize(("commission", "status"), [("\0", 200), ("WT\0", 404)])
def test_a_plan_is_begun_for_no_commission_of_a_nul(agencies, client, commission, status):
    client.force_login(agencies.clerk["hb"])
    page = client.get("/plans/start/", {"commission": commission})
    assert page.status_code == status
