"""The generic act pages at work on the kinds of onboarding."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import Role
from accounts.models import Membership
from accounts.services import members
from casework.services import door
from config import clock
from onboarding.models import OrganisationChange, Registration
from onboarding.services import change
from tests.onboarding.conftest import code, established
from tests.onboarding.test_change import RENAME, boss, evidence, firm  # noqa: F401

pytestmark = pytest.mark.django_db


def stamp(case, **sent) -> dict:
    version = type(case).objects.get(pk=case.pk).version
    return {"version": version, "token": str(uuid.uuid4()), **sent}


def page_of(case, act: str) -> str:
    return f"/cases/{case.number}/acts/{act}/"


def test_a_reason_is_asked_for_and_reaches_the_applicant(client, registered, county, manager):
    client.force_login(county)
    response = client.post(page_of(registered, "send_back"), stamp(registered))
    assert response.context["form"].errors == {"note": ["请填写理由。"]}
    client.post(page_of(registered, "send_back"), stamp(registered, note="名称与执照不符"))
    client.force_login(manager)
    assert "名称与执照不符" in client.get(f"/cases/{registered.number}/").content.decode()


def test_nobody_decides_in_the_matter_of_his_own_organisation(client, registered, county, manager):
    Membership.objects.create(
        user=county, organisation=registered.owner, role=Role.CLERK, since=clock.today()
    )
    client.force_login(county)
    sent = stamp(registered, note="同意")
    assert client.post(page_of(registered, "confirm"), sent).status_code == 403
    registered.owner.refresh_from_db()
    assert registered.owner.status == "pending"


def test_a_wrong_form_comes_back_only_to_who_may_send_it(client, registered, member, county):
    signer = member(registered.office, Role.SIGNER)
    answers = {}
    for name, user in (("signer", signer), ("acceptor", county)):
        client.force_login(user)
        sent = client.post(page_of(registered, "send_back"), stamp(registered))
        more = client.post(page_of(registered, "send_back"), stamp(registered, _refresh="1"))
        answers[name] = (sent.status_code, more.status_code)
    assert answers == {"signer": (403, 403), "acceptor": (422, 200)}


@pytest.fixture
def returned(registered, county):
    door.perform(registered, "send_back", actor=county, note="名称不符")
    return registered


class TestCorrecting:
    SENT = {
        "name": "改正机械有限公司",
        "code": code(1),
        "kind": "enterprise",
        "division_0": "370000",
        "division_1": "371500",
        "division_2": "371521",
        "affiliation": "county",
        "note": "已改正",
    }

    def test_the_page_opens_with_what_was_registered(self, client, returned, manager):
        client.force_login(manager)
        page = client.get(page_of(returned, "resubmit")).content.decode()
        assert 'value="样例机械有限公司"' in page
        assert '<option value="371502" selected>东昌府区</option>' in page

    def test_corrected_it_goes_back_to_the_office(self, client, returned, manager, bureaus):
        client.force_login(manager)
        client.post(page_of(returned, "resubmit"), stamp(returned, **self.SENT))
        case = Registration.objects.get(pk=returned.pk)
        assert (case.state, case.owner.name, case.office) == (
            "submitted",
            "改正机械有限公司",
            bureaus["371521"],
        )

    def test_anothers_code_is_refused_at_its_field(self, client, returned, manager, places):
        other = established(places["371502"], 8)
        client.force_login(manager)
        sent = stamp(returned, **self.SENT) | {"code": other.code}
        response = client.post(page_of(returned, "resubmit"), sent)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["code"]
        assert Registration.objects.get(pk=returned.pk).state == "returned"

    def test_without_scripts_the_next_select_comes_by_a_button(self, client, returned, manager):
        client.force_login(manager)
        sent = stamp(returned, **self.SENT) | {"division_2": "", "_refresh": "1"}
        response = client.post(page_of(returned, "resubmit"), sent)
        assert (response.status_code, response.context["form"].errors) == (200, {})
        assert Registration.objects.get(pk=returned.pk).state == "returned"


class TestChange:
    @pytest.fixture
    def case(self, firm, boss, county):  # noqa: F811
        case = change.propose(firm, RENAME, evidence=evidence(), actor=boss)
        door.perform(case, "send_back", actor=county, note="材料不清")
        return case

    @pytest.mark.parametrize("again", [True, False])
    def test_evidence_is_replaced_or_stays(self, client, case, boss, again):  # noqa: F811
        client.force_login(boss)
        sent = stamp(case, change="rename", new_name="另一名称有限公司", note="")
        client.post(page_of(case, "resubmit"), sent | ({"evidence": evidence()} if again else {}))
        row = OrganisationChange.objects.get(pk=case.pk)
        assert (row.state, row.new_name) == ("submitted", "另一名称有限公司")
        assert row.materials.count() == 1 + again

    def test_forged_evidence_leaves_everything_as_it_was(self, client, case, boss):  # noqa: F811
        client.force_login(boss)
        forged = evidence()
        forged.name, forged.file.name = "通知书.pdf", "通知书.pdf"
        sent = stamp(case, change="rename", new_name="另一名称有限公司", note="换照")
        response = client.post(page_of(case, "resubmit"), sent | {"evidence": forged})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["evidence"]
        row = OrganisationChange.objects.get(pk=case.pk)
        assert (row.state, row.new_name, row.materials.count()) == (
            "returned",
            RENAME.new_name,
            1,
        )


def test_an_unconfirmed_organisation_invites_nobody(registered, manager):
    with pytest.raises(ValidationError, match="待确认，不能邀请成员"):
        members.invite(registered.owner, email="li4@example.com", roles=["clerk"], actor=manager)
