"""An agency's people find its sites and staff in the menu; nobody else does, nor pays for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from filing import menu
from filing.enums import AgencyStatus
from filing.models import AgencyPeriod
from ui import ports

pytestmark = pytest.mark.django_db
OF_AGENCIES = [
    "我的备案",
    "考点",
    "考务人员",
    "题库",
    "证书",
    "批量核验证书",
    "证书上报",
    "质量督导",
    "信用评估",
    "待遇兑现",
    "数据看板",
]


def fresh(user: User) -> User:
    """As a request loads somebody."""
    return User.objects.get(pk=user.pk)


def labels(user: User) -> list[str]:
    return [entry.label for entry in ports.own_entries(fresh(user))]


def opened(client, user: User) -> set[int]:
    client.force_login(user)
    return {
        client.get(entry.url, follow=True).status_code for entry in ports.own_entries(fresh(user))
    }


def cost(ask, user: User) -> int:
    person = fresh(user)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ask(person)
    return len(queries)


def test_the_people_of_an_agency_find_its_sites_and_staff(client, agencies):
    clerk = agencies.clerk["lc"]
    assert labels(clerk) == OF_AGENCIES
    assert opened(client, clerk) == {200}
    page = client.get("/desk/").text
    assert ('href="/sites/"' in page, 'href="/staff/"' in page) == (True, True)


def test_of_an_agency_that_is_suspended_the_staff_is_left(client, agencies):
    AgencyPeriod.objects.filter(agency=agencies.agency["lc"]).update(status=AgencyStatus.SUSPENDED)
    left = [label for label in OF_AGENCIES if label != "考点"]
    assert labels(agencies.clerk["lc"]) == left
    assert opened(client, agencies.clerk["lc"]) == {200}


def test_others_do_not_and_pay_nothing_for_it(agencies):
    hr, officer = agencies.client_hr, agencies.world.staff["lc_centre"]
    assert labels(hr) == ["我的备案", "批量核验证书", "待遇兑现"]
    shared = {"证书", "批量核验证书", "证书上报", "质量督导", "待遇兑现", "数据看板"}
    assert set(labels(officer)) & set(OF_AGENCIES) == shared
    for person in (hr, agencies.clerk["lc"]):
        assert cost(ports.own_entries, person) == cost(menu.entries_for, person)
    # An officer pays for one: was he or she sent to inspect?
    assert cost(ports.own_entries, officer) == cost(menu.entries_for, officer) + 1
