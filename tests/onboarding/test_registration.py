"""An organisation opens its account: every role, every place, every field."""

import json
import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from casework.models import Case, Notice
from casework.selectors import cases_visible_to
from casework.services import assignment, door, timeline
from onboarding.enums import RegistrationState
from onboarding.models import Registration
from onboarding.services import registration
from onboarding.services.registration import Details
from onboarding.services.routing import bureau_for
from tests.onboarding.conftest import bring_to, code, contact, established

pytestmark = pytest.mark.django_db


def fresh(case) -> Registration:
    return Registration.objects.get(pk=case.pk)


def snapshot(case):
    case = fresh(case)
    owner = case.owner
    return (case.state, case.version, case.events.count(), owner.status, owner.name)


def counts():
    return [model.objects.count() for model in (User, Organisation, Membership, Case, Notice)]


class TestRegistering:
    def test_it_makes_person_organisation_membership_and_case(self, registered, bureaus, manager):
        case = fresh(registered)
        assert (case.state, case.office, case.owner.status) == (
            "submitted",
            bureaus["371502"],
            "pending",
        )
        held = Membership.objects.filter(user=manager).values_list("organisation", "role")
        assert list(held) == [(case.owner_id, Role.MANAGER)]
        assert manager.check_password(contact().password)

    def test_the_bureau_has_five_working_days_by_our_own_default(self, registered):
        deadline = registered.deadlines.get()
        assert (deadline.amount, deadline.unit, deadline.basis) == (
            5,
            "working_days",
            "本系统默认",
        )
        assert registered.due_on == deadline.due_on

    @pytest.mark.parametrize(
        ("place", "affiliation", "expected"),
        [
            ("371502", "county", "371502"),
            ("371521", "county", "371521"),
            ("371522", "county", "371500"),  # no office in that county yet
            ("371502", "city", "371500"),
            ("371502", "province", "371500"),
            ("371502", "central", "371500"),
            ("371500", "county", "371500"),
            ("371500", "city", "371500"),
        ],
    )
    def test_it_goes_to_the_bureau_of_its_territory(
        self, bureaus, places, place, affiliation, expected
    ):
        assert bureau_for(places[place], affiliation) == bureaus[expected]

    def test_without_a_city_office_it_goes_to_the_province(self, bureaus, places):
        bureaus["371500"].status = "closed"
        bureaus["371500"].save()
        assert bureau_for(places["371502"], "city") == bureaus["370000"]

    def test_without_any_office_it_is_refused_and_nothing_is_written(self, bureaus, places):
        before = counts()
        details = Details("样例", code(1), "enterprise", places["110101"], "county")
        with pytest.raises(ValidationError, match="还没有开通网上登记"):
            registration.register(details, contact())
        assert counts() == before

    @pytest.mark.parametrize("status", ["pending", "active"])
    def test_a_code_that_is_here_is_refused_and_nothing_is_written(
        self, registered, details, status
    ):
        Organisation.objects.filter(pk=registered.owner_id).update(status=status)
        before = counts()
        with pytest.raises(ValidationError) as refused:
            registration.register(details, contact(2))
        assert refused.value.error_dict["code"][0].code == "taken"
        assert counts() == before

    def test_a_code_of_a_closed_or_refused_one_is_free_again(self, registered, details):
        Organisation.objects.filter(pk=registered.owner_id).update(status="refused")
        assert registration.register(details, contact(2)).owner.code == details.code

    def test_a_person_that_cannot_be_leaves_no_organisation_behind(self, registered, places):
        before = counts()
        other = Details("另一单位", code(2), "enterprise", places["371502"], "county")
        with pytest.raises(ValidationError) as refused:
            registration.register(other, contact(1))
        assert set(refused.value.error_dict) == {"username", "email"}
        assert counts() == before


# Every role × every transition × every state.

HOLDERS = {
    "confirm": {"acceptor", "reviewer"},
    "send_back": {"acceptor", "reviewer"},
    "refuse": {"acceptor", "reviewer"},
    "resubmit": {"manager"},
    "withdraw": {"manager"},
}
DRAWN = {
    "submitted": {"confirm", "send_back", "refuse", "withdraw"},
    "returned": {"resubmit", "withdraw"},
}


@pytest.fixture
def people(member, manager, registered, bureaus, places):
    own, county = registered.owner, bureaus["371502"]
    return {
        "manager": manager,
        "clerk": member(own, Role.CLERK),
        "assessor": member(own, Role.ASSESSOR),
        "acceptor": member(county, Role.ACCEPTOR),
        "reviewer": member(county, Role.REVIEWER),
        "signer": member(county, Role.SIGNER),
        "bureau manager": member(county, Role.MANAGER),
        "expert": member(county, Role.EXPERT),
        "supervisor": member(county, Role.SUPERVISOR),
        "other county": member(bureaus["371521"], Role.ACCEPTOR),
        "city": member(bureaus["371500"], Role.ACCEPTOR),
        "province": member(bureaus["370000"], Role.ACCEPTOR),
        "other enterprise": member(established(places["371502"], 9), Role.MANAGER),
        "nobody": member(None),
    }


