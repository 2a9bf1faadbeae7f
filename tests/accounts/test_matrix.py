"""Every page of accounts × every kind of person: the whole table, compared by equality."""

from datetime import timedelta

import pytest
from django.urls import get_resolver

from accounts.enums import OrganisationKind, Role
from accounts.models import Delegation, Membership
from accounts.rules import governs_division, governs_organisation, is_member, manages
from accounts.selectors import organisations_visible_to
from accounts.services import members, privacy
from accounts.urls import OWN
from config import clock
from tests.house.test_urls import walk

pytestmark = pytest.mark.django_db
PEOPLE = (
    "stranger", "nobody", "admin", "clerk", "manager", "other_manager", "expert", "acceptor",
    "boss", "boss_elsewhere",
)  # fmt: skip


@pytest.fixture
def world(person, enterprise, firm, bureau, office):
    """One person of each kind, and rows that belong to `enterprise` and `bureau`."""
    people = {
        "nobody": person(),
        "admin": person(is_staff=True, is_superuser=True),
        "clerk": person(enterprise, Role.CLERK),
        "manager": person(enterprise, Role.MANAGER),
        "other_manager": person(firm("371500"), Role.MANAGER),
        "expert": person(bureau, Role.EXPERT),
        "acceptor": person(bureau, Role.ACCEPTOR),
        "boss": person(bureau, Role.MANAGER),
        "boss_elsewhere": person(office("370100"), Role.MANAGER),
    }
    invitation = members.invite(
        enterprise, email="new@example.com", roles=["clerk"], actor=people["manager"]
    )
    tomorrow = clock.today() + timedelta(days=1)  # nobody stands in yet
    delegation = Delegation.objects.create(
        membership=Membership.objects.get(user=people["manager"]), delegate=people["clerk"],
        since=tomorrow, until=tomorrow, reason="休假",
    )  # fmt: skip
    request = privacy.receive(
        kind="access", office=bureau, name="甲", document_kind="passport",
        document_number="E12345678", contact="a@example.com",
    )  # fmt: skip
    return people, {
        "invitation": invitation.pk,
        "delegation": delegation.pk,
        "clerk": people["clerk"].pk,
        "enterprise": enterprise.pk,
        "request": request.number,
        "request_pk": request.pk,
    }


OK, OUT, NO, GONE = 200, 302, 403, 404
SAME = {"stranger": OUT}


def row(default, **others):
    return {**dict.fromkeys(PEOPLE, default), **SAME, **others}


MEMBERS = row(OK, nobody=NO, admin=NO)
MANAGERS = row(NO, manager=OK, other_manager=OK, boss=OK, boss_elsewhere=OK)
STAFF = row(NO, acceptor=OK, boss=OK, boss_elsewhere=OK)
# (name, method, address) → who gets what.
TABLE = {
    ("profile", "get", "/accounts/profile/"): row(OK),
    ("sessions", "get", "/accounts/sessions/"): row(OK),
    ("signed-in", "get", "/accounts/signed-in/"): row(OK),
    ("keep-alive", "post", "/accounts/keep-alive/"): row(204),
    ("invitation", "get", "/accounts/invitation/"): row(GONE, stranger=GONE),
    ("members", "get", "/organisation/"): MEMBERS,
    ("switch", "post", "/organisation/switch/?"): row(GONE),
    ("history", "get", "/organisation/history/"): MANAGERS,
    ("invite", "get", "/organisation/invite/"): MANAGERS,
    ("invitation-act", "post", "/organisation/invitations/{invitation}/resend/"): row(
        NO, manager=OUT, other_manager=GONE, boss=GONE, boss_elsewhere=GONE
    ),
    ("member", "get", "/organisation/members/{clerk}/"): row(
        NO, manager=OK, other_manager=GONE, boss=GONE, boss_elsewhere=GONE
    ),
    ("delegate", "get", "/organisation/delegate/"): MEMBERS,
    ("end-delegation", "post", "/organisation/delegations/{delegation}/end/"): row(
        GONE, nobody=NO, admin=NO, clerk=NO, manager=OUT
    ),
    ("organisations", "get", "/organisation/territory/"): STAFF,
    ("appoint", "get", "/organisation/territory/{enterprise}/manager/"): row(
        NO, boss=OK, boss_elsewhere=GONE
    ),
    ("unmaskings", "get", "/organisation/unmaskings/"): MANAGERS,
    ("data-requests", "get", "/organisation/data-requests/"): STAFF,
    ("data-request", "get", "/organisation/data-requests/{request}/"): row(
        NO, acceptor=OK, boss=OK, boss_elsewhere=GONE
    ),
    ("unmask", "get", "/personal/accounts.user/{clerk}/phone/"): row(
        GONE, clerk=OK, manager=OK, acceptor=OK, boss=OK
    ),
    ("unmask", "get", "/personal/accounts.datarequest/{request_pk}/contact/"): row(
        GONE, acceptor=OK, boss=OK
    ),
}


@pytest.mark.parametrize("key", list(TABLE), ids=lambda key: f"{key[0]}-{key[2]}")
def test_each_gets_what_is_due_to_him(client, world, key):
    people, rows = world
    _, method, address = key
    answers = {}
    for name in sorted(PEOPLE, key="manager".__eq__):
        client.logout()
        if name in people:
            client.force_login(people[name])
        answers[name] = getattr(client, method)(address.format(**rows)).status_code
    assert answers == TABLE[key]


def test_the_table_holds_every_page():
    assert {name for name, _, _ in TABLE} == {pattern.name for pattern in OWN}


def test_of_the_library_only_the_pages_we_want_are_there():
    names = {name for name, _ in walk(get_resolver().url_patterns)}
    assert {n for n in names if n.startswith(("account_", "mfa_", "usersessions"))} == {
        "account_change_password",
        "account_confirm_email",
        "account_email",
        "account_email_verification_sent",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
    }


@pytest.mark.parametrize(
    ("where", "governed"),
    [
        ("370000", {"370000", "370100", "371500", "371502"}),
        ("371500", {"371500", "371502"}),
        ("371502", {"371502"}),
        ("210000", set()),
    ],
)
def test_an_office_governs_what_lies_in_its_territory(person, office, firm, where, governed):
    officer = person(office(where), Role.ACCEPTOR)
    firms = [firm(code) for code in ("370000", "370100", "371500", "371502")]
    assert {f.division.code for f in firms if governs_organisation(officer, f)} == governed
    assert {f.division.code for f in firms if governs_division(officer, f.division)} == governed
    visible = set(organisations_visible_to(officer))
    assert {f.division.code for f in firms if f in visible} == governed


@pytest.mark.parametrize("role", [Role.EXPERT, Role.SUPERVISOR])
def test_who_is_only_sent_by_a_bureau_sees_no_territory(person, bureau, enterprise, role):
    sent = person(bureau, role)
    assert (governs_organisation(sent, enterprise), list(organisations_visible_to(sent))) == (
        False,
        [bureau],
    )


@pytest.mark.parametrize("role", list(Role))
def test_predicates_follow_the_role_and_the_organisation(person, bureau, office, role):
    user, other = person(bureau, role), office("371500", OrganisationKind.CENTRE)
    assert (is_member(user, bureau), manages(user, bureau)) == (True, role == Role.MANAGER)
    assert (is_member(user, other), manages(user, other), is_member(user, None)) == (False,) * 3
