"""Changes of a plan after approval: proposed, agreed to or refused, withdrawn, carried out.

They move no state: each is a row, and an entry on the plan's timeline by `door.record`, under the
plan's lock. What was proposed is held against the checks of a fresh arrangement, and again at the
moment of consent: whatever the change would make worse tells against it.
"""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from assessment import changing
from assessment.checks import changes as checks
from assessment.documents import announcement
from assessment.enums import ChangeKind, ChangeStatus
from assessment.models import Plan, PlanChange
from assessment.selectors import changes as rights
from assessment.selectors.entries import of_agency
from assessment.services import change_notices as tell
from assessment.services import filed_forms
from assessment.services.change_drawing import DRAWN
from assessment.services.change_effects import carry_out
from casework.enums import PublicationKind, PublicationStatus
from casework.issues import Issue
from casework.models import Case, Event, Publication
from casework.services import door, publications
from config import clock

NOT_YOURS = "只有评价机构的管理员和经办人可以提出、撤回变更。"
NOT_YOUR_ANSWER = "只有需要同意这项变更的机关的审核人员可以办理。"
ONE_AT_A_TIME = "已有一项变更等待同意，请等它办结或者撤回后再提出。"
NOBODY = "当地还没有办理机关在本平台开通，无人可以同意这项变更，请先联系主管部门。"
ANSWERED = "这项变更已经办结，请刷新页面查看结果。"
LAPSED = "计划已到下一步，这项变更没有生效。"
MOVED_ON = "计划已到下一步，这项变更不能再生效，请由机构撤回。"


def propose(
    plan: Plan,
    kind: ChangeKind,
    values: dict,
    *,
    reason: str,
    actor: User,
    token: UUID | None = None,
) -> Event:
    """Propose a change; where nobody has to agree it is in force at once. `values` are those of
    the kind (`services.change_drawing`). Facts name the change by `change`.

    Who may: `rights.may_propose`. Raises ForbiddenError, NotNowError (the plan is at another
    step), ValidationError with whatever speaks against it.
    """
    if not of_agency(actor, plan):
        raise door.ForbiddenError(NOT_YOURS)
    offices = rights.agreeing_offices(plan, kind)

    def change(case: Plan) -> dict:
        if case.changes.filter(status=ChangeStatus.PROPOSED).exists():
            raise ValidationError(ONE_AT_A_TIME)
        if offices == ():
            raise ValidationError(NOBODY)
        filed_forms.refuse_while_printing(case)
        drawn = DRAWN[kind](case, **values)
        drawn.reason, drawn.proposed_by, drawn.proposed_at = reason.strip(), actor, clock.now()
        if offices is None:
            return _put_in_force(case, drawn)
        drawn.warnings = _tried(case, drawn)
        drawn.save()
        tell.proposed(case, drawn, offices)
        return facts_of(drawn)

    may = _at_step(kind)
    act = "propose_change" if offices is not None else "make_change"
    return door.record(plan, act, actor=actor, may=may, change=change, token=token)


def agree(
    change: PlanChange, *, actor: User, opinion: str = "", token: UUID | None = None
) -> Event:
    """Agree: the change is carried out. Who may: `rights.may_answer`. Raises ForbiddenError,
    NotNowError, ValidationError where it cannot be carried out any more."""

    def put_in_force(case: Plan, row: PlanChange) -> dict:
        if row.kind not in changing.kinds_at(case.state):
            raise door.NotNowError(MOVED_ON)
        filed_forms.refuse_while_printing(case)
        return _put_in_force(case, row)

    return _answer(change, "agree_change", put_in_force, actor=actor, opinion=opinion, token=token)


def refuse(change: PlanChange, *, actor: User, opinion: str, token: UUID | None = None) -> Event:
    """Do not agree: nothing is changed. Who may: `rights.may_answer`. Raises ForbiddenError,
    NotNowError, ValidationError without a reason."""
    if not opinion.strip():
        raise ValidationError({"note": "请写明不同意的理由。"})

    def close(case: Plan, row: PlanChange) -> dict:
        _close(row, ChangeStatus.REFUSED)
        tell.refused(case, row)
        return facts_of(row)

    return _answer(change, "refuse_change", close, actor=actor, opinion=opinion, token=token)


def withdraw(change: PlanChange, *, actor: User, token: UUID | None = None) -> Event:
    """Take a proposal back before it was answered. Who may: managers and clerks of the agency.
    Raises ForbiddenError, NotNowError."""
    if not of_agency(actor, change.plan):
        raise door.ForbiddenError(NOT_YOURS)

    def close(case: Plan) -> dict:
        row = _waiting(case, change)
        row.decided_by = actor
        _close(row, ChangeStatus.WITHDRAWN)
        tell.withdrawn(case, row, rights.agreeing_offices(case, ChangeKind(row.kind)) or ())
        return facts_of(row)

    return door.record(
        change.plan, "withdraw_change", actor=actor, may=of_agency, change=close, token=token
    )


