"""Beginning an application: under which regime, for what, with which office."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Organisation, User
from casework import kinds
from casework.services import door
from catalogue.regulations import Regulation
from catalogue.regulations.schema import Applicant
from catalogue.regulations.terms import Affiliation, ApplicantKind, FilingStep
from config import clock
from filing import ports, selectors, validity
from filing.enums import AgencyStatus, Purpose
from filing.models import Agency, Filing
from filing.selectors import register
from filing.selectors.routing import Routing, regimes_for, routing
from filing.services import prefilling


@dataclass(frozen=True)
class Way:
    """One regime as it stands for an organisation: the office that takes it, what the rule says of
    its kind, the agency that is in force already or is `suspended`, an application that is still
    open, and why none is accepted for a time (`barred`, a clause)."""

    regulation: Regulation
    applicant: Applicant
    routing: Routing
    agency: Agency | None
    unfinished: Filing | None
    suspended: Agency | None = None
    barred: str = ""

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """A first filing, or, for who is filed, a change or a renewal; none while suspended."""
        if self.suspended:
            return ()
        return (Purpose.SCOPE, Purpose.RENEWAL) if self.agency else (Purpose.FIRST,)

    @property
    def renewable_from(self) -> date | None:
        """From which day a renewal is sensible (our default); None where no term runs."""
        if self.agency is None or self.agency.valid_until is None:
            return None
        months = self.regulation.renewal.warn_months
        return validity.renewable_from(self.agency.valid_until, months)

    @property
    def renewal_is_early(self) -> bool:
        """Whether a renewal asked for today is sooner than sensible, or has no term to extend."""
        since = self.renewable_from
        return self.agency is not None and (since is None or clock.today() < since)

    @property
    def is_free(self) -> bool:
        """Whether an application may begin now."""
        free = self.unfinished is None and not self.suspended and not self.barred
        return free and bool(self.routing.offices)


def ways(owner: Organisation) -> list[Way]:
    """Every regime that is open to an organisation at its place."""
    found = regimes_for(ApplicantKind(owner.kind), owner.division)
    return [way_of(owner, regulation) for regulation in found]


def way_of(owner: Organisation, regulation: Regulation) -> Way:
    """How one regime stands for an organisation."""
    kind = ApplicantKind(owner.kind)
    applicant = next(each for each in regulation.applicants if each.kind == kind)
    found = routing(
        regulation,
        kind=kind,
        affiliation=Affiliation(owner.affiliation),
        division=owner.division,
    )
    agency = _standing(owner, regulation, AgencyStatus.IN_FORCE)
    suspended = None if agency else _standing(owner, regulation, AgencyStatus.SUSPENDED)
    unfinished, barred = _unfinished(owner, regulation), ports.filing_bar(owner.code)
    return Way(regulation, applicant, found, agency, unfinished, suspended, barred)


def start(
    owner: Organisation,
    *,
    regulation_id: str,
    purpose: Purpose,
    actor: User,
    receiver: Organisation | None = None,
) -> Filing:
    """Open an application as a draft; for a change or a renewal it begins with what is in force.

    Who may: managers and clerks of a confirmed applicant. `receiver` is needed only where the rule
    leaves a choice. Raises ForbiddenError; ValidationError (by field) for a regime or an office
    that is not theirs, a purpose that does not fit, or a second application under the same regime.
    """
    with transaction.atomic():
        # Two of its people at once: one application.
        owner = Organisation.objects.select_for_update(of=("self",)).get(pk=owner.pk)
        if not selectors.applicants_of(actor).filter(pk=owner.pk).exists():
            raise door.ForbiddenError("只有本单位的管理员或经办人可以申请备案。")
        way = _chosen(owner, regulation_id)
        _refuse_what_does_not_fit(way, purpose)
        office = _office(way, receiver)
        filing = door.open_case(
            kinds.by_code("filing"),
            actor=actor,
            state=FilingStep.DRAFT,
            owner=owner,
            regulation=way.regulation,
            title=f"{owner}{purpose.label}（{way.regulation.regime.label}）",
            division=owner.division,
            receiver=office,
            office=office,
            purpose=purpose,
            agency=way.agency,
        )
        if way.agency:
            prefilling.fill(filing, way.agency, actor=actor)
    return filing


def _chosen(owner: Organisation, regulation_id: str) -> Way:
    for regulation in regimes_for(ApplicantKind(owner.kind), owner.division):
        if regulation.id == regulation_id:
            return way_of(owner, regulation)
    raise ValidationError({"regulation": "本单位不能按这项政策申请，请重新选择。"})


def _refuse_what_does_not_fit(way: Way, purpose: Purpose) -> None:
    if way.barred:
        raise ValidationError(
            f"{way.barred}不能申请备案。期满后再申请；有疑问的，请联系作出决定的机关。"
        )
    if way.unfinished:
        number = way.unfinished.number
        raise ValidationError(f"本单位按这项政策已有没有办结的申请 {number}，请继续办理那一件。")
    if purpose in way.purposes:
        return
    if way.suspended:
        why = "本单位的评价机构已暂停评价，恢复后再申请变更或延续。"
    elif way.agency:
        why = "本单位已经备案，请申请变更或延续。"
    else:
        why = "本单位还没有有效的备案，请申请首次备案。"
    raise ValidationError({"purpose": why})


def _office(way: Way, receiver: Organisation | None) -> Organisation:
    offices = way.routing.offices
    if not offices:
        raise ValidationError("当地的受理机关还没有开通本平台，请直接向受理机关咨询。")
    if receiver is None and len(offices) == 1:
        return offices[0]
    if receiver not in offices:
        raise ValidationError({"receiver": "请选择受理机关。"})
    return receiver


def _standing(owner: Organisation, regulation: Regulation, status: AgencyStatus) -> Agency | None:
    """By its credit code, so that an agency filed elsewhere and imported counts too."""
    named = Agency.objects.filter(credit_code=owner.code, regulation_id=regulation.id)
    return register.having(named, clock.today(), status).first()


def _unfinished(owner: Organisation, regulation: Regulation) -> Filing | None:
    open_ones = Filing.objects.filter(owner=owner, regulation_id=regulation.id, closed_at=None)
    return open_ones.order_by("pk").first()
