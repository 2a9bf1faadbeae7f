"""Scores taken by a decision of the authority, and given back where it falls (LC-22).

What no score was computed of yet is void when it is; a result that stands gets a new revision. Both
go on the plan's timeline, under its lock, whatever step it has come to.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError

from accounts.models import User
from assessment.enums import EntryStatus
from assessment.models import Entry, Plan
from casework.models import Case
from casework.services import door
from casework.services.door import SystemActor
from config import clock
from results.documents.publicity import ticket
from results.enums import CorrectionStatus
from results.frames.scores import Frame
from results.judging import Given, MissingError, judge
from results.models import Annulment, Correction, Result
from results.selectors import annulments
from results.selectors.results import current
from results.services import computing

LOST = "本人没有可以恢复的成绩"


def annul(
    entry: Entry, *, subject: str, reason: str, case: Case, actor: User | SystemActor
) -> Annulment:
    """Take one subject of a registration, or with an empty `subject` all, by the decision of
    `case`, which asks who may. Raises ValidationError for a registration that was not approved, or
    a subject that it does not test."""
    made: list[Annulment] = []

    def change(plan: Plan) -> dict:
        row = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk, plan=plan.pk)
        _refuse_odd(row, subject)
        now = _present(plan, row)
        kept = Annulment(
            entry=row, subject=subject, reason=reason[:200], case_id=case.pk, made_at=clock.now()
        )
        kept.save()
        if now:
            kept.result = _annulled(now, row)
            kept.save(update_fields=["result"])
        made.append(kept)
        return _facts(kept, case)

    door.record(entry.plan, "annul_result", actor=actor, may=_yes, change=change, note=reason)
    return made[0]


def lift(annulment: Annulment, *, reason: str, actor: User | SystemActor) -> str:
    """Give back what an annulment took: the result is judged anew from what was entered and set
    right. Answers why that could not be done, such as for somebody who was never marked; "" where
    it was. The caller asks who may. Raises ValidationError for one that was lifted before."""
    said: list[str] = []

    def change(plan: Plan) -> dict:
        row = Annulment.objects.select_related("entry__item").get(pk=annulment.pk)
        if row.lifted_at:
            raise ValidationError("成绩取消已经撤销，请刷新页面。")
        row.lifted_at, row.lifted_for = clock.now(), reason[:200]
        row.save(update_fields=["lifted_at", "lifted_for"])
        said.append(_given_back(plan, row))
        return _facts(row, row.case) | {"lost": said[0]}

    plan = annulment.entry.plan
    door.record(plan, "lift_annulment", actor=actor, may=_yes, change=change, note=reason)
    return said[0]


def _yes(user, case) -> bool:
    return True


def _facts(row: Annulment, case: Case) -> dict:
    """What the timeline keeps; no name."""
    return {
        "annulment": row.pk,
        "ticket": ticket(row.entry),
        "subject": row.subject,
        "decision": case.number,
    }


def _refuse_odd(entry: Entry, subject: str) -> None:
    if entry.status != EntryStatus.APPROVED:
        raise ValidationError("这份报名没有核准，没有成绩可以取消。")
    kinds = set(entry.item.subjects.values_list("kind", flat=True))
    if subject and subject not in kinds:
        raise ValidationError({"subject": "此人没有这个科目，请重新选择。"})


def _present(plan: Plan, entry: Entry) -> Result | None:
    return current(plan).filter(entry=entry.pk).first()


def _annulled(old: Result, entry: Entry) -> Result:
    """The next revision, in which what is annulled counts no more."""
    given = {row.subject: computing.again(row) for row in old.subjects.all()}
    return _replace(old, entry, given)


def _replace(old: Result, entry: Entry, given: dict[str, Given]) -> Result:
    reasons = annulments.of_entry(entry)
    needed = computing.needed_of(entry.item)
    for each in needed:
        if reason := reasons.get((entry.pk, each.subject)):
            mark = given.get(each.subject, Given()).mark
            given[each.subject] = Given(mark=mark, void=reason)
    return computing.replace(old, judge(needed, given))


def _given_back(plan: Plan, row: Annulment) -> str:
    """The next revision from what is known of each subject; none before results are computed."""
    old = _present(plan, row.entry)
    if old is None:
        return ""
    given = {each.subject: computing.again(each) for each in old.subjects.all()}
    natural = computing.given_of(Frame.of(plan), row.entry)
    corrected = _corrected(row.entry)
    for subject in given:
        if row.subject in ("", subject):
            given[subject] = corrected.get(subject) or natural.get(subject, Given())
    try:
        _replace(old, row.entry, given)
    except MissingError:
        return LOST
    return ""


def _corrected(entry: Entry) -> dict[str, Given]:
    """What applied corrections made of subjects, the latest of each."""
    rows = Correction.objects.filter(entry=entry, status=CorrectionStatus.APPLIED).order_by("pk")
    return {
        row.subject: Given(
            mark=None if row.mark is None else Decimal(row.mark),
            absent=row.absent,
            void=row.reason[:200] if row.void else "",
        )
        for row in rows
    }
