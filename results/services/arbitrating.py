"""A third person decides where the two readings differ, or the panel does."""

from django.core.exceptions import ValidationError

from accounts.models import User
from assessment.models import Plan
from casework.services import door
from config import clock
from results.frames.scores import Frame, Line
from results.models import Arbitration, ScoreSheet
from results.selectors import scores as rights
from results.services.score_sheets import demand
from results.sheets import Value

OWN = "录入或评分的人不能裁定，请由第三人对照试卷裁定。"
DONE = "这项成绩已由{}裁定为 {}，本次没有改动。"
NOTHING = "这项成绩没有需要裁定的内容，请返回查看。"


def is_third(user: User, sheet: ScoreSheet) -> bool:
    """Whether somebody has neither entered nor marked anything of the sheet."""
    return not (
        sheet.rounds.filter(clerk=user).exists()
        or sheet.markings.filter(entered_by=user).exists()
        or sheet.markings.filter(duty__examiner__user=user).exists()
    )


def decide(sheet: ScoreSheet, entry: int, value: Value, *, reason: str, actor: User) -> Arbitration:
    """Say what holds for somebody, with the paper in hand; once and for all, on the timeline.

    Who may: `selectors.scores.may_decide`, but nobody who entered or marked the sheet. Raises
    ValidationError where nothing is to be decided or somebody else has; ForbiddenError,
    NotNowError.
    """
    plan = sheet.plan
    demand(plan, actor, rights.may_decide)
    if not is_third(actor, sheet):
        raise door.ForbiddenError(OWN)
    made: list[Arbitration] = []

    def change(case: Plan) -> dict:
        known = sheet.arbitrations.filter(entry=entry).select_related("decided_by").first()
        if known:
            said = Value(known.mark, known.absent)
            raise ValidationError(DONE.format(known.decided_by, said))
        line = dispute_of(case, sheet, entry)
        if line is None:
            raise ValidationError(NOTHING)
        row = Arbitration(
            sheet=sheet,
            entry_id=entry,
            mark=value.mark,
            absent=value.absent,
            reason=reason,
            decided_by=actor,
            decided_at=clock.now(),
        )
        row.save()
        made.append(row)
        return {"sheet": str(sheet), "ticket": line.ticket, "cause": line.dispute}

    door.record(plan, "decide_score", actor=actor, may=rights.may_decide, change=change)
    return made[0]


def dispute_of(plan: Plan, sheet: ScoreSheet, entry: int) -> Line | None:
    """What is to be decided of somebody on a sheet."""
    frame = Frame.of(plan, (sheet.item_id, sheet.subject))
    lines = [line for key in frame.keys for line in frame.disputes(key)]
    return next((line for line in lines if line.entry == entry), None)
