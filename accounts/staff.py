"""The people of an organisation, one line each with all their roles."""

from dataclasses import dataclass, field
from datetime import date

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.selectors import members_of


@dataclass
class Person:
    """A member as lists show him."""

    user: User
    since: date
    roles: list[Role] = field(default_factory=list)


def people_of(organisation: Organisation) -> list[Person]:
    """Every member today, by name."""
    people: dict[int, Person] = {}
    for membership in members_of(organisation):
        person = people.setdefault(membership.user_id, Person(membership.user, membership.since))
        person.since = min(person.since, membership.since)
        person.roles.append(Role(membership.role))
    return list(people.values())
