"""The reads of experts: the pool of an office, a panel and how it stands, whose seat is whose."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.enums import OFFICE_STAFF, Role
from accounts.models import Membership, Organisation, User
from accounts.selectors import members_of, organisations_of
from casework.models import Lot
from casework.rules import sees_inner_side
from catalogue.regulations.terms import ApplicantKind, FilingStep
from config import clock
from filing.enums import Verdict
from filing.models import Conflict, Expert, Filing, Opinion, Panel, PanelMember
from filing.selectors import recusal

KEEPERS = (Role.MANAGER, Role.REVIEWER)  # who look after the pool of their office
OFFICER = "受理机关工作人员"
OTHER_FIELD = "专业领域不符"
EARLIER_PANEL = "参加过本次申请的评估"


@dataclass(frozen=True)
class Candidate:
    """Somebody of the pool. `excluded`: why he cannot be drawn, or empty."""

    expert: Expert
    excluded: str


@dataclass(frozen=True)
class Tally:
    """How a panel stands. `seats` are those who sit on it now, `size` is how many there must be."""

    panel: Panel
    seats: tuple[PanelMember, ...]
    left: tuple[PanelMember, ...]
    size: int

    @property
    def vacant(self) -> int:
        return self.size - len(self.seats)

    @property
    def silent(self) -> int:
        """How many have not spoken."""
        return sum(seat.spoken_at is None for seat in self.seats)

    @property
    def is_complete(self) -> bool:
        """Whether every seat is taken and all have spoken."""
        return not self.vacant and not self.silent

    @property
    def majority(self) -> Verdict | None:
        """What most of them think; None until all have spoken."""
        if not self.is_complete:
            return None
        return Verdict.MEETS if self.count(Verdict.MEETS) * 2 > self.size else Verdict.FAILS

    def count(self, verdict: Verdict) -> int:
        return sum(seat.spoken_at is not None and seat.verdict == verdict for seat in self.seats)

    @property
    def hindrance(self) -> str:
        """Why there can be no conclusion yet; empty when there can."""
        if self.vacant:
            return f"专家组缺 {self.vacant} 名专家，请先补抽。"
        return f"还有 {self.silent} 名专家没有提交意见。" if self.silent else ""

    @property
    def in_words(self) -> str:
        """`3 名专家中，2 名认为符合，1 名认为不符合`."""
        sides = [f"{self.count(side)} 名认为{side.label}" for side in Verdict if self.count(side)]
        return f"{self.size} 名专家中，{'，'.join(sides)}"


# --- the pool -----------------------------------------------------------------------------------


def pool_of(office: Organisation) -> QuerySet[Expert]:
    """Everybody who was ever in the pool of an office, with on how many open panels they sit."""
    seated = Q(
        seats__isnull=False,
        seats__replaced_at=None,
        seats__panel__filing__state=FilingStep.EVALUATION,
        seats__panel__verdict="",
    )
    return (
        Expert.objects.filter(office=office)
        .select_related("user")
        .prefetch_related("expertise")
        .annotate(sitting=Count("seats", filter=seated, distinct=True))
        .order_by("left_on", "user__name", "pk")
    )


def in_term(day: date) -> Q:
    """The experts who may be drawn that day."""
    return Q(since__lte=day, until__gte=day) & (Q(left_on=None) | Q(left_on__gt=day))


def to_appoint(office: Organisation) -> QuerySet[User]:
    """Who has the role of an expert there and is not in the pool."""
    role = Membership.objects.on(clock.today()).filter(organisation=office, role=Role.EXPERT)
    pooled = Expert.objects.filter(office=office, left_on=None)
    return (
        User.objects.filter(pk__in=role.values("user"))
        .exclude(pk__in=pooled.values("user"))
        .order_by("name", "pk")
    )


def ties_of(user: User) -> QuerySet[Conflict]:
    """What somebody must step back from, what still bars first."""
    return Conflict.objects.filter(user=user).order_by(
        F("bars_until").desc(nulls_first=True), "name"
    )


def terms_of(user: User) -> QuerySet[Expert]:
    """A person's appointments."""
    return Expert.objects.filter(user=user).select_related("office").order_by("-until", "pk")


# --- whom a panel may be drawn from -------------------------------------------------------------


def pools_for(filing: Filing) -> list[Organisation]:
    """The receiver, and the office above it (or the one that entrusted it)."""
    receiver = filing.receiver
    above = receiver.superior or receiver.entrusted_by
    return [receiver, above] if above else [receiver]


def candidates(filing: Filing, *, wide: bool) -> list[Candidate]:
    """Everybody in term in the receiver's pool (`wide`: and in that above), in a fixed order, and
    why some cannot be drawn. A fixed number of queries."""
    day = clock.today()
    experts = _of_pools(pools_for(filing) if wide else pools_for(filing)[:1], day)
    users = [expert.user_id for expert in experts]
    tied = recusal.reasons(users, filing.owner, day)
    officers = set(_officers(filing.receiver, users, day))
    earlier = set(
        PanelMember.objects.filter(panel__filing=filing).values_list("user_id", flat=True)
    )
    codes = set(filing.scope.values_list("occupation__code", flat=True))

    def excluded(expert: Expert) -> str:
        if reason := tied.get(expert.user_id):
            return reason
        if expert.user_id in officers:
            return OFFICER
        if expert.user_id in earlier:
            return EARLIER_PANEL
        return "" if knows(expert, codes) else OTHER_FIELD

    return [Candidate(expert, excluded(expert)) for expert in experts]


