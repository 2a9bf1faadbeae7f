"""Two managers relieve each other at the same moment: one stays."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.enums import Role
from accounts.selectors import members_of
from accounts.services import members


def race(*acts):
    """Run the acts at once, each in a thread of its own; answers what each came to."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            outcomes[number] = act() or "done"
        except ValidationError:
            outcomes[number] = "refused"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(map(str, outcomes))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_relieve_each_other_one_stays(enterprise, person):
    first, second = person(enterprise, Role.MANAGER), person(enterprise, Role.MANAGER)
    outcomes = race(
        lambda: members.set_roles(enterprise, first, roles=[], actor=second),
        lambda: members.set_roles(enterprise, second, roles=[], actor=first),
    )
    assert outcomes == ["done", "refused"]
    assert members_of(enterprise).filter(role=Role.MANAGER).count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_go(enterprise, person, monkeypatch):
    gate = threading.Barrier(2)

    def unlocked(organisation):
        return organisation

    def end_together(row, *, actor):
        gate.wait(timeout=5)
        return end(row, actor=actor)

    end = members.end
    first, second = person(enterprise, Role.MANAGER), person(enterprise, Role.MANAGER)
    monkeypatch.setattr(members, "lock", unlocked)
    monkeypatch.setattr(members, "end", end_together)
    outcomes = race(
        lambda: members.set_roles(enterprise, first, roles=[], actor=second),
        lambda: members.set_roles(enterprise, second, roles=[], actor=first),
    )
    assert outcomes == ["done", "done"]
    assert members_of(enterprise).count() == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_link_clicked_twice_at_once_joins_once(enterprise, person):
    manager, guest = person(enterprise, Role.MANAGER), person()
    invitation = members.invite(enterprise, email=guest.email, roles=["clerk"], actor=manager)
    outcomes = race(*[lambda: members.accept(invitation, guest)] * 2)
    assert outcomes == ["done", "refused"]
    assert members_of(enterprise).filter(user=guest).count() == 1
