"""A bureau's decision about a manager holds against the managers that it relieves."""

import pytest
from django.core import mail

from accounts.enums import Role
from accounts.models import Delegation, Invitation, Organisation, User
from accounts.services import members
from tests.accounts.test_members import APPOINT, NEW, held, invite, lend, link_in

pytestmark = pytest.mark.django_db
ADDRESS = APPOINT["email"]


@pytest.fixture
def boss(person, bureau):
    return person(bureau, Role.MANAGER)


@pytest.fixture
def appoint(client, boss, enterprise):
    """`appoint(email)`: the bureau's manager appoints; answers the response."""

    def send(email=ADDRESS):
        signed_in = client.__class__()
        signed_in.force_login(boss)
        page = f"/organisation/territory/{enterprise.pk}/manager/"
        return signed_in.post(page, APPOINT | {"email": email})

    return send


def link_to(email: str) -> str:
    return link_in([m for m in mail.outbox if m.to == [email] and "?token=" in m.body][-1])


def test_the_one_to_be_relieved_cannot_take_the_invitation_back(as_user, manager, appoint):
    appoint()
    row = Invitation.objects.get()
    client = as_user(manager)
    answer = client.post(f"/organisation/invitations/{row.pk}/withdraw/", follow=True)
    page = answer.content.decode()
    assert "本单位不能撤回" in page
    assert f"/organisation/invitations/{row.pk}/withdraw/" not in page
    row.refresh_from_db()
    assert row.is_open


def test_a_member_may_become_the_manager(client, person, enterprise, manager, appoint):
    clerk = person(enterprise, Role.CLERK)
    assert appoint(clerk.email).status_code == 302
    client.force_login(clerk)
    client.post(link_to(clerk.email))
    assert held(enterprise) == {(clerk.pk, "clerk"), (clerk.pk, "manager")}


def test_an_invitation_that_waits_does_not_hinder_the_bureau(as_user, manager, appoint, client):
    invite(as_user(manager), ADDRESS, ["clerk"])
    old = link_to(ADDRESS)
    assert appoint().status_code == 302
    stranger = client.__class__()
    assert [stranger.get(link).status_code for link in (old, link_to(ADDRESS))] == [404, 200]


def test_a_later_decision_takes_the_place_of_an_earlier_one(appoint, client):
    appoint()
    appoint("other@example.com")
    assert client.get(link_to(ADDRESS)).status_code == 404
    appoint("other@example.com")
    rows = Invitation.objects.filter(withdrawn_at=None)
    assert list(rows.values_list("email", flat=True)) == ["other@example.com"]


def test_whom_the_relieved_manager_invited_stays_out(
    as_user, manager, person, enterprise, appoint, client
):
    accomplice = person()
    invite(as_user(manager), accomplice.email, ["manager"])
    appoint()
    client.__class__().post(link_to(ADDRESS), NEW)
    friend = client.__class__()
    friend.force_login(accomplice)
    assert friend.post(link_to(accomplice.email)).status_code == 404
    assert held(enterprise) == {(User.objects.get(username="newcomer").pk, "manager")}


def test_nobody_appoints_himself(appoint, boss):
    answer = appoint(boss.email.upper())
    assert "不能指定本人" in answer.content.decode()
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("status", ["closed", "refused"])
def test_an_organisation_that_is_gone_takes_nobody_in(as_user, manager, enterprise, client, status):
    invite(as_user(manager))
    Organisation.objects.filter(pk=enterprise.pk).update(status=status)
    page = client.__class__().post(link_to("new@example.com"), NEW)
    assert "邀请已失效" in page.content.decode()
    assert not User.objects.filter(username="newcomer").exists()


# --- Stand-ins of a manager ---------------------------------------------------------------------


@pytest.fixture
def stand_in(as_user, manager, person, enterprise):
    """A clerk who stands in for the manager until tomorrow."""
    clerk = person(enterprise, Role.CLERK)
    lend(as_user(manager), manager.memberships.get(), clerk, until=1)
    return clerk


def test_a_stand_in_makes_and_unmakes_no_managers(as_user, manager, stand_in, enterprise, person):
    other = person(enterprise, Role.MANAGER)
    before = held(enterprise)
    client = as_user(stand_in)
    answers = [
        client.post(f"/organisation/members/{stand_in.pk}/", {"roles": ["manager", "clerk"]}),
        client.post(f"/organisation/members/{other.pk}/", {"roles": ["clerk"]}),
        invite(client, "friend@example.com", ["manager"]),
        lend(client, other.memberships.get(), stand_in),
    ]
    assert ["代理期间不能任免管理员" in a.content.decode() for a in answers] == [True] * 4
    assert (held(enterprise), Invitation.objects.count()) == (before, 0)
    assert Delegation.objects.count() == 1


def test_a_stand_in_does_the_rest_of_a_managers_work(as_user, stand_in, enterprise, person):
    clerk = person(enterprise, Role.CLERK)
    client = as_user(stand_in)
    client.post(f"/organisation/members/{clerk.pk}/", {"roles": ["assessor"]})
    assert invite(client).status_code == 302
    assert (clerk.pk, "assessor") in held(enterprise)


def test_the_portal_itself_may_do_both(enterprise, manager, person):
    clerk = person(enterprise, Role.CLERK)
    members.set_roles(enterprise, clerk, roles=["manager"], actor=None)
    assert (clerk.pk, "manager") in held(enterprise)