def lapse(case: Plan) -> None:
    """End what was proposed and can come into force no more, now that the plan has moved on. For
    effects: the plan is locked, its state is the new one."""
    for change in case.changes.filter(status=ChangeStatus.PROPOSED):
        if change.kind not in changing.kinds_at(case.state):
            change.opinion = LAPSED
            _close(change, ChangeStatus.WITHDRAWN)


def facts_of(change: PlanChange) -> dict:
    """What the timeline keeps: which change, and its plain values."""
    return {
        "change": change.pk,
        "kind": change.kind,
        "before": changing.plain(change.before),
        "after": changing.plain(change.after),
    }


def _answer(change, act, do: Callable[[Plan, PlanChange], dict], *, actor, opinion, token) -> Event:
    kind = ChangeKind(change.kind)
    if not rights.may_answer(actor, change.plan, kind):
        raise door.ForbiddenError(NOT_YOUR_ANSWER)

    def decide(case: Plan) -> dict:
        row = _waiting(case, change)
        row.decided_by, row.opinion = actor, opinion.strip()
        return do(case, row)

    def may(user: User, case: Case) -> bool:
        return rights.may_answer(user, case, kind)

    return door.record(change.plan, act, actor=actor, may=may, change=decide, token=token)


def _waiting(case: Plan, change: PlanChange) -> PlanChange:
    """The change as it stands now, under the plan's lock."""
    row = PlanChange.objects.select_related("session", "proposed_by").get(pk=change.pk)
    if not row.waits:
        raise door.NotNowError(ANSWERED)
    row.plan = case
    return row


def _at_step(kind: ChangeKind) -> Callable[[User, Case], bool]:
    return lambda user, case: rights.may_propose(user, case, kind)


def _put_in_force(case: Plan, change: PlanChange) -> dict:
    """Carry it out; where the arrangement was filed on paper, its forms are printed anew."""
    change.warnings = _carried_out(case, change)
    _close(change, ChangeStatus.IN_FORCE)
    tell.in_force(case, change)
    facts = facts_of(change)
    if change.kind != ChangeKind.DAYS and filed_forms.filing_of(case):
        facts |= filed_forms.begin(case, actor=change.proposed_by)
    return facts


def _close(change: PlanChange, status: ChangeStatus) -> None:
    change.status, change.decided_at = status, clock.now()
    change.save()


def _tried(case: Plan, change: PlanChange) -> list[str]:
    """What would be said of it: carried out on another copy of the plan, and taken back."""
    with transaction.atomic():
        warnings = _carried_out(Plan.objects.get(pk=case.pk), change)
        transaction.set_rollback(True)
    return warnings


def _carried_out(case: Plan, change: PlanChange) -> list[str]:
    """Carry it out and answer the new warnings. Raises ValidationError with what is new and
    refuses."""
    known = {(each.code, each.message) for each in checks.issues(case, change)}
    public = _published(case)
    said = announcement.body(case) if public else ""
    carry_out(case, change)
    found = [each for each in checks.issues(case, change) if (each.code, each.message) not in known]
    if refusing := [each for each in found if each.refuses]:
        raise ValidationError([_text(each) for each in refusing])
    _announce(case, change, public, said)
    return [_text(each) for each in found]


def _text(issue: Issue) -> str:
    basis = f"（依据：{issue.basis.cite}）" if issue.basis and issue.basis.cite else ""
    return f"{issue.message}{issue.remedy}{basis}"


def _published(case: Plan) -> Publication | None:
    """The announcement that stands now, corrected ones aside."""
    rows = case.publications.filter(
        kind=PublicationKind.ANNOUNCEMENT, status=PublicationStatus.PUBLISHED
    )
    return rows.select_related("office").order_by("-pk").first()


def _announce(case: Plan, change: PlanChange, public: Publication | None, said: str) -> None:
    """Correct the announcement where the change alters what it says, in the name of who proposed
    it. Raises ValidationError where it was taken back, or that person speaks for the agency no
    more."""
    if public is None:
        if change.kind == ChangeKind.DAYS:
            raise ValidationError("评价公告已撤下，不能改期。需要继续的，请取消后另定计划。")
        return
    if announcement.body(case) == said:
        return
    if not publications.may_publish(change.proposed_by, public.office):
        raise ValidationError(
            f"提出人{change.proposed_by.display_name}已不能代表机构发布公告，"
            "请机构撤回后由现在的经办人重新提出。"
        )
    case.announcement = publications.correct(
        public,
        title=announcement.title(case),
        body=announcement.changed(case, change),
        reason=change.reason,
        actor=change.proposed_by,
    )
