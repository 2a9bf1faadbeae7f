"""Two managers relieve each other at the same moment: one stays."""

import pytest

from accounts.enums import Role
from accounts.selectors import members_of
from accounts.services import members
from tests.races import at_once, kinds_of, meeting


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_relieve_each_other_one_stays(enterprise, person):
    first, second = person(enterprise, Role.MANAGER), person(enterprise, Role.MANAGER)
    outcomes = at_once(
        lambda: members.set_roles(enterprise, first, roles=[], actor=second),
        lambda: members.set_roles(enterprise, second, roles=[], actor=first),
    )
    assert kinds_of(outcomes) == ["NoneType", "ValidationError"]
    assert members_of(enterprise).filter(role=Role.MANAGER).count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_go(enterprise, person, monkeypatch):
    meet = meeting(2)

    def unlocked(organisation):
        return organisation

    def end_together(row, *, actor):
        meet()
        return end(row, actor=actor)

    end = members.end
    first, second = person(enterprise, Role.MANAGER), person(enterprise, Role.MANAGER)
    monkeypatch.setattr(members, "lock", unlocked)
    monkeypatch.setattr(members, "end", end_together)
    outcomes = at_once(
        lambda: members.set_roles(enterprise, first, roles=[], actor=second),
        lambda: members.set_roles(enterprise, second, roles=[], actor=first),
    )
    assert outcomes == [None, None]
    assert members_of(enterprise).count() == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_link_clicked_twice_at_once_joins_once(enterprise, person):
    manager, guest = person(enterprise, Role.MANAGER), person()
    invitation = members.invite(enterprise, email=guest.email, roles=["clerk"], actor=manager)
    outcomes = at_once(*[lambda: members.accept(invitation, guest)] * 2)
    assert kinds_of(outcomes) == ["NoneType", "ValidationError"]
    assert members_of(enterprise).filter(user=guest).count() == 1
