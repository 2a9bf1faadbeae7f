"""Two cities' bureaus, two enterprises and their people."""

import itertools
from datetime import date

import pytest
from django.core.cache import cache
from django.db import transaction

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from catalogue.models import Division

PASSWORD = "correct horse 27 battery"
NUMBERS = itertools.count(1)


@pytest.fixture
def place(db):
    """`place(code)`: the division, with those above it."""

    def make(code: str) -> Division:
        found = Division.objects.filter(code=code).first()
        if found:
            return found
        tier = 1 if code.endswith("0000") else 2 if code.endswith("00") else 3
        above = {1: None, 2: code[:2] + "0000", 3: code[:4] + "00"}[tier]
        return Division.objects.create(
            code=code, name=f"区划{code}", tier=tier, parent=make(above) if above else None
        )

    return make


@pytest.fixture
def office(place):
    """`office(code)`: the active bureau of that division."""

    def make(code: str, kind=OrganisationKind.HRSS, **fields) -> Organisation:
        division = place(code)
        tier = {1: "province", 2: "city", 3: "county"}[division.tier]
        return Organisation.objects.create(
            name=f"{code}{kind.label}", kind=kind, division=division, tier=tier,
            status="active", **fields,
        )  # fmt: skip

    return make


@pytest.fixture
def firm(place):
    """`firm(code)`: an active enterprise there."""

    def make(code: str) -> Organisation:
        number = next(NUMBERS)
        return Organisation.objects.create(
            name=f"样例企业{number}", kind=OrganisationKind.ENTERPRISE,
            code=f"91{code}MA3C{number:05}X", division=place(code),
            affiliation="city", status="active",
        )  # fmt: skip

    return make


@pytest.fixture
def person(db):
    """`person(organisation, role, …)`: somebody with these roles there."""

    def make(organisation: Organisation | None = None, *roles: Role, **fields) -> User:
        number = next(NUMBERS)
        user = User.objects.create_user(
            f"user{number}", f"user{number}@example.com", PASSWORD, name=f"人员{number}", **fields
        )
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        for role in roles:
            Membership.objects.create(
                user=user, organisation=organisation, role=role, since=date(2020, 1, 1)
            )
        return user

    return make


@pytest.fixture
def enterprise(firm):
    return firm("371500")


@pytest.fixture
def bureau(office):
    return office("371500")


@pytest.fixture
def manager(person, enterprise):
    return person(enterprise, Role.MANAGER)


@pytest.fixture
def as_user(client):
    """`as_user(user)`: the client, signed in as that person."""

    def sign_in(user: User):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def fresh_limits():
    """What one test used up of the limits is not the next one's."""
    cache.clear()


@pytest.fixture(autouse=True)
def mails_go_out(request, monkeypatch):
    """Mails follow the commit; a test that is rolled back at its end commits nothing, so they go
    at once. A test with its own transactions (transactional_db) keeps the real thing."""
    if "transactional_db" in request.fixturenames or "live_server" in request.fixturenames:
        return
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_: call())
