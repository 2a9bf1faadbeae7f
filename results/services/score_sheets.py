"""Score sheets come into being, and how each is marked is chosen before anything is entered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from assessment.models import Plan, PlanSubject
from casework import kinds
from casework.services import door
from catalogue.enums import SubjectKind
from results.models import ScoreSheet
from results.selectors import scores as rights

NOT_YOURS = "只有评价机构的管理员、经办人和登分人员可以办理成绩。"
NOT_NOW = "计划现在是“{}”，不能办理成绩。完成评价之后、完成评分之前可以录入。"
BEGUN = "这个科目已经开始录入或评分，不能再改评分方式。"
PANELS = (SubjectKind.PRACTICE, SubjectKind.REVIEW)


@contextmanager
def opened(plan: Plan, actor: User, may: Callable[[User, Plan], bool]) -> Iterator[Plan]:
    """The locked plan, in a transaction. Raises ForbiddenError for other people, NotNowError in
    another state."""
    with transaction.atomic():
        locked = door.lock([plan.pk])[0]
        demand(locked, actor, may)
        yield locked


def demand(plan: Plan, actor: User, may: Callable[[User, Plan], bool]) -> None:
    """Raise ForbiddenError or NotNowError where `may(actor, plan)` is not so."""
    if may(actor, plan):
        return
    if not rights.of_scores(actor, plan):
        raise door.ForbiddenError(NOT_YOURS)
    if plan.state not in rights.MARKING:
        raise door.NotNowError(NOT_NOW.format(kinds.state_label(plan)))
    raise door.ForbiddenError(f"您现在不能办理这一步。{NOT_NOW.format(kinds.state_label(plan))}")


def prepare(plan: Plan) -> None:
    """A sheet for every subject that an item tests; those there already stay. Of a locked plan."""
    wanted = PlanSubject.objects.filter(item__plan=plan, waived=False)
    ScoreSheet.objects.bulk_create(
        (
            ScoreSheet(plan=plan, item_id=item, subject=kind)
            for item, kind in wanted.values_list("item", "kind")
        ),
        ignore_conflicts=True,
    )


def sheet_of(plan: Plan, item: int, subject: str) -> ScoreSheet:
    """The sheet of a locked plan. ValidationError for a subject that is not tested."""
    if not PlanSubject.objects.filter(
        item__plan=plan, item=item, kind=subject, waived=False
    ).exists():
        raise ValidationError("计划里没有这个科目，请返回查看。")
    row, _ = ScoreSheet.objects.get_or_create(
        item_id=item, subject=subject, defaults={"plan": plan}
    )
    return row


def choose(plan: Plan, item: int, subject: str, *, by_panel: bool, actor: User) -> None:
    """Say whether a panel marks a subject, or two clerks enter it; on the timeline.

    Who may: `selectors.scores.may_choose`. Raises ValidationError for theory, and once anything is
    entered; ForbiddenError, NotNowError.
    """
    demand(plan, actor, rights.may_choose)

    def change(case: Plan) -> dict:
        sheet = sheet_of(case, item, subject)
        if by_panel and subject not in PANELS:
            raise ValidationError("理论知识考试由两人分别录入，不由考评组评分。")
        if sheet.by_panel != by_panel and (sheet.rounds.exists() or sheet.markings.exists()):
            raise ValidationError(BEGUN)
        sheet.by_panel = by_panel
        sheet.save(update_fields=["by_panel"])
        return {"sheet": str(sheet), "by_panel": by_panel}

    door.record(plan, "choose_marking", actor=actor, may=rights.may_choose, change=change)
