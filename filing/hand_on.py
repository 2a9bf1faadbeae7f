"""Whose turn it is after an act."""

from accounts.models import Organisation
from casework import parties
from casework.models import Case
from catalogue.regulations.terms import Actor

NOT_OFFICES = (Actor.APPLICANT, Actor.SYSTEM)


def hand_on(filing: Case, process: str = "filing") -> None:
    """Give the filing (or a case of another process) to the office that the regulation has act
    next: who brings it on along the main line before who may return it. It stays where it is while
    that is one of them, or while none is. For effects: the state is the new one already."""
    drawn = getattr(filing.regulation.processes, process)
    aside = {step.key for step in drawn.steps if step.side}
    named: list[int] = []
    for arrow in sorted(drawn.arrows_from(filing.state), key=lambda a: a.target in aside):
        tier_fits = arrow.receiver_tier in (None, filing.receiver_tier)
        if tier_fits and arrow.by not in NOT_OFFICES:
            named += parties.organisations_for(filing, arrow.by)
    if named and filing.office_id not in named:
        filing.office = Organisation.objects.select_related("division").get(pk=named[0])
        filing.assignee = None
