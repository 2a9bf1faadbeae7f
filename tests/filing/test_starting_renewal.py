"""A renewal is told its term, and from which day it is sensible to ask for it."""

from datetime import date

import pytest
from django.urls import reverse

from casework.services import door
from filing.models import Filing
from tests.filing.agencies import agency
from tests.filing.granting import LC, LN, issued, on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]
START = reverse("filing:start")
UNTIL, FROM = "2029年11月23日", "2029年5月23日"


@pytest.fixture
def filed(world) -> Filing:
    """In the register of Liaoning for three years, with nothing under way."""
    filing = issued(world, LN)
    door.perform(filing, "publish", actor=world.staff["as"])
    return filing


def begin(client, user, regulation: str, **given):
    client.force_login(user)
    sent = {"regulation": regulation, "purpose": "renewal"} | given
    return client.post(START, {f"{regulation}-{name}": value for name, value in sent.items()})


def renewals() -> int:
    return Filing.objects.filter(purpose="renewal").count()


@pytest.mark.clause("LN-07")
def test_the_page_says_how_long_it_runs_and_on_what_a_renewal_rests(client, filed):
    client.force_login(filed.created_by)
    page = client.get(START)
    text = page.content.decode()
    for wanted in (
        f"有效期至{UNTIL}",
        f"{FROM}起可以申请延续",
        "根据企业意愿、评估结果等决定是否予以延期",
        "依据：辽宁通知 四（二）",
        "<h1>申请变更或延续</h1>",
        f'id="{LN}"',
    ):
        assert wanted in text, wanted
    mine = client.get(reverse("filing:my-agencies")).content.decode()
    assert f"{FROM}起可以申请延续（本系统默认）" in mine
    assert f"?owner={filed.owner.pk}#{LN}" in mine


@pytest.mark.clause("LN-07")
def test_an_early_renewal_is_asked_once_more(client, filed):
    """No document sets the day: it warns, and who insists goes on."""
    user = filed.created_by
    with on(date(2029, 5, 22)):
        told = begin(client, user, LN)
        assert (told.status_code, renewals()) == (422, 0)
        (form,) = [form for way, form in told.context["ways"] if way.regulation.id == LN]
        said = f"有效期至{UNTIL}，{FROM}起申请即可，不影响新的有效期。确需现在申请的，请勾选。"
        assert dict(form.errors) == {"early": [said]}
        assert begin(client, user, LN, early="on").status_code == 302
    assert renewals() == 1


@pytest.mark.clause("LN-07")
def test_from_that_day_on_nothing_more_is_asked(client, filed):
    with on(date(2029, 5, 23)):
        client.force_login(filed.created_by)
        assert "仍要现在申请延续" not in client.get(START).content.decode()
        assert begin(client, filed.created_by, LN).status_code == 302
    assert renewals() == 1


def test_a_change_is_never_early(client, filed):
    assert begin(client, filed.created_by, LN, purpose="scope").status_code == 302


def test_without_a_term_there_is_nothing_to_extend(client, world):
    agency(world, organisation=world.firm)
    told = begin(client, world.hr, LC)
    assert (told.status_code, renewals()) == (422, 0)
    text = told.content.decode()
    for wanted in ("未规定有效期，不需要延续", "<h1>申请备案、变更或延续</h1>"):
        assert wanted in text, wanted
    assert begin(client, world.hr, LC, early="on").status_code == 302


def test_who_is_not_filed_applies(client, world):
    client.force_login(world.hr)
    text = client.get(START).content.decode()
    assert ("<h1>申请备案</h1>" in text, "仍要现在申请延续" in text) == (True, False)
