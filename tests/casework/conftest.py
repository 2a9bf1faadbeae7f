"""A bureau, an enterprise and their people; a petition between them."""

from datetime import date

import pytest

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from casework.enums import PublicationKind
from casework.models import Publication
from casework.services import door, publications
from catalogue import regulations
from catalogue.models import Division
from config import clock
from tests.casework.publicity import MONDAY
from tests.casework.sample.acts import KIND


@pytest.fixture(autouse=True)
def stored_files(settings, tmp_path):
    """A folder of its own for the files of a test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "evidence"


@pytest.fixture
def liaocheng(db):
    province = Division.objects.create(code="370000", name="山东省", tier=1)
    return Division.objects.create(code="371500", name="聊城市", tier=2, parent=province)


@pytest.fixture
def bureau(liaocheng):
    return Organisation.objects.create(
        name="聊城市人社局",
        kind=OrganisationKind.HRSS,
        division=liaocheng,
        tier="city",
        status="active",
    )


@pytest.fixture
def centre(liaocheng):
    return Organisation.objects.create(
        name="聊城市鉴定中心",
        kind=OrganisationKind.CENTRE,
        division=liaocheng,
        tier="city",
        status="active",
    )


@pytest.fixture
def enterprise(liaocheng):
    return Organisation.objects.create(
        name="样例机械有限公司",
        kind=OrganisationKind.ENTERPRISE,
        code="91371500MA3C000017",
        division=liaocheng,
        affiliation="city",
        status="active",
    )


@pytest.fixture
def member(db):
    """`member(organisation, role, …)`: a person who holds these roles there."""

    def make(organisation: Organisation, *roles: Role) -> User:
        number = User.objects.count() + 1
        user = User.objects.create_user(f"user{number}", f"user{number}@example.com")
        for role in roles:
            Membership.objects.create(
                user=user, organisation=organisation, role=role, since=date(2020, 1, 1)
            )
        return user

    return make


@pytest.fixture
def clerk(member, enterprise):
    return member(enterprise, Role.CLERK)


@pytest.fixture
def acceptor(member, bureau):
    return member(bureau, Role.ACCEPTOR)


@pytest.fixture
def petition(clerk, enterprise, bureau, liaocheng):
    return door.open_case(
        KIND,
        actor=clerk,
        title="样例机械有限公司的样例申请",
        division=liaocheng,
        owner=enterprise,
        office=bureau,
        receiver=bureau,
        regulation=regulations.get("liaocheng-enterprise"),
        state="draft",
    )


@pytest.fixture
def reviewer(member, bureau):
    return member(bureau, Role.REVIEWER)


@pytest.fixture
def publish(bureau, reviewer):
    def make(title: str = "评估结果公示", **options) -> Publication:
        values = {
            "kind": PublicationKind.PUBLICITY,
            "body": "样例机械有限公司（张*），拟予备案。",
            "office": bureau,
            "actor": reviewer,
            "working_days": 5,
            "basis": "鲁人社字〔2020〕50号",
        }
        with clock.travel(options.pop("at", MONDAY)):
            return publications.publish(title=title, **values | options)

    return make


@pytest.fixture
def publicity(publish):
    return publish()
