"""Who owes what for which certificate (兑现待遇), and how much of it is honoured (LC-17, HB-03)."""

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from datetime import date, timedelta

from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce

from accounts.enums import BUREAUS, SPEAKERS
from accounts.models import Organisation, User
from accounts.selectors import holds, organisations_of, staffed_by, territory
from assessment.models import Plan
from catalogue.regulations.terms import Audience
from certificates.enums import CertificateStatus
from certificates.models import Certificate
from config import clock
from filing.models import Agency
from supervision.enums import PayKind, PayReply
from supervision.models import PayRecord
from supervision.models.pay import UPHELD
from supervision.promises import rules

OWN = (Audience.OWN_STAFF, Audience.DISPATCHED, Audience.OUTSOURCED)


def owed() -> QuerySet[Certificate]:
    """The valid certificates for which an enterprise with an account here owes what it promised:
    it assessed its own people or commissioned their assessment. `payer` is its key, or that of the
    one that it was merged into."""
    commissioned = Q(plan__for_commission__isnull=False)
    own = Q(plan__isnull=False, plan__for_commission=None, entry__audience__in=OWN)
    earlier = Q(plan=None, agency__organisation__name=F("employer"))
    rows = Certificate.objects.filter(commissioned | own | earlier, status=CertificateStatus.VALID)
    payer = Coalesce(
        "plan__for_commission__owner__merged_into",
        "plan__for_commission__owner",
        "agency__organisation__merged_into",
        "agency__organisation",
    )
    return rows.annotate(payer=payer).filter(payer__isnull=False)


def owed_by(payer: Organisation) -> QuerySet[Certificate]:
    """Those of one enterprise, and of those that were merged into it."""
    theirs = Organisation.objects.filter(Q(pk=payer.pk) | Q(merged_into=payer)).values("pk")
    # Named by what is indexed: who pays is reckoned, and would be so for each of a million.
    agencies = list(Agency.objects.filter(organisation__in=theirs).values_list("pk", flat=True))
    plans = list(Plan.objects.filter(for_commission__owner__in=theirs).values_list("pk", flat=True))
    return owed().filter(Q(agency__in=agencies) | Q(plan__in=plans), payer=payer.pk)


def sides(user: User) -> QuerySet[Organisation]:
    """The enterprises for which somebody records what is paid."""
    mine = organisations_of(user, *SPEAKERS)
    return Organisation.objects.filter(pk__in=mine).exclude(kind__in=BUREAUS)


def records(user: User, payer: Organisation) -> bool:
    """Whether somebody records what an enterprise pays."""
    return not payer.is_bureau and holds(user, payer.pk, *SPEAKERS)


def visible_to(user: User, payer: Organisation | None = None) -> QuerySet[Certificate]:
    """Those that one's own enterprise owes for, and for an office those of its territory; of one
    enterprise alone where it is named."""
    seen = Q(payer__in=sides(user).values("pk"))
    for office in staffed_by(user):
        seen |= Q(division__code__startswith=territory(office))
    rows = owed_by(payer) if payer else owed()
    return rows.filter(seen)


def records_visible_to(user: User) -> QuerySet[PayRecord]:
    """The records of those certificates."""
    return PayRecord.objects.filter(certificate__in=visible_to(user).values("pk"))


def reads_amounts(user: User, record: PayRecord) -> bool:
    """Who sees an amount in full, on record where it is an officer: the enterprise, and the
    offices of the territory."""
    if records(user, record.payer):
        return True
    code = record.certificate.division.code
    return any(code.startswith(territory(office)) for office in staffed_by(user))