def knows(expert: Expert, codes: Iterable[str]) -> bool:
    """Whether one of these occupations lies in a field of the expert; none asked for: yes."""
    codes = set(codes)
    fields = [field.code for field in expert.expertise.all()]
    return not codes or any(
        code == field or code.startswith(f"{field}-") for code in codes for field in fields
    )


def _of_pools(offices: list[Organisation], day: date) -> list[Expert]:
    """Each person once, of the first office that has him."""
    role = Membership.objects.on(day).filter(
        user=OuterRef("user"), organisation=OuterRef("office"), role=Role.EXPERT
    )
    rows = (
        Expert.objects.filter(in_term(day), Exists(role), office__in=offices)
        .select_related("user", "office")
        .prefetch_related("expertise")
        .order_by("pk")
    )
    rank = {office.pk: place for place, office in enumerate(offices)}
    first: dict[int, Expert] = {}
    for row in sorted(rows, key=lambda row: (rank[row.office_id], row.pk)):
        first.setdefault(row.user_id, row)
    return list(first.values())


def _officers(office: Organisation, users: list[int], day: date) -> QuerySet:
    staff = Membership.objects.on(day).filter(organisation=office, role__in=OFFICE_STAFF)
    return staff.filter(user__in=users).values_list("user_id", flat=True)


# --- panels -------------------------------------------------------------------------------------


def open_panel(filing: Filing) -> Panel | None:
    """The panel that evaluates a filing now."""
    return filing.panels.select_related("lot").filter(verdict="").first()


def tally(panel: Panel) -> Tally:
    """How a panel stands; two queries."""
    rows = panel.members.select_related("expert__office", "expert__user", "user")
    members = list(rows.prefetch_related("opinions").order_by("pk"))
    return Tally(
        panel=panel,
        seats=tuple(member for member in members if member.replaced_at is None),
        left=tuple(member for member in members if member.replaced_at is not None),
        size=json.loads(panel.lot.rule)["count"],
    )


def tallies(filing: Filing) -> list[Tally]:
    """Every panel of a filing, the newest first."""
    return [tally(panel) for panel in filing.panels.select_related("lot").order_by("-pk")]


def seat_of(user: User, filing: Filing) -> PanelMember | None:
    """The person's seat on the newest panel of a filing, unless he stepped back."""
    seats = PanelMember.objects.filter(panel__filing=filing, user=user, replaced_at=None)
    return seats.select_related("panel__lot", "expert__office").order_by("-panel").first()


def seats_of(user: User) -> QuerySet[PanelMember]:
    """Where a person sits or sat on panels, what waits for him first."""
    return (
        PanelMember.objects.filter(user=user, replaced_at=None)
        .select_related("panel__filing__owner")
        .order_by(F("spoken_at").asc(nulls_first=True), "-panel")
    )


def awaited(user: User) -> Q:
    """The cases that wait for the opinion of `user`."""
    return Q(
        state=FilingStep.EVALUATION,
        filing__panels__verdict="",
        filing__panels__members__in=PanelMember.objects.filter(
            user=user, replaced_at=None, spoken_at=None
        ),
    )


def failing(stand: Tally) -> list[str]:
    """The conditions that most members find not met, as the regulation words them."""
    filing = stand.panel.filing
    against = Opinion.objects.filter(member__in=stand.seats, verdict=Verdict.FAILS)
    tally = Counter(against.values_list("condition", flat=True))
    return [
        condition.text
        for condition in filing.regulation.conditions_for(ApplicantKind(filing.owner.kind))
        if tally[condition.key] * 2 > stand.size
    ]


def may_read(user: User, member: PanelMember, stand: Tally) -> bool:
    """Whether `user` may read what a member said: his own; and once that was said, and he has
    spoken himself if he has a seat, colleagues and officers."""
    if member.user_id == user.pk:
        return True
    if member.spoken_at is None:
        return False
    own = [seat for seat in stand.seats if seat.user_id == user.pk]
    if own:
        return own[0].spoken_at is not None
    return sees_inner_side(user, stand.panel.filing)


def reviewers_of(filing: Filing) -> list[User]:
    """Whom to tell at the office that evaluates: who has the filing, else all its reviewers."""
    reviewers = members_of(filing.receiver).filter(role=Role.REVIEWER).values("user")
    found = list(User.objects.filter(pk__in=reviewers).order_by("pk"))
    return [user for user in found if user.pk == filing.assignee_id] or found


def lots_of(filing: Filing) -> QuerySet[Lot]:
    """The draws of experts for a filing, the first one first."""
    return Lot.objects.filter(case=filing).select_related("result", "fixed_by").order_by("pk")


def keeps_pool(user: User, office: Organisation | None) -> bool:
    """Whether `user` looks after the pool of that office."""
    return bool(office) and office.is_bureau and office.pk in organisations_of(user, *KEEPERS)
