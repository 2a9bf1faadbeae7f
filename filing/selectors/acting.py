"""For which office somebody acts on a filing, and whose people are told."""

from accounts.models import Organisation, User
from accounts.selectors import holds
from casework import parties
from casework.services import holders
from catalogue.regulations.terms import Actor
from filing.models import Filing


def office_for(filing: Filing, party: Actor, user: User) -> Organisation:
    """The office that is `party` of a filing and in which `user` works; the machine has asked that
    there is one."""
    pks = parties.organisations_for(filing, party)
    own = next(pk for pk in pks if holds(user, pk))
    return Organisation.objects.select_related("division").get(pk=own)


def people_of(filing: Filing, *named: Actor) -> list[User]:
    """Those who work on cases at whoever is one of these parties."""
    return holders.people(pk for party in named for pk in parties.organisations_for(filing, party))
