"""A suspended agency, through the pages: what it may not do, what stays, and how it ends."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessment.models import Plan
from casework.services import sweep
from certificates import tags
from certificates.models import Batch
from config import clock
from filing.enums import AgencyStatus
from filing.selectors import register
from tests.certificates.issuing.world import DAY, NOW, at, reserved
from tests.certificates.world import ISSUED, a_certificate
from tests.filing.granting import on
from tests.results.publishing.steps import sit
from tests.supervision.violations.world import act, decided, suspension

pytestmark = pytest.mark.django_db
AFTER = timedelta(31)


@pytest.fixture
def day(agencies):
    """A plan of Suzhou's agency with numbers reserved, on the day on which they may be issued."""
    with clock.travel(NOW):
        yield reserved(agencies, "js", 3)


def begins(client, day, issued_on) -> tuple[int, bool]:
    """The status of the answer to whoever begins a batch, and whether the page names the
    suspension."""
    sit(client, day.arbiter)
    page = client.get(at("issue", day.plan))
    form = page.context["form"]
    given = {"token": form["token"].value(), "issued_on": issued_on, "signed": "on"}
    answer = client.post(at("begin", day.plan), given)
    return answer.status_code, "暂停评价" in page.content.decode() + answer.content.decode()


@pytest.mark.clause("LC-22")
def test_no_batch_is_begun_till_the_suspension_ends_by_itself(world, client, day):
    decided(world, day.plan.agency, suspension(DAY), "sz")
    assert begins(client, day, DAY) == (422, True)
    assert begins(client, day, DAY - timedelta(1)) == (422, True)  # nor backdated
    last = DAY + AFTER - timedelta(1)
    with on(last):
        assert begins(client, day, last) == (422, True)
    assert Batch.objects.count() == 0
    with on(DAY + AFTER):
        sweep.sweep()
        assert begins(client, day, DAY + AFTER) == (302, False)
    assert Batch.objects.count() == 1


@pytest.mark.clause("LC-22")
def test_a_decision_ends_it_before_its_day(world, client, day):
    case = decided(world, day.plan.agency, suspension(DAY), "sz")
    assert begins(client, day, DAY) == (422, True)
    with on(DAY + timedelta(3)):
        act(case, "resume", world.second["sz"], note="整改验收合格。")
        assert begins(client, day, DAY + timedelta(3)) == (302, False)


@pytest.mark.clause("LC-22")
def test_no_plan_is_filed_and_old_certificates_still_verify(world, agencies, client, settings):
    agency, clerk = agencies.agency["lc"], agencies.clerk["lc"]
    held = a_certificate(agency)
    today = clock.today()
    plan = agencies.plan("lc", first_on=today + 2 * AFTER, last_on=today + 2 * AFTER)
    agencies.item(plan)
    decided(world, agency, suspension())
    client.force_login(clerk)
    address = reverse("casework:act", args=[plan.number, "file_plan"])
    form = client.get(address).context["form"]
    hidden = {name: form[name].value() for name in ("version", "token")}
    refused = client.post(address, hidden)
    assert (refused.status_code, "暂停评价" in refused.content.decode()) == (422, True)
    assert Plan.objects.get(pk=plan.pk).state == "draft"
    client.logout()
    way = tags.address_of(held.number).removeprefix(settings.SITE_URL)
    register_page = reverse("filing:agency", args=[agency.code])
    for moment, suspended in ((today, True), (today + AFTER, False)):
        with on(moment):
            sweep.sweep()
            page = client.get(way).content.decode()
            assert ("有效" in page, "撤销" in page, held.name in page) == (True, False, True)
            assert ("该机构已暂停评价" in client.get(register_page).content.decode()) == suspended
    assert [row.since for row in held.history.all()] == [ISSUED]
    known = [register.status_on(agency, each) for each in (ISSUED, today, today + AFTER)]
    assert known == [AgencyStatus.IN_FORCE, AgencyStatus.SUSPENDED, AgencyStatus.IN_FORCE]
