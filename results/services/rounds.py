"""Two people enter the marks of a sheet, each for himself, and hand them in.

Locks are taken in this order: the plan, then the round.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from assessment.models import Plan
from casework.services import door, notices
from config import clock
from results.enums import RoundSource
from results.frames.scores import Frame, Key, Line, contradiction
from results.models import Score, ScoreRound
from results.selectors import scores as rights
from results.services import score_notices
from results.services.score_sheets import demand, opened, sheet_of
from results.sheets import Value, word

BATCH = 1000
TAKEN = "{}已由{}开始录入，请返回查看。"
BOTH = "两次录入须由两人分别完成，您已经录入另一次。"
HANDED_IN = "这次录入已经提交，不能再改。两次录入不同的，由第三人裁定。"
NOT_YOUR_ROUND = "这次录入由{}负责，其他人不能查看和改动。"
LISTED = 20


@dataclass(frozen=True)
class Change:
    """What a clerk typed for somebody. `seen` is the `word` of what the page showed before."""

    entry: int
    value: Value | None
    seen: str


def take(plan: Plan, item: int, subject: str, position: int, *, actor: User) -> ScoreRound:
    """Begin the first or second entering of a sheet; one's own, begun already, is answered again.

    Who may: `selectors.scores.may_enter`. Raises ValidationError where somebody else has it, the
    person has the other one, or a panel marks the sheet; ForbiddenError, NotNowError.
    """
    with opened(plan, actor, rights.may_enter) as locked:
        sheet = sheet_of(locked, item, subject)
        if sheet.by_panel:
            raise ValidationError("这个科目由考评组评分，不用录入。")
        if position not in (1, 2):
            raise ValidationError("只有一录和二录，请返回查看。")
        found = {row.position: row for row in sheet.rounds.select_related("clerk")}
        mine = next((row for row in found.values() if row.clerk_id == actor.pk), None)
        if mine is not None:
            if mine.position == position:
                return mine
            raise ValidationError(BOTH)
        if held := found.get(position):
            raise ValidationError(TAKEN.format(held.get_position_display(), held.clerk))
        return ScoreRound.objects.create(
            sheet=sheet,
            position=position,
            clerk=actor,
            source=RoundSource.TYPED,
            begun_at=clock.now(),
        )


@contextmanager
def held(round_: ScoreRound, actor: User) -> Iterator[ScoreRound]:
    """One's own round, locked, not handed in yet. Raises ForbiddenError, NotNowError,
    ValidationError."""
    with transaction.atomic():
        row = _locked(round_.pk)
        plan = row.sheet.plan
        demand(plan, actor, rights.may_enter)
        if row.clerk_id != actor.pk:
            raise door.ForbiddenError(NOT_YOUR_ROUND.format(row.clerk))
        if row.frozen_at:
            raise ValidationError(HANDED_IN)
        yield row


def _locked(pk: int) -> ScoreRound:
    rows = ScoreRound.objects.select_for_update(of=("self",)).filter(pk=pk)
    row = rows.select_related("sheet__plan", "sheet__item", "clerk").first()
    if row is None:
        raise ValidationError("这次录入已被放弃，请返回查看。")
    return row


def save(round_: ScoreRound, changes: Iterable[Change], *, actor: User) -> dict[int, Value | None]:
    """Keep what was typed; answer those of whom the round holds something else than the page has
    seen, with what it holds: nothing of these is changed.

    Who may: the clerk of the round. Raises ValidationError once it is handed in; ForbiddenError.
    """
    changes = list(changes)
    with held(round_, actor) as row:
        allowed = dict(_due(row))
        there = {
            each.entry_id: each
            for each in row.scores.filter(entry__in=[change.entry for change in changes])
        }
        missed: dict[int, Value | None] = {}
        for change in changes:
            if change.entry not in allowed:
                raise ValidationError("有考生不在这本成绩册，请刷新页面后再录入。")
            score = there.get(change.entry)
            present = Value(score.mark, score.absent) if score else None
            if present == change.value:
                continue
            if word(present) != change.seen:
                missed[change.entry] = present
            else:
                _write(row, score, change)
        return missed


def _due(round_: ScoreRound) -> list[tuple[int, str]]:
    sheet = round_.sheet
    frame = Frame.of(sheet.plan, (sheet.item_id, sheet.subject))
    return frame.due(frame.keys[0]) if frame.keys else []


def _write(round_: ScoreRound, score: Score | None, change: Change) -> None:
    if change.value is None:
        score.delete()
        return
    given = {"mark": change.value.mark, "absent": change.value.absent}
    if score is None:
        Score.objects.create(round=round_, entry_id=change.entry, **given)
    else:
        Score.objects.filter(pk=score.pk).update(**given)


def bring_in(round_: ScoreRound, values: dict[int, Value], *, actor: User) -> int:
    """Take the marks of a file over into one's round, whatever had been entered of these people;
    answer how many. Who may and raises: as `save`."""
    with held(round_, actor) as row:
        allowed = dict(_due(row))
        if not values.keys() <= allowed.keys():
            raise ValidationError("有考生不在这本成绩册，请重新下载模板。")
        row.scores.filter(entry__in=values.keys()).delete()
        Score.objects.bulk_create(
            (
                Score(round=row, entry_id=entry, mark=value.mark, absent=value.absent)
                for entry, value in values.items()
            ),
            batch_size=BATCH,
        )
        row.source = RoundSource.IMPORTED
        row.save(update_fields=["source"])
        return len(values)


def give_up(round_: ScoreRound, *, actor: User) -> None:
    """Leave a round to somebody else: what was entered is deleted. Who may: its clerk, or a manager
    for a clerk who does not come back; never once it is handed in. On the timeline."""
    plan = round_.sheet.plan
    demand(plan, actor, rights.may_decide)

    def change(case: Plan) -> dict:
        row = _locked(round_.pk)
        if row.clerk_id != actor.pk and not rights.may_release(actor, case):
            raise door.ForbiddenError(NOT_YOUR_ROUND.format(row.clerk))
        if row.frozen_at:
            raise ValidationError(HANDED_IN)
        facts = {"sheet": str(row.sheet), "position": row.position, "scores": row.scores.count()}
        row.scores.all().delete()
        row.delete()
        return facts

    door.record(plan, "give_up_round", actor=actor, may=rights.may_decide, change=change)


@dataclass(frozen=True)
class Standing:
    """How far a round is: how many values it has, of how many, who lacks one, and what does not
    fit check-in."""

    entered: int
    wanted: int
    lacking: list[Line]
    doubtful: list[tuple[Line, str]]


def standing(round_: ScoreRound) -> Standing:
    """How far a round is; of nobody but its own marks."""
    sheet = round_.sheet
    frame = Frame.of(sheet.plan, (sheet.item_id, sheet.subject))
    lines = [line for key in frame.keys for line in frame.lines(key) if not line.is_void]
    own = [(line, line.rounds[round_.position - 1]) for line in lines]
    doubtful = [(line, why) for line, value in own if (why := contradiction(value, line.presence))]
    lacking = [line for line, value in own if value is None]
    return Standing(len(own) - len(lacking), len(own), lacking, doubtful)


def hand_in(round_: ScoreRound, *, checked: bool, actor: User) -> list[Line]:
    """Freeze a round for good (the database holds it) and answer the differences, once both are
    in; those who may decide them are told.

    `checked`: that what does not fit check-in was held against the papers once more; it then goes
    to the arbiter. Who may: the clerk of the round. Raises ValidationError while somebody lacks a
    mark, or with something doubtful that was not checked; ForbiddenError, NotNowError.
    """
    plan = round_.sheet.plan
    demand(plan, actor, rights.may_enter)
    open_: list[Line] = []

    def change(case: Plan) -> dict:
        with held(round_, actor) as row:
            found = standing(row)
            _refuse(found, checked=checked)
            row.frozen_at = clock.now()
            row.save(update_fields=["frozen_at"])
        frame, key = _key(case, row)
        open_.extend(line for line in frame.disputes(key) if line.is_open)
        return {
            "sheet": str(row.sheet),
            "position": row.position,
            "scores": found.entered,
            "doubtful": len(found.doubtful),
            "differences": len(open_),
        }

    with transaction.atomic():
        event = door.record(
            plan, "hand_in_scores", actor=actor, may=rights.may_enter, change=change
        )
        if open_:
            notices.post(score_notices.differing(round_.sheet, len(open_)), event=event)
    return open_


def _key(plan: Plan, round_: ScoreRound) -> tuple[Frame, Key]:
    sheet = round_.sheet
    frame = Frame.of(plan, (sheet.item_id, sheet.subject))
    return frame, frame.keys[0]


def _refuse(found: Standing, *, checked: bool) -> None:
    if found.lacking:
        named = "、".join(line.ticket for line in found.lacking[:LISTED])
        more = f"等 {len(found.lacking)} 人" if len(found.lacking) > LISTED else ""
        raise ValidationError(f"还有人没有成绩，缺考的请填“缺考”：{named}{more}。")
    if found.doubtful and not checked:
        named = "；".join(f"{line.ticket} {why}" for line, why in found.doubtful[:LISTED])
        raise ValidationError(
            f"与到考登记不一致：{named}。请对照试卷改正；确认无误的勾选“已核对”，由第三人裁定。"
        )
