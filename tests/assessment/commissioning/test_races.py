"""Two at once, on PostgreSQL."""

import pytest

from accounts.enums import Role
from assessment.models import Commission
from assessment.services import commissioning
from casework.models import Letter, Material
from casework.services import door
from tests.assessment.commissioning.steps import a_commission, scan, side
from tests.races import at_once, kinds_of, meeting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_two_clerks_of_the_agency_give_one_answer(agencies):
    case = a_commission(agencies, "hb", "requested")
    organisation = agencies.agency["hb"].organisation
    colleague = agencies.world.member(organisation, Role.MANAGER, Role.CLERK)
    yes = {"agreement": scan(), "signed_on": door.clock.today(), "sealed": True}
    outcomes = at_once(
        lambda: door.perform(case, "agree", actor=agencies.clerk["hb"], version=0, **yes),
        lambda: door.perform(case, "decline", actor=colleague, version=0, note="考位已满"),
    )
    assert kinds_of(outcomes) == ["Event", "StaleError"]
    state = Commission.objects.get().state
    assert (state, Material.objects.count()) in {("agreed", 1), ("declined", 0)}


def test_two_officers_print_one_letter(agencies):
    case = a_commission(agencies, "hb", "submitted")
    office = agencies.world.offices["sjz_centre"]
    for key in ("hr_system", "pay"):
        Material.objects.create(
            case=case,
            key=key,
            title=key,
            instead="online",
            note="已核验",
            added_at=door.clock.now(),
        )
    officers = [agencies.world.member(office, Role.REVIEWER) for _ in range(2)]
    outcomes = at_once(
        *(
            lambda officer=officer: door.perform(case, "grant", actor=officer, version=0)
            for officer in officers
        )
    )
    assert kinds_of(outcomes) == ["Event", "StaleError"]
    assert Letter.objects.count() == 1


def test_the_start_sent_at_once_is_one_draft(agencies):
    client, hr = side(agencies, "hb")
    agency = agencies.agency["hb"]

    def start():
        return commissioning.start(client, agency, client.division, actor=hr)

    outcomes = at_once(start, start, start)
    assert kinds_of(outcomes) == ["Commission"] * 3
    assert {case.number for case in outcomes} == {Commission.objects.get().number}


def test_without_the_lock_the_start_would_make_two(agencies, monkeypatch):
    """The race is there: the two meet between looking for a draft and opening one."""
    client, hr = side(agencies, "hb")
    agency, look, meet = agencies.agency["hb"], commissioning.begun, meeting(2)

    def look_and_meet(*asked):
        found = look(*asked)
        meet()
        return found

    monkeypatch.setattr(commissioning, "hold", lambda client: None)
    monkeypatch.setattr(commissioning, "begun", look_and_meet)

    def start():
        return commissioning.start(client, agency, client.division, actor=hr)

    assert kinds_of(at_once(start, start)) == ["Commission"] * 2
    assert Commission.objects.count() == 2
