"""What enterprises and agencies make public stands on the bureaus' portal: who takes it down."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation
from casework.enums import PublicationKind
from casework.selectors import latest_notices
from casework.services import publications
from catalogue.models import Division
from config import clock

pytestmark = pytest.mark.django_db


def publish(office, actor, **options):
    values = {"kind": PublicationKind.ANNOUNCEMENT, "title": "样例公告", "body": "样例正文"}
    return publications.publish(office=office, actor=actor, **values | options)


@pytest.fixture
def of_the_enterprise(enterprise, clerk):
    return publish(enterprise, clerk)


def elsewhere() -> Organisation:
    place = Division.objects.create(
        code="370100", name="济南市", tier=2, parent=Division.objects.get(code="370000")
    )
    return Organisation.objects.create(
        name="济南市人社局",
        kind=OrganisationKind.HRSS,
        division=place,
        tier="city",
        status="active",
    )


def test_the_home_page_names_what_bureaus_publish(of_the_enterprise, bureau, member):
    publish(bureau, member(bureau, Role.SIGNER), title="机关公告")
    assert [line.title for line in latest_notices(9)] == ["机关公告"]


def test_the_bureau_of_the_territory_takes_it_down(client, of_the_enterprise, bureau, member):
    public = f"/notices/{of_the_enterprise.pk}/"
    address = f"/desk/publications/{of_the_enterprise.pk}/withdraw/"
    assert address not in client.get(public).content.decode()
    client.force_login(member(bureau, Role.SIGNER))
    assert address in client.get(public).content.decode()
    assert f'href="{public}"' in client.get(address).content.decode()
    assert client.post(address, {"reason": "内容不属实"})["Location"] == public
    page = client.get(public).content.decode()
    assert ("内容不属实" in page, address in page) == (True, False)


def test_nobody_else_does(client, of_the_enterprise, bureau, centre, member, enterprise):
    people = {
        "acceptor": member(bureau, Role.ACCEPTOR),
        "expert": member(bureau, Role.EXPERT),
        "centre": member(centre, Role.SIGNER),
        "elsewhere": member(elsewhere(), Role.SIGNER),
        "assessor": member(enterprise, Role.ASSESSOR),
        "owner": member(enterprise, Role.MANAGER),
    }
    answers = {}
    for name, user in people.items():
        client.force_login(user)
        address = f"/desk/publications/{of_the_enterprise.pk}/withdraw/"
        answers[name] = client.get(address).status_code
    assert answers == {
        "acceptor": 404,
        "expert": 404,
        "centre": 404,
        "elsewhere": 404,
        "assessor": 403,
        "owner": 200,
    }


def test_a_bureau_corrects_nothing_in_anothers_name(client, of_the_enterprise, bureau, member):
    client.force_login(member(bureau, Role.SIGNER))
    address = f"/desk/publications/{of_the_enterprise.pk}/correct/"
    assert client.get(address).status_code == 404


def test_the_window_takes_objections_until_its_last_second_in_china(bureau, member):
    def at(*moment):
        return clock.travel(datetime(*moment, tzinfo=ZoneInfo("Asia/Shanghai")))

    with at(2026, 11, 16, 0, 0, 1):
        found = publish(
            bureau,
            member(bureau, Role.SIGNER),
            kind=PublicationKind.PUBLICITY,
            working_days=5,
        )
    with at(2026, 11, 23, 23, 59, 59):
        assert publications.object_to(found, text="名单有误", token=uuid.uuid4()).secret
    with at(2026, 11, 24, 0, 0, 0), pytest.raises(publications.PublicationError):
        publications.object_to(found, text="名单有误", token=uuid.uuid4())