def with_records(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """With the record in force as `in_force` (a list), and the promise that stands behind it."""
    current = PayRecord.objects.filter(superseded_at=None)
    current = current.select_related("answer__complaint", "payer")
    return rows.select_related("plan__for_commission").prefetch_related(
        Prefetch("pay_records", queryset=current, to_attr="in_force")
    )


def due_before() -> date:
    """Certificates issued before this day should have their record by now."""
    return clock.today() - timedelta(days=rules().record_within_days)


def lacking(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Those without a record whose time is over."""
    recorded = PayRecord.objects.filter(superseded_at=None, certificate=OuterRef("pk"))
    return rows.filter(~Exists(recorded), issued_on__lt=due_before())


@dataclass(frozen=True)
class Share:
    """How much of what is owed is honoured: `fulfilled` are recorded as paid from a day that has
    come, and not refuted."""

    total: int = 0
    recorded: int = 0
    confirmed: int = 0
    contested: int = 0
    refuted: int = 0

    @property
    def fulfilled(self) -> int:
        return self.recorded - self.refuted

    @property
    def percent(self) -> int | None:
        """In whole percent, rounded down: all is only all. None where nothing is owed."""
        return self.fulfilled * 100 // self.total if self.total else None


def _counts() -> dict[str, Count]:
    """By `current`, the record in force, of which a certificate has one at most."""
    left = Q(current__kind=PayKind.LEFT)
    paid = ~left & Q(current__since__lte=clock.today())
    refuted = Q(current__answer__complaint__outcome__in=UPHELD)
    contested = Q(
        current__answer__reply=PayReply.CONTESTED,
        current__answer__complaint__outcome="",
        current__answer__complaint__closed_at=None,
    )
    confirmed = Q(current__answer__reply=PayReply.CONFIRMED)
    return {
        "every": Count("pk"),
        "left": Count("pk", filter=left & ~refuted),
        "recorded": Count("pk", filter=paid),
        "confirmed": Count("pk", filter=paid & confirmed),
        "contested": Count("pk", filter=contested),
        "refuted": Count("pk", filter=paid & refuted),
    }


def _with_current(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    in_force = FilteredRelation("pay_records", condition=Q(pay_records__superseded_at=None))
    return rows.order_by().annotate(current=in_force)


def shares(rows: QuerySet[Certificate]) -> dict[int, Share]:
    """By enterprise; one query, however many."""
    found = _with_current(rows).values("payer").annotate(**_counts())
    return {row.pop("payer"): _share(row) for row in found}


def together(shares: Iterable[Share]) -> Share:
    """Of several enterprises."""
    sums = zip(*(astuple(each) for each in shares), strict=True)
    return Share(*map(sum, sums))


def share(rows: QuerySet[Certificate]) -> Share:
    """Of all these certificates together."""
    return _share(_with_current(rows).aggregate(**_counts()))


def _share(row: dict) -> Share:
    return Share(
        total=row["every"] - row["left"],
        recorded=row["recorded"],
        confirmed=row["confirmed"],
        contested=row["contested"],
        refuted=row["refuted"],
    )


def standing(certificate: Certificate, seen: Collection[int] = ()) -> tuple[str, str]:
    """How a certificate of `with_records` stands, and its tone. An enterprise does not read who
    contests: that is for the officers who may see the complaint (`seen`)."""
    row = next(iter(certificate.in_force), None)
    if row is None:
        late = certificate.issued_on < due_before()
        return ("逾期未登记", "danger") if late else ("未登记", "neutral")
    contest = row.reply and row.reply.complaint
    cases = (
        (row.is_refuted, ("查实没有兑现", "danger")),
        (contest and contest.pk in seen and contest.is_open, ("本人有异议，核查中", "warn")),
        (row.kind == PayKind.LEFT, ("已离职", "neutral")),
        (row.since > clock.today(), ("尚未开始", "info")),
        (row.reply and row.reply.reply == PayReply.CONFIRMED, ("本人已确认", "ok")),
    )
    return next((said for holds_now, said in cases if holds_now), ("已登记", "ok"))


def promise_of(certificate: Certificate) -> str:
    """What was promised before the assessment: by the client in its commission, else by the agency
    in its plan; empty where nothing was written."""
    plan = certificate.plan
    if plan is None:
        return ""
    return plan.for_commission.pay if plan.for_commission else plan.incentives


def payer_of(certificate: Certificate) -> Organisation:
    """Who owes for a certificate of `owed`."""
    return Organisation.objects.get(pk=certificate.payer)
