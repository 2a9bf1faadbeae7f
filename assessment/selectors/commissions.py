"""Who may commission whom, and whose commissions wait (HB-01, LC-03)."""

from django.db.models import Q, QuerySet

from accounts.enums import SPEAKERS, OrganisationStatus
from accounts.models import Organisation, User
from accounts.selectors import organisations_of
from assessment.models import Commission, Plan
from casework.selectors import cases_visible_to
from catalogue import regulations
from catalogue.regulations import Regulation
from catalogue.regulations.terms import Actor, CommissionAct, CommissionStep, Regime
from config import clock
from filing.models import Agency
from filing.places import reach
from filing.selectors import finding, register, routing


def clients_of(user: User) -> QuerySet[Organisation]:
    """The confirmed organisations for which `user` may commission an agency: of a kind and a place
    for which a regulation knows commissions."""
    here = Q(pk__in=[])
    for regulation in _commissioning():
        kinds = [applicant.kind.value for applicant in regulation.applicants]
        place = reach(regulation.division)
        here |= Q(kind__in=kinds, division__code__startswith=place)
    mine = organisations_of(user, *SPEAKERS)
    rows = Organisation.objects.filter(here, pk__in=mine, status=OrganisationStatus.ACTIVE)
    return rows.select_related("division").order_by("name", "pk")


def askable(client: Organisation) -> QuerySet[Agency]:
    """The agencies in force today that the enterprise may commission: under the rules of their own
    filing, or any of the province that may serve others. Itself is none of them, nor one that
    nobody answers for here."""
    fitting = Q(pk__in=[])
    for regulation in regulations_of(client):
        fitting |= _agencies_under(regulation)
    rows = register.agencies_on(clock.today()).filter(fitting)
    return rows.filter(organisation__status=OrganisationStatus.ACTIVE).exclude(organisation=client)


def regulation_between(client: Organisation, agency: Agency) -> Regulation | None:
    """The regulation under which the enterprise may commission the agency; None where none."""
    for regulation in regulations_of(client):
        if Agency.objects.filter(_agencies_under(regulation), pk=agency.pk).exists():
            return regulation
    return None


def regulations_of(client: Organisation) -> list[Regulation]:
    """The regulations under which such an enterprise of that place may commission."""
    return [
        regulation
        for regulation in _commissioning()
        if routing.reaches(regulation, client.division)
        and any(applicant.kind == client.kind for applicant in regulation.applicants)
    ]


def awaiting(user: User) -> Q:
    """The commissions that one's own agency has to answer, or to submit where the regulation has
    it do so."""
    submitting = Q(pk__in=[])
    for regulation in _commissioning():
        steps = [
            arrow.source.value
            for arrow in regulation.processes.commission.arrows
            if arrow.act == CommissionAct.SUBMIT and arrow.by == Actor.AGENCY
        ]
        submitting |= Q(regulation_id=regulation.id, state__in=steps)
    mine = organisations_of(user, *SPEAKERS)
    waiting = Q(state=CommissionStep.REQUESTED) | submitting
    return Q(commission__agency__organisation__in=mine) & waiting


def plans_of(commission: Commission, user: User) -> list[Plan]:
    """The plans that were made from a commission, as far as `user` sees them."""
    rows = Plan.objects.filter(
        for_commission=commission, pk__in=cases_visible_to(user, "plan").values("pk")
    )
    return list(rows.order_by("pk"))


def _commissioning() -> list[Regulation]:
    return [each for each in regulations.current() if each.processes.commission]


def _agencies_under(regulation: Regulation) -> Q:
    if regulation.regime == Regime.OWN:
        return Q(regulation_id=regulation.id)
    within = Agency.objects.filter(division__code__startswith=reach(regulation.division))
    return Q(pk__in=finding.open_to_others(within).values("pk"))
