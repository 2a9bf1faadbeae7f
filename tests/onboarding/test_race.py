"""The same organisation registered, or changed, twice at the same moment."""

from dataclasses import replace

import pytest

from accounts.enums import Role
from accounts.models import Organisation, User
from onboarding.models import OrganisationChange, Registration
from onboarding.services import change, registration
from tests.onboarding.conftest import code, contact, established
from tests.onboarding.test_change import CLOSE, RENAME, evidence
from tests.races import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_of_two_registrations_with_one_code_one_stands(bureaus, details):
    outcomes = race(
        lambda: registration.register(details, contact(1)) and "registered",
        lambda: (
            registration.register(replace(details, name="抢注单位"), contact(2)) and "registered"
        ),
    )
    assert outcomes == ["refused", "registered"]
    assert Organisation.objects.filter(code=details.code).count() == 1
    assert (Registration.objects.count(), User.objects.count()) == (1, 1)


def test_of_two_changes_at_once_one_stands(bureaus, places, member):
    firm = established(places["371502"], 11)
    boss, other = member(firm, Role.MANAGER), member(firm, Role.MANAGER)
    outcomes = race(
        lambda: change.propose(firm, RENAME, evidence=evidence(), actor=boss).state,
        lambda: change.propose(firm, CLOSE, evidence=evidence(), actor=other).state,
    )
    assert outcomes == ["refused", "submitted"]
    assert OrganisationChange.objects.count() == 1


def test_of_two_people_with_one_user_name_one_is_told(bureaus, details):
    """Different organisations, so that nothing but the name stands between them."""
    outcomes = race(
        lambda: registration.register(details, contact(1)) and "registered",
        lambda: registration.register(replace(details, code=code(2)), contact(1)) and "registered",
    )
    assert outcomes == ["refused", "registered"]
    assert (Organisation.objects.count() - len(bureaus), User.objects.count()) == (1, 1)
