"""Records whose time is over, read: whose they are, who sees them, what holds them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.enums import SPEAKERS
from accounts.models import Organisation, User
from accounts.selectors import organisations_of, staffed_by, territory
from casework.models import Case
from casework.selectors import cases_visible_to, hidden_from
from config import clock
from filing.models import Agency
from results.models import Hold
from supervision.models import Complaint, Destruction, DueRecord, Inspection, Violation

QUIET = "有关机关要求暂缓销毁"


@dataclass(frozen=True)
class Ground:
    """Why a record may not go. Where a case stands behind it, only who sees that case is told
    which: nobody under investigation is to hear of it from a list."""

    text: str
    case: int | None = None

    def said(self, seen: Collection[int] = ()) -> str:
        """What a reader is told who sees those cases."""
        return self.text if self.case is None or self.case in seen else QUIET


def sides(user: User) -> QuerySet[Organisation]:
    """The organisations on whose archive somebody works."""
    offices = [office.pk for office in staffed_by(user)]
    own = organisations_of(user, *SPEAKERS)
    return Organisation.objects.filter(pk__in={*offices, *own}).select_related("division")


def visible_to(user: User) -> QuerySet[DueRecord]:
    """Records over their time that are still there: of one's own side, and of the territory."""
    seen = Q(keeper__in=sides(user).values("pk"))
    for office in staffed_by(user):
        seen |= Q(case__division__code__startswith=territory(office))
    rows = DueRecord.objects.filter(seen, destroyed_on=None, kept_until__lt=clock.today())
    rows = rows.exclude(case__in=Case.objects.filter(hidden_from(user)).values("pk"))
    return rows.select_related("case", "keeper", "destruction", "material")


def proposable_by(user: User) -> QuerySet[DueRecord]:
    """Those of one's own side that nobody has proposed yet."""
    return visible_to(user).filter(keeper__in=sides(user).values("pk"), destruction=None)


def destructions_of(user: User) -> QuerySet[Destruction]:
    """The destructions that somebody may see: of one's own side, and of the territory."""
    seen = Q(keeper__in=sides(user).values("pk"))
    for office in staffed_by(user):
        seen |= Q(division__code__startswith=territory(office)) | Q(office=office)
    rows = Destruction.objects.filter(seen).select_related("keeper", "office")
    return rows.order_by("-pk")


def reasons(user: User, records: Collection[DueRecord]) -> dict[int, str]:
    """By record in words what holds it, as far as a reader may know."""
    found = held(records)
    behind = {each.case for grounds in found.values() for each in grounds if each.case}
    seen = set(cases_visible_to(user).filter(pk__in=behind).values_list("pk", flat=True))
    return {pk: in_words(grounds, seen) for pk, grounds in found.items()}


def in_words(grounds: Collection[Ground], seen: Collection[int] = ()) -> str:
    """What is told of these grounds."""
    return "；".join(dict.fromkeys(each.said(seen) for each in grounds))


def held(records: Collection[DueRecord]) -> dict[int, list[Ground]]:
    """By record what holds it: a decision to hold, an inspection, a complaint or a violation that
    is not over. The same five questions for any number of records."""
    agencies = _agencies(records)
    plans = {row.plan_id for row in records if row.plan_id}
    by_plan: dict[int, list[Ground]] = defaultdict(list)
    by_agency: dict[int, list[Ground]] = defaultdict(list)
    _holds(plans, by_plan)
    every = {pk for found in agencies.values() for pk in found}
    _complaints(plans, every, by_plan, by_agency)
    _inspections(every, by_plan, by_agency)
    _violations(plans, every, by_plan, by_agency)
    found = {}
    for row in records:
        grounds = [*by_plan.get(row.plan_id, ())]
        for agency in agencies[row.pk]:
            grounds += by_agency.get(agency, ())
        if row.material and row.material.is_held:
            grounds.append(Ground(f"材料留存：{row.material.hold_reason}"))
        if grounds:
            found[row.pk] = list(dict.fromkeys(grounds))
    return found


def _agencies(records: Collection[DueRecord]) -> dict[int, set[int]]:
    """By record the agencies that it is about: the plan's, else those of whose case it is."""
    owners = {row.case.owner_id for row in records if row.case.owner_id}
    of_owner: dict[int, set[int]] = defaultdict(set)
    for pk, owner in Agency.objects.filter(organisation__in=owners).values_list(
        "pk", "organisation"
    ):
        of_owner[owner].add(pk)
    return {row.pk: of_owner.get(row.case.owner_id, set()) for row in records}


def _holds(plans: set[int], by_plan) -> None:
    for hold in Hold.objects.filter(plan__in=plans, lifted_at=None).select_related("office"):
        by_plan[hold.plan_id].append(Ground(f"{hold.office}决定暂停销毁：{hold.reason}"))


def _note(case: Case, label: str, plan: int | None, agency: int | None, by_plan, by_agency):
    ground = Ground(f"{label}没有办结（{case.number}）", case.pk)
    if plan:
        by_plan[plan].append(ground)
    elif agency:
        by_agency[agency].append(ground)


def _complaints(plans, agencies, by_plan, by_agency) -> None:
    about = Q(about_plan__in=plans) | Q(agency__in=agencies, about_plan=None)
    for case in Complaint.objects.filter(about, closed_at=None):
        _note(case, "投诉举报", case.about_plan_id, case.agency_id, by_plan, by_agency)


def _inspections(agencies, by_plan, by_agency) -> None:
    rows = Inspection.objects.filter(agency__in=agencies, closed_at=None)
    for case in rows.select_related("session"):
        plan = case.session.plan_id if case.session else None
        _note(case, "检查", plan, case.agency_id, by_plan, by_agency)


def _violations(plans, agencies, by_plan, by_agency) -> None:
    about = Q(entry__plan__in=plans) | Q(agency__in=agencies) | Q(examiner__agency__in=agencies)
    rows = Violation.objects.filter(about, closed_at=None)
    for case in rows.select_related("entry", "examiner"):
        plan = case.entry.plan_id if case.entry_id else None
        agency = case.agency_id or (case.examiner.agency_id if case.examiner_id else None)
        _note(case, "违规处理", plan, agency, by_plan, by_agency)
