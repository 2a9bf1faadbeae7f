"""Risk signals read: by officers of the territory alone, never by the agency or the public."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.selectors import holds, organisations_of
from config import clock
from filing.models import Agency
from supervision import risk
from supervision.enums import ReviewState, RiskKind, RiskOutcome
from supervision.models import RiskReview, RiskRun, RiskSignal
from supervision.selectors.offices import agencies_under, offices_of


def agencies_seen_by(user: User) -> QuerySet[Agency]:
    """The agencies whose signals an officer reads: of the territory or filed by the office, never
    of an organisation to which he or she belongs."""
    found = Agency.objects.none()
    for office in offices_of(user):
        found = found | agencies_under(office)
    own = Q(organisation__in=organisations_of(user), organisation__isnull=False)
    return found.exclude(own).distinct()


def may_see(user: User, agency: Agency) -> bool:
    """Whether somebody reads the signals of an agency."""
    return office_for(user, agency) is not None


def office_for(user: User, agency: Agency) -> Organisation | None:
    """The office for which somebody reads the signals of an agency; None for whoever must not."""
    if agency.organisation_id and holds(user, agency.organisation_id):
        return None
    for office in offices_of(user):
        if agencies_under(office).filter(pk=agency.pk).exists():
            return office
    return None


def hidden_from(user: User) -> Q:
    """Reviews, as cases, of one's own organisation, for an officer who belongs to it."""
    mine = organisations_of(user)
    return Q(riskreview__signal__agency__organisation__in=mine)


def signals_of(agency: Agency) -> QuerySet[RiskSignal]:
    """All that ever stood out at an agency: those that do now first."""
    rows = _reviewed(RiskSignal.objects.filter(agency=agency))
    return rows.order_by(F("ended_on").desc(nulls_first=True), "kind", "-last_on", "pk")


def _reviewed(rows: QuerySet[RiskSignal]) -> QuerySet[RiskSignal]:
    last = _reviews().filter(signal=OuterRef("pk"))
    return rows.annotate(
        outcome=Subquery(last.values("outcome")[:1]),
        noted_at=Subquery(last.values("closed_at")[:1]),
    )


def _reviews() -> QuerySet[RiskReview]:
    return RiskReview.objects.filter(state=ReviewState.NOTED).order_by("-pk")


def reviews_of(signals: Iterable[RiskSignal]) -> dict[int, list[RiskReview]]:
    """By the key of a signal what officers noted on it, the latest first. One query."""
    found: dict[int, list[RiskReview]] = defaultdict(list)
    rows = _reviews().filter(signal__in=[each.pk for each in signals])
    for row in rows.select_related("created_by", "office"):
        found[row.signal_id].append(row)
    return found


def standing_out(user: User) -> QuerySet[Agency]:
    """The agencies an officer sees that stand out now, with how often (`n_signals`), of how many
    kinds, since when (`since`), and how many of the signals nobody has noted anything on
    (`n_open`)."""
    now = Q(risk_signals__ended_on=None, risk_signals__isnull=False)
    noted = RiskReview.objects.filter(state=ReviewState.NOTED).values("signal")
    seen = Agency.objects.filter(pk__in=agencies_seen_by(user).values("pk"))
    rows = seen.filter(now).select_related("division")
    return rows.annotate(
        n_signals=Count("risk_signals", distinct=True),
        n_open=Count("risk_signals", filter=~Q(risk_signals__in=noted), distinct=True),
        since=Min("risk_signals__first_on"),
        latest=Max("risk_signals__last_on"),
    )


def kinds_of(agencies: Iterable[Agency]) -> dict[int, list[str]]:
    """By the key of an agency, which kinds stand out now, in words. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    keys = [agency.pk for agency in agencies]
    rows = RiskSignal.objects.filter(agency__in=keys, ended_on=None)
    held = set(rows.values_list("agency", "kind"))
    for kind in RiskKind:
        for agency in keys:
            if (agency, kind.value) in held:
                found[agency].append(kind.label)
    return found


def latest_run() -> RiskRun | None:
    """The last night in which the signals were reckoned."""
    return RiskRun.objects.first()


def weights_of(agencies: Iterable[Agency]) -> dict[int, int]:
    """By the key of an agency how many tickets it has in a weighted draw: one, and for each kind
    that stands out its weight, up to the most; what was explained lately does not weigh. One
    query."""
    rules = risk.rules()
    lately = clock.today() - timedelta(rules.explained_days)
    rows = _reviewed(
        RiskSignal.objects.filter(agency__in=[agency.pk for agency in agencies], ended_on=None)
    )
    kinds: dict[int, set[str]] = defaultdict(set)
    for agency, kind, outcome, at in rows.values_list("agency", "kind", "outcome", "noted_at"):
        explained = outcome == RiskOutcome.EXPLAINED and timezone.localdate(at) > lately
        if not explained:
            kinds[agency].add(kind)
    return {
        agency: min(rules.heaviest, 1 + sum(rules.of(kind).weight for kind in held))
        for agency, held in kinds.items()
    }
