"""Who sees which cases."""

from datetime import date

import pytest

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation
from casework import selectors
from casework.selectors import cases_visible_to
from casework.services import door
from catalogue.models import Division

pytestmark = pytest.mark.django_db


def office(division, kind, tier, name) -> Organisation:
    return Organisation.objects.create(
        name=name, kind=kind, division=division, tier=tier, status="active"
    )


@pytest.fixture
def elsewhere(liaocheng):
    jinan = Division.objects.create(code="370100", name="济南市", tier=2, parent=liaocheng.parent)
    return office(jinan, OrganisationKind.HRSS, "city", "济南市人社局")


@pytest.fixture
def readers(member, enterprise, bureau, centre, liaocheng, elsewhere, clerk, petition):
    province = office(liaocheng.parent, OrganisationKind.HRSS, "province", "山东省人社厅")
    other = Organisation.objects.create(
        name="别家有限公司",
        kind=OrganisationKind.ENTERPRISE,
        code="91371500MA3C000025",
        division=liaocheng,
        affiliation="city",
        status="active",
    )
    return {
        "clerk": clerk,
        "manager": member(enterprise, Role.MANAGER),
        "assessor": member(enterprise, Role.ASSESSOR),
        "acceptor": member(bureau, Role.ACCEPTOR),
        "signer": member(bureau, Role.SIGNER),
        "centre": member(centre, Role.REVIEWER),
        "province": member(province, Role.REVIEWER),
        "expert": member(bureau, Role.EXPERT),
        "supervisor": member(bureau, Role.SUPERVISOR),
        "elsewhere": member(elsewhere, Role.ACCEPTOR),
        "other enterprise": member(other, Role.MANAGER),
        "nobody": member(bureau),
    }


OWNERS = {"clerk", "manager", "assessor"}
OFFICERS = {"acceptor", "signer", "centre", "province"}


def who_sees(readers):
    return {name for name, user in readers.items() if cases_visible_to(user).exists()}


def test_a_draft_is_the_owners_alone(readers):
    assert who_sees(readers) == OWNERS


def test_once_submitted_the_offices_of_the_territory_see_it(petition, clerk, readers):
    door.perform(petition, "submit", actor=clerk)
    assert who_sees(readers) == OWNERS | OFFICERS


def test_an_office_that_received_it_goes_on_seeing_it(petition, clerk, elsewhere, readers):
    petition.receiver = elsewhere
    petition.save(update_fields=["receiver"])
    door.perform(petition, "submit", actor=clerk)
    assert who_sees(readers) == OWNERS | OFFICERS | {"elsewhere"}


def test_who_left_sees_it_no_more(petition, clerk):
    Membership.objects.filter(user=clerk).update(until=date(2020, 1, 2))
    clerk.__dict__.pop("_roles", None)
    assert list(cases_visible_to(clerk)) == []


def test_a_case_without_owner_is_seen_by_whoever_opened_it(petition, clerk, member, enterprise):
    colleague = member(enterprise, Role.CLERK)
    petition.owner = None
    petition.save(update_fields=["owner"])
    assert [cases_visible_to(user).count() for user in (clerk, colleague)] == [1, 0]


def test_the_owner_of_a_merged_one_sees_what_was_its(petition, readers, enterprise):
    other = readers["other enterprise"].memberships.get().organisation
    enterprise.status, enterprise.merged_into = "merged", other
    enterprise.save()
    assert "other enterprise" in who_sees(readers)


def test_drafts_of_a_person(petition, clerk, member, bureau):
    assert selectors.drafts_of(clerk) == [petition.case_ptr]
    door.perform(petition, "submit", actor=clerk)
    assert selectors.drafts_of(clerk) == []
