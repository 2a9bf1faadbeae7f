"""What was reported to the province's centre: on its desk and in its list, for its notice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from filing.models import Filing
from tests.filing.answering import done
from tests.filing.granting import JS, LC, LN, SD, passed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]
WHERE = {LC: ("lc_centre", "sd_centre"), JS: ("sz_centre", "js_centre")}


def listed(client, user, query: str = "?reported=here") -> list[str]:
    client.force_login(user)
    page = client.get(f"/cases/{query}")
    return sorted(row.case.number for row in page.context["rows"])


def on_desk(client, user) -> tuple[list[str], list[str]]:
    """What the desk calls reported, and what it calls a task."""
    client.force_login(user)
    shown = client.get("/desk/").context
    return tuple([row.case.number for row in shown[part]] for part in ("reported", "tasks"))


@pytest.mark.clause("LC-12")
@pytest.mark.parametrize("regulation", [LC, JS])
def test_the_centre_finds_what_was_reported_to_it(client, world, regulation):
    city, centre = (world.staff[key] for key in WHERE[regulation])
    filing, _ = passed(world, regulation), passed(world, regulation)
    assert on_desk(client, centre) == ([], [])
    done(client, city, filing, "report")
    assert on_desk(client, centre) == ([filing.number], [])
    assert listed(client, centre) == [filing.number]
    assert "已报备" in client.get("/desk/").content.decode()
    done(client, centre, filing, "send_back", note="补充工种")
    assert (on_desk(client, centre), listed(client, centre)) == (([], []), [])


@pytest.mark.clause("SD-06")
def test_what_is_in_the_catalogue_stays_in_the_list(client, world):
    filing = passed(world, SD, state="publicised")
    staff = world.staff
    done(client, staff["lc_centre"], filing, "issue_receipt")
    done(client, staff["lc_centre"], filing, "report")
    done(client, staff["sd"], filing, "publish")
    assert not Filing.objects.get(pk=filing.pk).is_open
    assert listed(client, staff["sd_centre"]) == [filing.number]
    assert listed(client, staff["sd_centre"], "?reported=here&progress=closed") == [filing.number]


def test_what_is_a_task_of_the_centre_is_not_told_twice(client, world):
    filing = passed(world, LN, state="committed")
    done(client, world.staff["as"], filing, "report")
    centre = world.staff["ln_centre"]
    assert on_desk(client, centre) == ([], [filing.number])
    assert listed(client, centre) == [filing.number]
    done(client, centre, filing, "recheck")
    assert on_desk(client, centre) == ([filing.number], [])


def test_nobody_else_is_reported_to(client, world):
    """Not the centre of another province, nor other offices, which see all they saw before."""
    filing = passed(world, LC)
    done(client, world.staff["lc_centre"], filing, "report")
    assert listed(client, world.staff["js_centre"]) == []
    for key in ("sd", "lc", "lc_centre"):
        client.force_login(world.staff[key])
        page = client.get("/cases/?reported=here")
        assert "reported" not in page.context["table"].filterset.form.fields
        assert on_desk(client, world.staff[key])[0] == []


def test_thirty_reports_cost_no_more_than_one(client, world):
    centre, costs = world.staff["sd_centre"], []
    for many in (1, 29):
        for _ in range(many):
            done(client, world.staff["lc_centre"], passed(world, LC), "report")
        client.force_login(centre)
        for address in ("/desk/", "/cases/?reported=here"):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            costs.append(len(asked))
    assert costs[:2] == costs[2:]
