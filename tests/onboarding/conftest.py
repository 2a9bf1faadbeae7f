"""A province, a city with two counties, their bureaus and people; an enterprise that registers."""

from datetime import date

import pytest
from django.core.cache import cache
from stdnum.cn import uscc

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from catalogue.models import Division
from onboarding.services import registration
from onboarding.services.registration import Contact, Details

PASSWORD = "Chang-qing-2026"
MOBILE = "1" + "3" * 10


def code(number: int) -> str:
    """A well-formed 统一社会信用代码 of nobody's."""
    base = f"91371502MA3C{number:05}"
    return base + uscc.calc_check_digit(base)


@pytest.fixture(autouse=True)
def fresh_limits():
    """Each test comes from an address that did nothing yet."""
    cache.clear()


@pytest.fixture
def places(db) -> dict[str, Division]:
    province = Division.objects.create(code="370000", name="山东省", tier=1)
    city = Division.objects.create(code="371500", name="聊城市", tier=2, parent=province)
    counties = {
        number: Division.objects.create(code=number, name=name, tier=3, parent=city)
        for number, name in {"371502": "东昌府区", "371521": "阳谷县", "371522": "莘县"}.items()
    }
    beijing = Division.objects.create(code="110000", name="北京市", tier=1)
    district = Division.objects.create(code="110101", name="东城区", tier=3, parent=beijing)
    found = {"110000": beijing, "110101": district, "370000": province, "371500": city}
    return found | counties


def bureau(place: Division, tier: str) -> Organisation:
    return Organisation.objects.create(
        name=f"{place.name}人社局",
        kind=OrganisationKind.HRSS,
        division=place,
        tier=tier,
        status="active",
    )


@pytest.fixture
def bureaus(places) -> dict[str, Organisation]:
    """The county 371522 has none here yet."""
    tiers = {"370000": "province", "371500": "city", "371502": "county", "371521": "county"}
    return {number: bureau(places[number], tier) for number, tier in tiers.items()}


@pytest.fixture
def member(db):
    """`member(organisation, role, …)`: a person who holds these roles there."""

    def make(organisation: Organisation | None, *roles: Role) -> User:
        number = User.objects.count() + 1
        user = User.objects.create_user(f"person{number}", f"person{number}@example.com")
        for role in roles:
            Membership.objects.create(
                user=user, organisation=organisation, role=role, since=date(2020, 1, 1)
            )
        return user

    return make


@pytest.fixture
def county(bureaus, member) -> User:
    """Who decides in the county of the enterprise."""
    return member(bureaus["371502"], Role.ACCEPTOR)


@pytest.fixture
def details(places) -> Details:
    return Details("样例机械有限公司", code(1), "enterprise", places["371502"], "county")


def contact(number: int = 1) -> Contact:
    return Contact("张三", MOBILE, f"zhang{number}@example.com", f"zhang{number}", PASSWORD)


@pytest.fixture
def registered(bureaus, details):
    """A registration that waits for the county."""
    return registration.register(details, contact())


@pytest.fixture
def manager(registered) -> User:
    return User.objects.get(pk=registered.created_by_id)


def established(place: Division, number: int, affiliation: str = "county") -> Organisation:
    """A confirmed enterprise."""
    return Organisation.objects.create(
        name=f"成立第{number}有限公司",
        kind=OrganisationKind.ENTERPRISE,
        code=code(number),
        division=place,
        affiliation=affiliation,
        status="active",
    )


@pytest.fixture
def filled(places) -> dict:
    """The registration form, well filled in."""
    return {
        "name": "样例机械有限公司",
        "code": code(1),
        "kind": "enterprise",
        "division_0": "370000",
        "division_1": "371500",
        "division_2": "371502",
        "affiliation": "county",
        "contact_name": "张三",
        "phone": MOBILE,
        "email": "zhang1@example.com",
        "username": "zhang1",
        "password": PASSWORD,
        "password_again": PASSWORD,
        "truthful": "on",
    }


def bring_to(case, state: str):
    """Put a case into a state, past its machine: only for asking what is allowed there."""
    case = type(case).objects.get(pk=case.pk)
    case.__dict__["state"] = state
    case.save(by_door=True)
    return type(case).objects.get(pk=case.pk)
