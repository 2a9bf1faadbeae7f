"""People and organisations with the roles between them, one line each."""

from dataclasses import dataclass, field
from datetime import date

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.selectors import members_of
from config import clock


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


def posts_of(user: User) -> list[tuple[Organisation, list[Role]]]:
    """A person's organisations today, each with his own roles there; lent ones apart."""
    posts: dict[int, tuple[Organisation, list[Role]]] = {}
    rows = Membership.objects.on(clock.today()).filter(user=user)
    for row in rows.select_related("organisation").order_by("organisation", "role"):
        _, roles = posts.setdefault(row.organisation_id, (row.organisation, []))
        roles.append(Role(row.role))
    return list(posts.values())
