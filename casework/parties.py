"""Who an actor of a regulation is, for one case: found from the case, never written into it."""

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.selectors import bureaus_of, holds, is_office, offices
from casework.models import Case
from catalogue.regulations.terms import OFFICE_OF, Actor, Authority

OF_THE_CASE = {
    Actor.APPLICANT: "owner",
    Actor.AGENCY: "owner",
    Actor.RECEIVER: "receiver",
}


NOT_OFFICES = (Actor.APPLICANT, Actor.AGENCY, Actor.CLIENT, Actor.SYSTEM)


def acts_as(user, case: Case, actor: Actor, roles: tuple[Role, ...] = ()) -> bool:
    """Whether `user` may act as `actor` on this case, with one of `roles`.

    Asked of every row of a desk: it reads what is kept with the user and the case, no more.
    """
    if actor == Actor.SYSTEM:
        return user.pk is None and user.is_authenticated
    if not isinstance(user, User):
        return False
    named = _named(case, actor)
    if named is None:
        authority = _authority(case, actor)
        named = tuple(
            office.pk
            for office in bureaus_of(user)
            if authority and is_office(office, authority, case.division)
        )
    return any(holds(user, pk, *roles) for pk in named)


def organisations_for(case: Case, actor: Actor) -> tuple[int, ...]:
    """The organisations that are `actor` in this case. A kind answers for actors of its own by
    a method `party(actor)`, or `authority(actor)` for an office of the territory; both may
    overrule the common answer. An organisation that is not
    confirmed, or no longer there, is nobody's party."""
    if (named := _named(case, actor)) is not None:
        return named
    if authority := _authority(case, actor):
        return tuple(offices(authority, case.division).values_list("pk", flat=True))
    return ()


def authority_of(case: Case, actor: Actor) -> Authority | None:
    """Which kind of office an actor is that neither the case names nor the kind; None where it is
    no office of the territory. Asks the database nothing."""
    return _authority(case, actor)


def is_drawn_on(case: Case, process: str) -> bool:
    """Whether the regulation draws an arrow from where a case is, by whomever."""
    drawn = getattr(case.regulation.processes, process)
    arrows = drawn.arrows_from(case.state)
    return any(arrow.receiver_tier in (None, case.receiver_tier) for arrow in arrows)


def next_office(case: Case, process: str) -> Organisation | None:
    """The office that the regulation has act next on a case: who brings it on along the main line
    before who may return it. The present one where it is among them; None where only applicants
    or the system act next, or no such office is here."""
    drawn = getattr(case.regulation.processes, process)
    aside = {step.key for step in drawn.steps if step.side}
    named: list[int] = []
    for arrow in sorted(drawn.arrows_from(case.state), key=lambda a: a.target in aside):
        tier_fits = arrow.receiver_tier in (None, case.receiver_tier)
        if tier_fits and arrow.by not in NOT_OFFICES:
            named += organisations_for(case, arrow.by)
    if case.office_id in named:
        return case.office
    return Organisation.objects.select_related("division").get(pk=named[0]) if named else None


def _named(case: Case, actor: Actor) -> tuple[int, ...] | None:
    """Those whom the case itself names; None where the territory decides."""
    own = getattr(case, "party", None)
    if own and (answer := own(actor)) is not None:
        return tuple(o.pk for o in answer)
    if attribute := OF_THE_CASE.get(actor):
        organisation: Organisation | None = getattr(case, attribute)
        return (organisation.pk,) if organisation and organisation.is_active else ()
    return None


def _authority(case: Case, actor: Actor) -> Authority | None:
    own = getattr(case, "authority", None)
    if own and (named := own(actor)):
        return named
    receipt = case.regulation.receipt if case.regulation else None
    if actor == Actor.ISSUER and receipt:
        same_tier = [a for a in receipt.issuers if a.tier == case.receiver_tier]
        return (same_tier or list(receipt.issuers))[0]
    if actor == Actor.PUBLISHER and receipt:
        return receipt.published_by[0]
    return OFFICE_OF.get(actor)
