"""The second factor of officers in earnest: no session gets by without it."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from accounts.enums import Role
from tests.accounts.test_sign_in import activate, code_of, sign_in

pytestmark = pytest.mark.django_db
SET_UP = "/accounts/second-factor/on/"


@pytest.fixture(autouse=True)
def in_earnest(settings):
    settings.DEMO = False


@pytest.fixture
def officer(person, bureau):
    return person(bureau, Role.ACCEPTOR)


def test_a_session_of_the_password_alone_is_asked_for_a_code(client, officer):
    thief = client.__class__()
    sign_in(thief, officer.username)
    sign_in(client, officer.username)
    activate(client)
    cache.clear()  # a code works once
    assert client.get("/organisation/").status_code == 200
    asked = "/accounts/second-factor/ask-again/?next=%2Forganisation%2F"
    assert thief.get("/organisation/")["Location"] == asked
    assert thief.post("/organisation/switch/")["Location"].endswith("?next=%2Fdesk%2F")
    assert thief.get("/api/v1/occupations/").status_code == 403
    wrong = thief.post(asked, {"code": "000000"})
    assert "验证码不正确或已过期" in wrong.content.decode()
    assert thief.get("/organisation/").status_code == 302
    assert thief.post(asked, {"code": code_of(officer)})["Location"] == "/organisation/"
    assert thief.get("/organisation/").status_code == 200


def test_who_turns_it_off_sets_it_up_again_before_anything_else(client, officer):
    sign_in(client, officer.username)
    activate(client)
    cache.clear()  # a code works once
    other = client.__class__()
    sign_in(other, officer.username)
    other.post("/accounts/second-factor/ask/", {"code": code_of(officer)})
    assert other.get("/organisation/").status_code == 200
    assert other.post("/accounts/second-factor/off/").status_code == 302
    assert Authenticator.objects.filter(user=officer).count() == 0
    assert other.get("/organisation/")["Location"] == SET_UP
    cache.clear()
    activate(other)
    assert other.get("/organisation/").status_code == 200
