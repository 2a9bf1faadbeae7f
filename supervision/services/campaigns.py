"""Random inspections from their preparation to the end (双随机、一公开; LC-21, LN-14).

Effects of acts run inside the door, on the locked case. What is drawn from is in
`supervision.services.draws`.
"""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.enums import OFFICE_STAFF
from accounts.models import Organisation, User
from accounts.selectors import holds
from casework import kinds
from casework.services import door
from casework.services.publications import personal_number
from catalogue.models import Division, Occupation
from config import clock
from supervision.enums import CampaignState, CampaignSubject, InspectionState
from supervision.models import Campaign, Inspection
from supervision.selectors import campaigns as reads
from supervision.selectors.offices import OFFICES
from supervision.services import draws

NOT_YOURS = "只有人社部门、鉴定中心的工作人员可以发起双随机抽查。"
ENDED = (InspectionState.PUBLISHED, InspectionState.CANCELLED)


@dataclass(frozen=True)
class Plan:
    """A campaign as it is prepared; the fields of `Campaign`."""

    title: str
    subject: str
    methods: list[str]
    team: int
    begins_on: date
    ends_on: date
    public_value: str
    value_on: date
    place: Division | None = None
    occupation: Occupation | None = None
    level: int | None = None
    since: date | None = None
    until: date | None = None
    classes: list[str] | None = None
    amount: int | None = None
    ratio: int | None = None
    staff: bool = True
    supervisors: bool = True
    weighted: bool = False
    weights: dict | None = None
    grounds: str = ""
    remark: str = ""


@transaction.atomic
def prepare(
    plan: Plan, *, office: Organisation, actor: User, token: UUID | None = None
) -> Campaign:
    """Begin a campaign of an office. Nothing is public yet. The same form (`token`) sent twice
    begins one.

    Who may: whoever works in a bureau or centre. Raises ForbiddenError, ValidationError by field.
    """
    if office.kind not in OFFICES or not holds(actor, office.pk, *OFFICE_STAFF):
        raise door.ForbiddenError(NOT_YOURS)
    _refuse_odd(plan)
    if done := door.opened_with(token, actor=actor):
        return done
    return door.open_case(
        kinds.by_code("campaign"),
        actor=actor,
        once=token,
        state=CampaignState.DRAFT,
        division=office.division,
        receiver=office,
        office=office,
        **_columns(plan),
    )


def revise(campaign: Campaign, plan: Plan, *, actor: User) -> Campaign:
    """Change what is prepared, while nothing is published. Who may: whoever works in the office.
    Raises NotNowError, ForbiddenError, ValidationError by field."""
    _refuse_odd(plan)
    with transaction.atomic():
        locked = door.lock([campaign.pk])[0]
        if not holds(actor, locked.office_id, *OFFICE_STAFF):
            raise door.ForbiddenError(NOT_YOURS)
        if locked.state != CampaignState.DRAFT:
            raise door.NotNowError("抽查范围和规则已经公布，不能修改。")
        columns = _columns(plan)
        for name, value in columns.items():
            setattr(locked, name, value)
        locked.full_clean(exclude=["state"])
        locked.save(update_fields=list(columns))
    return locked


def _columns(plan: Plan) -> dict:
    columns = asdict(plan)  # copies rows too, which is no use
    columns |= {"place": plan.place, "occupation": plan.occupation, "weights": plan.weights or {}}
    columns["classes"] = plan.classes or []
    return columns


def _refuse_odd(plan: Plan) -> None:
    wrong = {}
    if bool(plan.amount) == bool(plan.ratio):
        wrong["amount"] = "抽取数量和抽取比例请填写其中一项。"
    if plan.ends_on < plan.begins_on:
        wrong["ends_on"] = "检查截止日期不能早于开始日期。"
    if plan.subject == CampaignSubject.SESSIONS and not (plan.since and plan.until):
        wrong["since"] = "抽查评价场次的，请填写场次的起止日期。"
    if plan.since and plan.until and plan.until < plan.since:
        wrong["until"] = "截止日期不能早于开始日期。"
    if not (plan.staff or plan.supervisors):
        wrong["staff"] = "请至少选择一类检查人员。"
    if plan.weighted and not plan.grounds.strip():
        wrong["grounds"] = "按风险加权的，请写明理由，随抽查公布。"
    for name in ("title", "grounds", "remark", "public_value"):
        if found := personal_number(getattr(plan, name)):
            wrong[name] = found
    if wrong:
        raise ValidationError(wrong)


# --- Effects of acts: inside the door, on the locked case ---------------------------------------


def fix(case: Campaign, *, actor: User, **_) -> dict:
    """Fix population and pool, promise the seeds, and publish all of it. Raises ValidationError
    where too few can be drawn or sent, or the public value could be known already."""
    _refuse_known(case.value_on)
    return draws.fix(case, actor=actor)


def draw(case: Campaign, *, actor: User, value: str, source: str, **_) -> dict:
    """Draw objects, then inspectors, and open the inspections. Raises ValidationError before the
    public value is there."""
    found = reads.latest_draw(case)
    if clock.today() < found.value_on:
        raise ValidationError(f"公共值要到 {found.value_on} 才产生，请届时再抽取。")
    return draws.draw(case, found, value=value, source=source, actor=actor)


def redraw(case: Campaign, *, actor: User, reason: str, public_value: str, value_on: date, **_):
    """Fix anew with a reason; the draw before stays on record, its inspections fall away. Raises
    ValidationError once one of them has begun."""
    _refuse_known(value_on)
    if found := personal_number(f"{reason} {public_value}"):
        raise ValidationError({"reason": found})
    rows = Inspection.objects.filter(for_campaign=case).exclude(state=InspectionState.CANCELLED)
    if rows.exclude(state=InspectionState.ASSIGNED).exists():
        raise ValidationError(
            "已有检查任务开始检查，不能重新抽取。个别人员不能参加的，请更换人员。"
        )
    door.perform_all(list(rows), "cancel", actor=door.SYSTEM)
    case.public_value, case.value_on = public_value, value_on
    return draws.fix(case, actor=actor, reason=reason)


def close(case: Campaign, *, actor: User, **_) -> dict:
    """End a campaign whose results are all published. Raises ValidationError before that."""
    rows = Inspection.objects.filter(for_campaign=case)
    if left := rows.exclude(state__in=ENDED).count():
        raise ValidationError(f"还有 {left} 个检查任务没有公布结果，全部公布后才能办结。")
    return {"published": rows.filter(state=InspectionState.PUBLISHED).count()}


def _refuse_known(value_on: date) -> None:
    if value_on <= clock.today():
        raise ValidationError(
            {"value_on": "公共值须在公布抽取范围之后产生，产生日期应晚于今天。请修改后再公布。"}
        )
