"""What a campaign may draw: its objects, and the people who may be sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from accounts.enums import OFFICE_STAFF, Role
from accounts.models import Membership, Organisation, User
from accounts.selectors import holds, territory
from assessment.models import Session
from catalogue.enums import Level
from filing.models import Agency
from filing.places import reach
from filing.selectors import recusal, register
from supervision.enums import CampaignState, CampaignSubject
from supervision.models import Campaign, CorpsAppointment, Draw
from supervision.models.offices import DECIDERS
from supervision.ports import risk_weights
from supervision.selectors import credit
from supervision.selectors.offices import offices_of

OF_SESSION = ("plan__agency__organisation", "plan__division")
RISK_REASON = "风险提示，不代表存在问题"  # a number that anybody reads; nobody is judged by it


@dataclass(frozen=True)
class Target:
    """One that may be drawn. `id` and `label` are what the public reads."""

    id: str
    label: str
    agency: Agency
    session: Session | None = None
    weight: int = 1
    reason: str = ""


def may_direct(user: User, office: Organisation) -> bool:
    """Whether somebody decides for an office."""
    return holds(user, office.pk, *DECIDERS)


def targets_of(campaign: Campaign, day: date) -> list[Target]:
    """Everything that the campaign may draw that day, in the order in which it is published."""
    if campaign.subject == CampaignSubject.SESSIONS:
        found = [_of_session(each) for each in sessions_of(campaign)]
    else:
        found = [Target(each.code, each.name, each) for each in agencies_of(campaign, day)]
    return _weighted(campaign, found)


def agencies_of(campaign: Campaign, day: date) -> QuerySet[Agency]:
    """The agencies in force of the territory, narrowed as the campaign says."""
    found = register.agencies_on(day).filter(division__code__startswith=_reach(campaign))
    if campaign.occupation_id or campaign.level:
        occupations = [campaign.occupation] if campaign.occupation_id else None
        found = register.assessing(found, day, occupations, campaign.level)
    return _of_classes(campaign, found).order_by("code")


def sessions_of(campaign: Campaign) -> QuerySet[Session]:
    """The sessions held in the territory in the days of the campaign, those cancelled left out."""
    found = Session.objects.filter(
        cancelled_at=None,
        plan__division__code__startswith=_reach(campaign),
        starts_at__date__gte=campaign.since,
        starts_at__date__lte=campaign.until,
    )
    if campaign.occupation_id:
        found = found.filter(items__occupation=campaign.occupation_id)
    if campaign.level:
        found = found.filter(items__level=campaign.level)
    if campaign.classes:
        agencies = credit.having_grade(Agency.objects.all(), campaign.classes)
        found = found.filter(plan__agency__in=agencies.values("pk"))
    return found.select_related(*OF_SESSION).distinct().order_by("pk")


def _of_classes(campaign: Campaign, found: QuerySet[Agency]) -> QuerySet[Agency]:
    return credit.having_grade(found, campaign.classes) if campaign.classes else found


def drawn_targets(campaign: Campaign, ids: list[str]) -> list[Target]:
    """Those of these ids, also one that is no more in force or was cancelled since: it was
    published and drawn all the same."""
    if campaign.subject == CampaignSubject.SESSIONS:
        keys = [int(id_.rpartition("-")[2]) for id_ in ids]
        rows = Session.objects.filter(pk__in=keys)
        return [_of_session(row) for row in rows.select_related(*OF_SESSION)]
    rows = Agency.objects.filter(code__in=ids).select_related("division", "organisation")
    return [Target(row.code, row.name, row) for row in rows]


def _reach(campaign: Campaign) -> str:
    own = territory(campaign.office)
    place = reach(campaign.place.code) if campaign.place_id else own
    return place if place.startswith(own) else own


def _of_session(session: Session) -> Target:
    starts = timezone.localtime(session.starts_at)
    label = f"{session.plan.agency} {session.get_subject_display()} {starts:%Y-%m-%d %H:%M}"
    return Target(f"{session.plan.number}-{session.pk}", label, session.plan.agency, session)


def _weighted(campaign: Campaign, found: list[Target]) -> list[Target]:
    if not campaign.weighted:
        return found
    known = risk_weights({each.agency.pk: each.agency for each in found}.values())
    return [
        Target(each.id, each.label, each.agency, each.session, *_weight(campaign, each, known))
        for each in found
    ]


def _weight(campaign: Campaign, target: Target, known: dict[int, int]) -> tuple[int, str]:
    given = campaign.weights.get(target.agency.code)
    if given:
        return given[0], given[1]
    weight = known.get(target.agency.pk, 1)
    return weight, RISK_REASON if weight > 1 else ""


def wanted_of(campaign: Campaign, size: int) -> int:
    """How many of `size` are drawn: the number given, or the ratio rounded up."""
    return campaign.amount or ceil(size * campaign.ratio / 100)


def pool_of(campaign: Campaign, day: date) -> list[User]:
    """Who may be sent: members of the office and its supervisors, as the campaign says."""
    return pool_for(campaign.office_id, day, staff=campaign.staff, supervisors=campaign.supervisors)


def pool_for(office: int, day: date, *, staff: bool = True, supervisors: bool = True) -> list[User]:
    """Who of an office (its key) may inspect that day: its members, its supervisors, or both."""
    roles = [*(OFFICE_STAFF if staff else ()), *((Role.SUPERVISOR,) if supervisors else ())]
    held = Membership.objects.on(day).filter(organisation=office, role__in=roles)
    found = User.objects.filter(pk__in=held.values("user"))
    if supervisors:
        found = found.exclude(pk__in=_lapsed(office, day, staff))
    return list(found.order_by("pk"))


def _lapsed(office: int, day: date, staff: bool) -> QuerySet:
    """Supervisors whom the office appointed and whose appointments hold no more, staff apart."""
    rows = CorpsAppointment.objects.filter(office=office)
    running = Q(since__lte=day, until__gte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))
    over = rows.exclude(person__in=rows.filter(running).values("person"))
    keys = over.values("person")
    if not staff:
        return keys
    held = Membership.objects.on(day).filter(organisation=office, role__in=OFFICE_STAFF)
    return keys.exclude(person__in=held.values("user"))


def ties_of(pool: Iterable[User], found: list[Target], day: date) -> dict[tuple[int, str], str]:
    """Who must step back from what (回避), and why, by (person, id of the object)."""
    agencies = {each.agency.pk: each.agency for each in found}.values()
    known = recusal.of_agencies([user.pk for user in pool], agencies, day)
    by_agency: dict[int, list[str]] = {}
    for each in found:
        by_agency.setdefault(each.agency.pk, []).append(each.id)
    return {
        (user, target): reason
        for (user, agency), reason in known.items()
        for target in by_agency[agency]
    }


def filter_in_words(campaign: Campaign) -> str:
    """What is drawn from, for everybody to read."""
    place = campaign.place.full_name if campaign.place_id else campaign.division.full_name
    parts = [f"{place}范围内"]
    if campaign.occupation_id:
        parts.append(f"职业为{campaign.occupation.name}（{campaign.occupation.code}）")
    if campaign.level:
        parts.append(f"等级为{Level(campaign.level).printed}")
    if campaign.classes:
        parts.append(f"最近公布的信用等级为{credit.grades_in_words(campaign.classes)}")
    if campaign.subject == CampaignSubject.SESSIONS:
        days = f"{date_format(campaign.since)}至{date_format(campaign.until)}"
        return f"{'、'.join([*parts, days])}的评价场次"
    return f"{'、'.join(parts)}、公布之日在备案有效期内的评价机构"


def latest_draw(campaign: Campaign) -> Draw | None:
    """The draw that counts now."""
    return draws_of(campaign).last()


def draws_of(campaign: Campaign) -> QuerySet[Draw]:
    """All its draws, the first one first."""
    rows = Draw.objects.filter(campaign=campaign.pk).order_by("sequence")
    return rows.select_related("objects_lot__result", "pool_lot__result")


def published() -> QuerySet[Campaign]:
    """What everybody may read: every campaign from its fixing on, also one cancelled later."""
    fixed = Draw.objects.values("campaign")
    return Campaign.objects.filter(pk__in=fixed).select_related("office", "division")


def desk_of(user: User) -> QuerySet[Campaign]:
    """The campaigns of one's own offices."""
    mine = [office.pk for office in offices_of(user)]
    return Campaign.objects.filter(office__in=mine).select_related("office")


TONES = {
    CampaignState.DRAFT: "neutral",
    CampaignState.FIXED: "warn",
    CampaignState.DRAWN: "info",
    CampaignState.CLOSED: "ok",
    CampaignState.CANCELLED: "neutral",
}
