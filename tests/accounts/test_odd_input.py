"""What people and attackers type: names, passwords, addresses."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from accounts.enums import Role
from accounts.models import Membership, Organisation, Unmasking, User
from accounts.services import people
from config import clock
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_members import NEW, invite, link_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["\u200b\ufeff", "张\u202e三", "张\n三", "张\x0b三", "张\u2028三"])
def test_a_name_that_cannot_be_read_is_refused_at_its_field(as_user, manager, name):
    page = as_user(manager).post("/accounts/profile/", {"name": name, "phone": NEW["phone"]})
    assert ("看不见" in page.context["form"].errors["name"][0], page.status_code) == (True, 200)


@pytest.mark.parametrize("name", ["㛃䶮", "𠮷野", "阿依古丽·买买提", "Ｊｏｈｎ", "葛\U000e0100"])
def test_rare_characters_are_names(as_user, manager, name):
    as_user(manager).post("/accounts/profile/", {"name": name, "phone": NEW["phone"]})
    manager.refresh_from_db()
    assert manager.name == name


def test_a_name_of_two_lines_stays_in_the_subject_of_a_mail(as_user, manager, enterprise):
    Organisation.objects.filter(pk=enterprise.pk).update(name="样例\nBcc: a@example.com")
    assert invite(as_user(manager)).status_code == 302
    assert mail.outbox[0].subject.startswith("邀请您加入样例 Bcc: a@example.com · ")
    assert mail.outbox[0].recipients() == ["new@example.com"]


def test_a_password_with_blanks_at_its_ends_signs_in(as_user, manager, client):
    invite(as_user(manager))
    stranger = client.__class__()
    typed = f"  {PASSWORD} "
    stranger.post(link_in(mail.outbox[0]), NEW | {"password": typed, "again": typed})
    answer = stranger.post("/accounts/login/", {"login": "newcomer", "password": typed})
    assert answer["Location"] == "/desk/"


def test_what_another_took_meanwhile_is_told_at_its_field(person, monkeypatch):
    """As in a race: the check has passed, then the other's row is there."""
    other = person()
    real, calls = people._check, []

    def first_blind(*args):
        calls.append(args)
        if len(calls) > 1:
            real(*args)

    monkeypatch.setattr(people, "_check", first_blind)
    with pytest.raises(ValidationError) as caught:
        people.create_account(
            username=other.username, email="free@example.com", password=PASSWORD,
            name="后来的人", phone=NEW["phone"],
        )  # fmt: skip
    assert list(caught.value.message_dict) == ["username"]
    assert User.objects.count() == 1


def test_an_officers_look_stands_in_his_offices_log(as_user, person, bureau, enterprise, firm):
    officer, own = person(bureau, Role.ACCEPTOR), firm("371500")
    Membership.objects.create(user=officer, organisation=own, role="manager", since=clock.today())
    seen = person(enterprise, Role.CLERK, phone=NEW["phone"])
    client = as_user(officer)
    client.post("/organisation/switch/", {"organisation": own.pk})
    client.post(f"/personal/accounts.user/{seen.pk}/phone/", {"reason": "核对联系方式"})
    assert Unmasking.objects.get().organisation == bureau


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/invitation/?token=" + "x" * 10_000,
        "/accounts/invitation/?token=%ff%00",
        "/organisation/members/99999999999999999999999/",
        "/personal/accounts.user/99999999999999999999999/phone/",
        "/personal/accounts.user/1/password/",
    ],
)
def test_an_odd_address_is_not_there(as_user, manager, address):
    assert as_user(manager).get(address).status_code == 404
