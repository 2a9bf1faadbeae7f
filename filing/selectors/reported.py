"""Filings that were reported to the province's centre, which stand on no desk of its own."""

from django.db.models import Q

from accounts.models import User
from accounts.selectors import staffed_by, territory
from catalogue.regulations.terms import OFFICE_OF, Actor, FilingAct, FilingStep

ADDRESSEE = OFFICE_OF[Actor.PROVINCE_CENTRE]


def reported_to(user: User) -> Q | None:
    """What was reported to the centre in which `user` works and was not returned since (LC-12,
    LN-06, SD-06); None for who works in no such centre."""
    centres = [o for o in staffed_by(user) if (o.kind, o.tier) == (ADDRESSEE.organ, ADDRESSEE.tier)]
    if not centres:
        return None
    lies = Q()
    for centre in centres:
        lies |= Q(division__code__startswith=territory(centre))
    return lies & Q(events__act=FilingAct.REPORT) & ~Q(state=FilingStep.RETURNED)
