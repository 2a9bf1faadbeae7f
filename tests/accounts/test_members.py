"""People of an organisation: invited, given roles, relieved, stood in for."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import OrganisationKind, Role
from accounts.models import Appointment, Delegation, Invitation, Membership, User
from accounts.selectors import roles_of
from accounts.services import delegations, members
from config import clock
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {
    "username": "newcomer",
    "name": "新同事",
    "phone": "1" + "3" * 10,
    "password": PASSWORD,
    "again": PASSWORD,
}


def held(organisation):
    return {(m.user_id, m.role) for m in members.members_of(organisation)}


def link_in(message) -> str:
    return re.search(r"/accounts/invitation/\?token=\S+", message.body).group()


def invite(client, email="new@example.com", roles=("clerk",)):
    return client.post("/organisation/invite/", {"email": email, "roles": roles})


def test_one_invited_makes_an_account_and_joins_once(as_user, manager, enterprise, client):
    invite(as_user(manager), roles=["clerk", "assessor"])
    assert [m.to for m in mail.outbox] == [["new@example.com"]]
    link = link_in(mail.outbox[0])
    stranger = client.__class__()
    assert enterprise.name in stranger.get(link).content.decode()
    assert stranger.post(link, NEW)["Location"] == "/accounts/login/"
    user = User.objects.get(username="newcomer")
    assert (user.email, user.name, user.phone) == ("new@example.com", "新同事", NEW["phone"])
    assert held(enterprise) == {
        (manager.pk, "manager"),
        (user.pk, "clerk"),
        (user.pk, "assessor"),
    }
    login = stranger.post("/accounts/login/", {"login": "newcomer", "password": PASSWORD})
    assert login["Location"] == "/desk/", "the mailbox is proven by the link"
    assert client.__class__().post(link, NEW | {"username": "other"}).status_code == 404


def test_the_link_is_kept_as_a_hash_only(as_user, manager):
    invite(as_user(manager))
    token = link_in(mail.outbox[0]).partition("=")[2]
    row = Invitation.objects.values().get()
    assert token not in str(row)
    assert members.by_token(token).pk == row["id"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"username": "a@b"}, "用户名不能含有"),
        ({"username": "MANAGER-NAME"}, "这个用户名已有人使用"),
        ({"phone": "123"}, "请填写11位手机号码"),
        ({"password": "12345678", "again": "12345678"}, "密码太短，至少需要 10 个字符"),
        ({"again": "different"}, "两次输入的密码不一致"),
        ({"name": " "}, "请填写真实姓名"),
    ],
)
def test_a_wrong_account_is_explained_and_nothing_is_made(
    as_user, manager, client, change, message
):
    User.objects.filter(pk=manager.pk).update(username="manager-name")
    invite(as_user(manager))
    stranger = client.__class__()
    page = stranger.post(link_in(mail.outbox[0]), NEW | change)
    assert (page.status_code, message in page.content.decode()) == (200, True)
    assert (User.objects.count(), Invitation.objects.get().accepted_at) == (1, None)


def test_somebody_with_an_account_joins_after_signing_in(
    as_user, manager, person, enterprise, client
):
    other = person()
    invite(as_user(manager), email=other.email.upper())
    link = link_in(mail.outbox[0])
    stranger = client.__class__()
    assert "请登录后接受邀请" in stranger.get(link).content.decode()
    stranger.force_login(other)
    assert stranger.post(link)["Location"] == "/organisation/"
    assert (other.pk, "clerk") in held(enterprise)


def test_another_person_cannot_use_the_link(as_user, manager, person, enterprise, client):
    invite(as_user(manager))
    thief = client.__class__()
    thief.force_login(person())
    link = link_in(mail.outbox[0])
    assert [thief.get(link).status_code, thief.post(link).status_code] == [403, 403]
    assert held(enterprise) == {(manager.pk, "manager")}


def test_sent_again_the_old_link_is_dead_withdrawn_both_are(as_user, manager, client):
    signed_in = as_user(manager)
    invite(signed_in)
    pk = Invitation.objects.get().pk
    signed_in.post(f"/organisation/invitations/{pk}/resend/")
    old, new = map(link_in, mail.outbox)
    stranger = client.__class__()
    assert [stranger.get(old).status_code, stranger.get(new).status_code] == [404, 200]
    signed_in.post(f"/organisation/invitations/{pk}/withdraw/")
    assert stranger.get(new).status_code == 404
    invite(signed_in)
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_after_seven_days_the_link_is_dead(as_user, manager, client):
    invite(as_user(manager))
    link, start = link_in(mail.outbox[0]), clock.now()
    stranger = client.__class__()
    answers = []
    for days in (6.9, 7.1):
        with clock.travel(start + timedelta(days=days)):
            answers.append(stranger.get(link).status_code)
    assert answers == [200, 404]


@pytest.mark.parametrize(
    ("email", "roles", "message"),
    [
        ("no address", ["clerk"], "邮箱格式不正确，请核对"),
        ("new@example.com", [], "请至少选择一个角色"),
        ("new@example.com", ["signer"], "signer"),
    ],
)
def test_a_wrong_invitation_is_explained_and_keeps_what_was_typed(
    as_user, manager, email, roles, message
):
    page = invite(as_user(manager), email, roles).content.decode()
    assert [message in page, f'value="{email}"' in page] == [True, True]
    assert (Invitation.objects.count(), mail.outbox) == (0, [])


def test_one_address_is_invited_once_and_members_never(as_user, manager):
    client = as_user(manager)
    invite(client)
    assert "已经邀请过这个邮箱" in invite(client, "NEW@example.com").content.decode()
    assert "已是本单位成员" in invite(client, manager.email).content.decode()
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_is_told_and_the_invitation_stays(as_user, manager, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client = as_user(manager)
    assert invite(client).status_code == 302
    assert "邮件未能发出" in client.get("/organisation/").content.decode()


def test_roles_change_and_end_but_the_last_manager_stays(as_user, manager, person, enterprise):
    clerk = person(enterprise, Role.CLERK)
    client = as_user(manager)
    client.post(f"/organisation/members/{clerk.pk}/", {"roles": ["manager", "assessor"]})
    assert held(enterprise) == {
        (manager.pk, "manager"),
        (clerk.pk, "manager"),
        (clerk.pk, "assessor"),
    }
    client.post(f"/organisation/members/{clerk.pk}/", {})
    assert held(enterprise) == {(manager.pk, "manager")}
    page = client.post(f"/organisation/members/{manager.pk}/", {"roles": ["clerk"]})
    assert "至少要有一名管理员" in page.content.decode()
    assert held(enterprise) == {(manager.pk, "manager")}


def test_what_changed_is_on_record(as_user, manager, person, enterprise):
    clerk = person(enterprise, Role.CLERK)
    client = as_user(manager)
    client.post(f"/organisation/members/{clerk.pk}/", {"roles": ["assessor"]})
    invite(client)
    titles = [h.title for h in client.get("/organisation/history/").context["events"]]
    assert set(titles) == {
        f"{manager.name}担任管理员",
        f"{clerk.name}担任经办人",
        f"{clerk.name}不再担任经办人",
        f"{clerk.name}担任考评员",
        "邀请 new@example.com 担任经办人",
    }
    assert client.get("/organisation/history/").context["events"][0].actor == manager.name


# --- Stand-ins ----------------------------------------------------------------------------------


def lend(client, membership, to, since=0, until=5):
    today = clock.today()
    return client.post(
        "/organisation/delegate/",
        {
            "membership": membership.pk,
            "delegate": to.pk,
            "since": today + timedelta(days=since),
            "until": today + timedelta(days=until),
            "reason": "休假",
        },
    )


@pytest.fixture
def officers(person, bureau):
    return person(bureau, Role.ACCEPTOR), person(bureau, Role.REVIEWER)


def test_a_stand_in_holds_the_role_from_day_to_day(as_user, officers, bureau):
    acceptor, reviewer = officers
    assert lend(as_user(acceptor), acceptor.memberships.get(), reviewer, 1, 3).status_code == 302
    today = clock.today()
    days = [(bureau.pk, Role.ACCEPTOR) in roles_of(reviewer, on=today + timedelta(days=n))
            for n in range(5)]  # fmt: skip
    assert days == [False, True, True, True, False]


def test_a_stand_in_ends_with_a_click_and_with_the_membership(as_user, officers, bureau, person):
    acceptor, reviewer = officers
    boss = person(bureau, Role.MANAGER)
    client = as_user(acceptor)
    lend(client, acceptor.memberships.get(), reviewer)
    row = Delegation.objects.get()
    client.force_login(reviewer)
    assert client.post(f"/organisation/delegations/{row.pk}/end/").status_code == 403
    client.force_login(boss)
    assert client.post(f"/organisation/delegations/{row.pk}/end/").status_code == 302
    assert Delegation.objects.count() == 0
    lend(client, acceptor.memberships.get(), reviewer)
    members.set_roles(bureau, reviewer, roles=[], actor=boss)
    assert roles_of(User.objects.get(pk=reviewer.pk)) == frozenset()


def test_nobody_lends_what_is_not_his_or_to_whom_is_not_there(
    as_user, officers, person, bureau, office
):
    acceptor, reviewer = officers
    client = as_user(acceptor)
    lend(client, reviewer.memberships.get(), acceptor)
    lend(client, acceptor.memberships.get(), acceptor)
    lend(client, acceptor.memberships.get(), person(office("370100"), Role.ACCEPTOR))
    lend(client, acceptor.memberships.get(), reviewer, since=-1)
    lend(client, acceptor.memberships.get(), reviewer, since=3, until=2)
    lend(client, acceptor.memberships.get(), reviewer, until=400)
    assert Delegation.objects.count() == 0
    lend(client, acceptor.memberships.get(), reviewer, 0, 5)
    page = lend(client, acceptor.memberships.get(), reviewer, 5, 9).content.decode()
    assert ("已有代理人" in page, Delegation.objects.count()) == (True, 1)


def test_the_service_refuses_a_stranger_as_stand_in(officers, person, office):
    stranger = person(office("370100"), Role.ACCEPTOR)
    today = clock.today()
    with pytest.raises(ValidationError, match="必须是本单位成员"):
        delegations.delegate(
            officers[0].memberships.get(), to=stranger, since=today, until=today,
            reason="休假", actor=officers[0],
        )  # fmt: skip


# --- Recovery -----------------------------------------------------------------------------------

APPOINT = {"email": "new@example.com", "reason": "原管理员离职", "evidence": "单位证明，档案第1号"}


def test_the_bureau_appoints_a_new_manager_on_record_and_tells_both(
    as_user, person, bureau, enterprise, manager, client
):
    boss = person(bureau, Role.MANAGER)
    address = f"/organisation/territory/{enterprise.pk}/manager/"
    assert as_user(boss).post(address, APPOINT).status_code == 302
    assert sorted(m.to[0] for m in mail.outbox) == sorted(["new@example.com", manager.email])
    assert held(enterprise) == {(manager.pk, "manager")}, "until the new one accepts"
    appointment = Appointment.objects.get()
    assert (appointment.office, appointment.decided_by) == (bureau, boss)
    link = link_in(next(m for m in mail.outbox if m.to == ["new@example.com"]))
    mail.outbox.clear()
    client.__class__().post(link, NEW)
    new = User.objects.get(username="newcomer")
    assert held(enterprise) == {(new.pk, "manager")}
    assert [m.to for m in mail.outbox] == [[manager.email]]
    assert "原管理员离职" in mail.outbox[0].body


def test_only_a_manager_of_the_territorys_bureau_appoints(
    client, person, bureau, office, enterprise
):
    def answer(user):
        client.force_login(user)
        return client.post(f"/organisation/territory/{enterprise.pk}/manager/", APPOINT).status_code

    assert {
        "manager elsewhere": answer(person(office("370100"), Role.MANAGER)),
        "county below": answer(person(office("371502"), Role.MANAGER)),
        "centre": answer(person(office("371500", OrganisationKind.CENTRE), Role.MANAGER)),
        "no manager": answer(person(bureau, Role.ACCEPTOR)),
        "expert": answer(person(bureau, Role.EXPERT)),
        "enterprise": answer(person(enterprise, Role.MANAGER)),
    } == {
        "manager elsewhere": 404,
        "county below": 404,
        "centre": 403,
        "no manager": 403,
        "expert": 403,
        "enterprise": 403,
    }
    assert (Appointment.objects.count(), Invitation.objects.count()) == (0, 0)


def test_the_first_manager_of_an_office_is_invited_from_the_console(bureau, person):
    call_command("invite_manager", bureau.name, "boss@example.com")
    assert [m.to for m in mail.outbox] == [["boss@example.com"]]
    person(bureau, Role.MANAGER)
    with pytest.raises(CommandError, match="已有管理员"):
        call_command("invite_manager", str(bureau.pk), "second@example.com")


# --- Several organisations ----------------------------------------------------------------------


def test_one_acts_for_the_organisation_one_chose_and_for_no_other(as_user, person, firm):
    first, second, third = firm("371500"), firm("371500"), firm("371500")
    user = person(first, Role.MANAGER)
    Membership.objects.create(user=user, organisation=second, role=Role.CLERK, since=clock.today())
    client = as_user(user)
    assert client.get("/organisation/").context["organisation"] == first
    assert client.post("/organisation/switch/", {"organisation": third.pk}).status_code == 404
    client.post("/organisation/switch/", {"organisation": second.pk})
    assert client.get("/organisation/").context["organisation"] == second
    assert client.get("/organisation/invite/").status_code == 403


def test_a_list_of_thirty_asks_as_often_as_a_list_of_one(as_user, person, enterprise, manager):
    client = as_user(manager)
    client.get("/organisation/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/organisation/")
    for _ in range(29):
        person(enterprise, Role.CLERK)
    with CaptureQueriesContext(connection) as many:
        client.get("/organisation/")
    assert len(many) == len(few)
