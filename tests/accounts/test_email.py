"""Changing one's own mailbox: proved by a link, the old one told, nobody else's taken."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import IntegrityError

from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.pages import inline_parts

pytestmark = pytest.mark.django_db
PAGE, NEW = "/accounts/email/", "neu@example.com"


@pytest.fixture
def owner(client, person):
    """A person who has just signed in by himself."""
    user = person()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return user


def ask(client, email=NEW):
    return client.post(PAGE, {"action_add": "1", "email": email})


def link(message) -> str:
    return re.search(r"/accounts/confirm-email/\S+/", message.body).group()


def addresses(user) -> list[tuple]:
    rows = EmailAddress.objects.filter(user=user).order_by("pk")
    return list(rows.values_list("email", "verified", "primary"))


def test_the_profile_leads_there_and_the_page_obeys_the_strict_policy(client, owner):
    assert f'href="{PAGE}"' in client.get("/accounts/profile/").content.decode()
    page = client.get(PAGE).content.decode()
    assert (owner.email in page, inline_parts(page)) == (True, [])


def test_the_new_mailbox_counts_once_its_link_was_opened_and_the_old_one_is_told(client, owner):
    old = owner.email
    assert ask(client)["Location"] == PAGE
    (sent,) = mail.outbox
    assert (sent.to, "更换邮箱的，确认之前仍用原邮箱" in sent.body) == ([NEW], True)
    owner.refresh_from_db()
    assert (owner.email, NEW in client.get(PAGE).content.decode()) == (old, True)
    elsewhere = client.__class__()  # the link may be opened on the telephone
    assert "确认" in elsewhere.get(link(sent)).content.decode()
    assert User.objects.get(pk=owner.pk).email == old, "reading mail changes nothing"
    elsewhere.post(link(sent))
    assert (User.objects.get(pk=owner.pk).email, addresses(owner)) == (NEW, [(NEW, True, True)])
    told = mail.outbox[-1]
    assert (told.to, told.subject, f"已由 {old} 更换为 {NEW}" in told.body) == (
        [old],
        "您的邮箱已更换",
        True,
    )
    assert client.get("/desk/").status_code == 200
    assert "链接已失效" in elsewhere.get(link(sent)).content.decode()


def test_only_the_last_link_counts(client, owner):
    """Else a link from one's own mailbox would prove another's."""
    ask(client)
    ask(client, "other@example.com")
    first, second = mail.outbox
    assert "链接已失效" in client.get(link(first)).content.decode()
    client.post(link(first))
    client.post(link(second))
    assert User.objects.get(pk=owner.pk).email == "other@example.com"


def test_it_can_be_sent_again_or_called_off(client, owner):
    old = owner.email
    ask(client)
    client.post(PAGE, {"action_remove": "1", "email": NEW})
    assert addresses(owner) == [(old, True, True)]
    client.post(link(mail.outbox[0]))
    client.post(PAGE, {"action_remove": "1", "email": old})
    assert (User.objects.get(pk=owner.pk).email, addresses(owner)) == (old, [(old, True, True)])


@pytest.mark.parametrize("verified", [True, False])
def test_anothers_mailbox_is_refused(client, owner, person, verified):
    other = person()
    other.emailaddress_set.update(verified=verified)
    page = ask(client, other.email.upper())
    assert page.context["form"].errors == {"email": ["这个邮箱已被其他账号使用，请换一个。"]}
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请填写新邮箱。"),
        ("不是邮箱", "请输入合法的邮件地址。"),
        (None, "这是您现在的邮箱，或正在等您确认的邮箱。"),
    ],
)
def test_what_is_no_new_mailbox_is_refused(client, owner, typed, said):
    page = ask(client, owner.email if typed is None else typed)
    assert page.context["form"].errors == {"email": [said]}


@pytest.mark.parametrize("verified", [True, False])
def test_a_mailbox_that_another_took_meanwhile_stays_his(client, owner, person, verified):
    old = owner.email
    ask(client)
    other = person()
    User.objects.filter(pk=other.pk).update(email=NEW)
    other.emailaddress_set.update(email=NEW, verified=verified)
    page = client.post(link(mail.outbox[0]), follow=True).content.decode()
    assert "这个邮箱已被其他账号使用" in page
    assert User.objects.get(pk=owner.pk).email == old
    assert addresses(owner) == [(old, True, True), (NEW, False, False)]


def test_an_open_session_alone_changes_nothing(client, person):
    """Whoever has the mailbox can set the password anew."""
    client.force_login(person())
    answer = ask(client)
    assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    assert mail.outbox == []


def test_an_officer_with_his_second_factor_may_too(client, owner):
    Authenticator.objects.create(user=owner, type="totp", data={"secret": "x"})
    ask(client)
    client.post(link(mail.outbox[0]))
    assert User.objects.get(pk=owner.pk).email == NEW


def test_one_who_is_changing_still_signs_in(client, owner):
    ask(client)
    other = client.__class__()
    for login in (owner.username, owner.email):
        answer = other.post("/accounts/login/", {"login": login, "password": PASSWORD})
        assert answer["Location"] == "/desk/"


def test_two_mailboxes_of_one_person_are_impossible(owner):
    with pytest.raises(IntegrityError):
        EmailAddress.objects.create(user=owner, email=NEW, verified=True, primary=True)
