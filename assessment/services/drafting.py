"""A plan is begun and filled in, under the lock of the plan, while it is a draft or sent back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Organisation, User
from accounts.selectors import offices
from assessment import selectors, subjects
from assessment.frames.plans import Frame
from assessment.models import Commission, Plan, PlanItem
from casework import kinds
from casework.services import door
from catalogue import regulations
from catalogue.models import Division
from catalogue.regulations import Regulation
from catalogue.regulations.terms import (
    Actor,
    Audience,
    Authority,
    CommissionStep,
    Organ,
    PlanStep,
    Regime,
    SubjectUse,
    Tier,
)
from catalogue.selectors import basis_of
from config import clock
from filing.models import Agency
from filing.rows.forms import PAST, digest

EDITABLE = (PlanStep.DRAFT, PlanStep.PLAN_RETURNED)
CLOSED = "计划现在是“{}”，不能再修改。需要调整的，请联系办理机关退回，或者办理计划变更。"


def start(
    agency: Agency, division: Division, *, actor: User, commission: Commission | None = None
) -> Plan:
    """Begin a plan of an agency in force, for a granted commission where one is named.

    A manager or clerk of the agency may. Raises ForbiddenError for others and for an agency that
    is not in force; ValidationError where no regulation of plans applies, or the commission does
    not fit.
    """
    if not selectors.agencies_of(actor).filter(pk=agency.pk).exists():
        raise door.ForbiddenError("只有备案有效的评价机构的管理员和经办人可以制定评价计划。")
    regulation = _regulation(agency, commission)
    receiver = receiver_of(regulation, division)
    title = f"{commission.owner}委托评价计划" if commission else f"{agency}评价计划"
    columns: dict = {"for_commission": commission} if commission else {}
    if commission:
        columns |= {"audiences": [Audience.COMMISSIONED], "incentives": commission.pay}
    with transaction.atomic():
        plan = door.open_case(
            kinds.by_code("plan"),
            actor=actor,
            state=PlanStep.DRAFT,
            owner=agency.organisation,
            regulation=regulation,
            title=f"{title}（{clock.today():%Y-%m-%d}）",
            division=division,
            receiver=receiver,
            office=receiver,
            agency=agency,
            **columns,
        )
        if commission:
            _take_items(plan, commission)
    return plan


def receiver_of(regulation: Regulation, division: Division) -> Organisation | None:
    """The office of a place that takes its plans: the employment authority where the regulation
    names one, else the centre; the city's bureau where it has entrusted none (LN-16)."""
    actors = {arrow.by for arrow in regulation.processes.plan.arrows}
    actors |= {review.by for review in regulation.reviews}
    organ = Organ.EMPLOYMENT if Actor.EMPLOYMENT in actors else Organ.CENTRE
    for each in (organ, Organ.HRSS):
        if found := offices(Authority(Tier.CITY, each), division).first():
            return found
    return None


@contextmanager
def opened(plan: Plan) -> Iterator[Plan]:
    """The locked plan, in a transaction. Raises NotNowError where it may not be changed."""
    with transaction.atomic():
        locked = door.lock([plan.pk])[0]
        if locked.state not in EDITABLE:
            raise door.NotNowError(CLOSED.format(kinds.state_label(locked)))
        yield locked


def keep(form) -> None:
    """Save a section (`plan_forms.SectionForm`); another method gives all items its subjects.

    Raises ValidationError where a colleague saved since the page was opened, NotNowError where the
    plan may not be changed any more.
    """
    with opened(form.instance) as locked:
        if form.cleaned_data["seen"] != digest(locked):
            raise ValidationError(PAST)
        form.instance.save(update_fields=list(form.named))
        if "method" in form.changed_data:
            _refit(form.instance)


def add_item(item: PlanItem) -> None:
    """Add an occupation and level with the subjects of the method. Raises ValidationError for one
    that is there already, NotNowError as `opened`."""
    with opened(item.plan) as locked:
        item.standard = item.standard or basis_of(
            item.occupation, owner_code=locked.agency.credit_code
        )
        item.validate_constraints()
        item.save()
        if rule := Frame.of(locked).rule:
            subjects.fit(item, rule)


def remove_item(plan: Plan, pk: int) -> bool:
    """Take an item out; whether it was there. Raises NotNowError as `opened`."""
    with opened(plan) as locked:
        return bool(locked.items.filter(pk=pk).delete()[0])


def keep_item(form, subject_forms) -> None:
    """Save how many are expected and the subjects of an item. Raises NotNowError as `opened`."""
    with opened(form.instance.plan):
        form.save()
        subject_forms.save()


def toggle_subject(item: PlanItem, kind: str) -> bool:
    """Add a subject that the method leaves open, or take it out again; whether it is there now.

    Raises ValidationError for one that the method requires or does not know, NotNowError as
    `opened`.
    """
    with opened(item.plan) as locked:
        rule = Frame.of(locked).rule
        if rule is None or subjects.uses(rule).get(kind) != SubjectUse.OPTIONAL:
            raise ValidationError("评价方式没有把这个科目列为可选，不能增减。")
        if item.subjects.filter(kind=kind).delete()[0]:
            return False
        subjects.fresh(item, kind, subjects.of_standard(item.standard, item.level).get(kind)).save()
        return True


def _refit(plan: Plan) -> None:
    frame = Frame.of(plan)
    if frame.rule is None:
        return
    for item, _ in frame.items:
        subjects.fit(item, frame.rule)


def _regulation(agency: Agency, commission: Commission | None) -> Regulation:
    if commission:
        if commission.agency_id != agency.pk or commission.state != CommissionStep.GRANTED:
            raise ValidationError("这件委托还没有备案，或者不是委托本机构的。")
        regulation = commission.regulation
    else:
        known = {each.id: each for each in regulations.current()}
        regulation = known.get(agency.regulation_id)
    if regulation is None or regulation.processes.plan is None:
        raise ValidationError(f"{agency}备案所适用的政策没有评价计划的办理流程，请与备案机关联系。")
    if regulation.regime == Regime.COMMISSIONED and commission is None:
        raise ValidationError("企业委托评价的计划须从已备案的委托开始，请先办理委托。")
    return regulation


def _take_items(plan: Plan, commission: Commission) -> None:
    for wanted in commission.items.select_related("occupation"):
        PlanItem.objects.create(
            plan=plan,
            occupation=wanted.occupation,
            work_type=wanted.work_type,
            level=wanted.level,
            expected=wanted.headcount,
            standard=basis_of(wanted.occupation, owner_code=plan.agency.credit_code),
        )