@pytest.mark.parametrize("state", RegistrationState.values)
def test_the_machine_offers_each_role_its_acts(registered, people, state):
    case = bring_to(registered, state)
    offered = {
        name: {act.transition for act in door.available(case, user)}
        for name, user in people.items()
    }
    assert offered == {
        name: {act for act in DRAWN.get(state, ()) if name in HOLDERS[act]} for name in people
    }


@pytest.mark.parametrize("act", list(HOLDERS))
@pytest.mark.parametrize("state", RegistrationState.values)
def test_a_refused_move_leaves_no_trace(registered, people, state, act):
    case = bring_to(registered, state)
    allowed = HOLDERS[act] if act in DRAWN.get(state, ()) else set()
    before = snapshot(case)
    for name, user in people.items():
        if name not in allowed:
            with pytest.raises((door.ForbiddenError, door.NotNowError)):
                door.perform(case, act, actor=user)
    assert snapshot(case) == before


def test_who_sees_it(registered, people):
    """Own and superior offices see it, foreign ones, experts and strangers do not."""
    seen = {name for name, user in people.items() if cases_visible_to(user).exists()}
    assert seen == set(people) - {
        "expert",
        "supervisor",
        "other county",
        "other enterprise",
        "nobody",
    }


class TestAnswer:
    def test_confirmed_it_may_submit_and_its_manager_is_told(self, registered, county, manager):
        door.perform(registered, "confirm", actor=county, note="已核对")
        case = fresh(registered)
        assert (case.state, case.owner.status, case.is_open) == ("confirmed", "active", False)
        assert case.due_on is None
        notice = Notice.objects.get(recipient=manager)
        assert notice.subject == "样例机械有限公司单位登记：已确认"
        assert "办理意见：已核对" in notice.body

    def test_refused_it_may_not_and_the_reason_is_told(self, registered, county, manager):
        door.perform(registered, "refuse", actor=county, note="不是本单位")
        case = fresh(registered)
        assert (case.state, case.owner.status, case.is_open) == ("refused", "refused", False)
        assert "不是本单位" in Notice.objects.get(recipient=manager).body
        assert cases_visible_to(manager).get() == case.case_ptr

    @pytest.mark.parametrize("sent_back", [False, True])
    def test_withdrawn_it_frees_the_code_and_its_person_registers_again(
        self, client, registered, county, manager, details, sent_back
    ):
        if sent_back:
            door.perform(registered, "send_back", actor=county, note="名称不符")
        client.force_login(manager)
        page = f"/cases/{registered.number}/acts/withdraw/"
        sent = {"version": fresh(registered).version, "token": str(uuid.uuid4()), "note": ""}
        assert client.post(page, sent).status_code == 302
        case = fresh(registered)
        assert (case.state, case.owner.status, case.is_open, case.due_on) == (
            "withdrawn",
            "withdrawn",
            False,
            None,
        )
        again = registration.register(details, manager)
        assert (again.owner.code, again.created_by, again.state) == (
            details.code,
            manager,
            "submitted",
        )
        with pytest.raises(door.NotNowError):
            door.perform(case, "withdraw", actor=manager)

    def test_the_first_event_keeps_what_was_registered_by_its_digest(self, registered, details):
        opened = json.loads(registered.events.get(act="open").facts)
        assert opened == {"snapshot": timeline.fingerprint(details.plain())}
        changed = replace(details, name="另一单位")
        assert opened["snapshot"] != timeline.fingerprint(changed.plain())

    def test_corrected_it_goes_to_the_office_of_the_new_place(
        self, registered, county, manager, bureaus, places
    ):
        assignment.take(registered, actor=county)
        door.perform(registered, "send_back", actor=county, note="地址有误")
        assert fresh(registered).due_on is None
        details = Details("改正机械有限公司", code(1), "enterprise", places["371521"], "county")
        door.perform(registered, "resubmit", actor=manager, details=details)
        case = fresh(registered)
        assert (case.office, case.division, case.owner.name, case.title) == (
            bureaus["371521"],
            places["371521"],
            "改正机械有限公司",
            "改正机械有限公司单位登记",
        )
        assert (case.due_on is None, case.assignee) == (False, None)
        assert case.owner.history.count() == 2

    def test_corrected_to_anothers_code_it_is_refused(self, registered, county, manager, places):
        other = established(places["371502"], 5)
        door.perform(registered, "send_back", actor=county, note="代码有误")
        before = snapshot(registered)
        wrong = Details("样例", other.code, "enterprise", places["371502"], "county")
        with pytest.raises(ValidationError) as refused:
            door.perform(registered, "resubmit", actor=manager, details=wrong)
        assert refused.value.error_dict["code"][0].code == "taken"
        assert snapshot(registered) == before


def test_an_unconfirmed_organisation_may_open_nothing_else(registered, manager, places):
    from onboarding.acts import CHANGE

    with pytest.raises(door.ForbiddenError, match="待确认"):
        door.open_case(
            CHANGE,
            actor=manager,
            title="更名",
            division=places["371502"],
            owner=registered.owner,
            state="draft",
            change="rename",
            new_name="新名",
        )
