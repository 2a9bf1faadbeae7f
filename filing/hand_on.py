"""Whose turn it is after an act."""

from accounts.models import Organisation
from casework import parties
from catalogue.regulations.terms import Actor
from filing.models import Filing

NOT_OFFICES = (Actor.APPLICANT, Actor.SYSTEM)


def hand_on(filing: Filing) -> None:
    """Give the filing to the office that the regulation has act next: who brings it on along the
    main line before who may return it. It stays where it is while that is one of them, or while
    none is. For effects: the state is the new one already."""
    process = filing.regulation.processes.filing
    aside = {step.key for step in process.steps if step.side}
    named: list[int] = []
    for arrow in sorted(process.arrows_from(filing.state), key=lambda a: a.target in aside):
        tier_fits = arrow.receiver_tier in (None, filing.receiver_tier)
        if tier_fits and arrow.by not in NOT_OFFICES:
            named += parties.organisations_for(filing, arrow.by)
    if named and filing.office_id not in named:
        filing.office = Organisation.objects.select_related("division").get(pk=named[0])
        filing.assignee = None
