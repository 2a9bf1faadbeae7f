"""Who need not sit a subject: passed before and still counting, or waived for this person (LC-19).

A subject granted here frees its seat; no seat is given out for it any more (`Frame.due`).
"""

from collections.abc import Callable, Mapping
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from assessment.enums import EntryStatus, ExemptionCause
from assessment.models import Entry, Exemption, Plan, Seat
from assessment.selectors import entries as entry_rights
from casework.services import door, files, inspection
from catalogue.enums import SubjectKind
from config import clock
from results.selectors.earlier import Earlier, earlier_passes, waivable

CLOSED = "名册已经报出，不能再登记单科免考。"
NOT_YOURS = "只有评价机构的管理员和经办人可以登记单科免考。"
NOTHING = "没有找到可以使用的前次合格成绩。"


def may_grant(user: User, plan: Plan) -> bool:
    """Managers and clerks of the agency, until the roster is filed."""
    return entry_rights.is_open(plan) and entry_rights.of_agency(user, plan)


def demand(plan: Plan, actor: User) -> None:
    """Raise ForbiddenError or NotNowError where somebody may not grant."""
    if not entry_rights.of_agency(actor, plan):
        raise door.ForbiddenError(NOT_YOURS)
    if not may_grant(actor, plan):
        raise door.NotNowError(CLOSED)


def grant_found(plan: Plan, *, actor: User) -> int:
    """Carry every earlier pass that counts for somebody approved; answer how many subjects. Who
    may: `may_grant`. Raises ValidationError where there is none; ForbiddenError, NotNowError."""
    made: list[Exemption] = []

    def change(case: Plan) -> dict:
        found = earlier_passes(case)
        if not found:
            raise ValidationError(NOTHING)
        rows = [_carried(each, actor) for each in found]
        made.extend(Exemption.objects.bulk_create(rows))
        _free_seats(case, [(each.entry_id, each.subject) for each in rows])
        return {"carried": len(rows), "cause": ExemptionCause.EARLIER}

    _record(plan, "grant_exemptions", actor, change)
    return len(made)


def _carried(found: Earlier, actor: User) -> Exemption:
    return Exemption(
        entry=found.entry,
        subject=found.subject,
        cause=ExemptionCause.EARLIER,
        earlier=found.result.entry,
        mark=found.mark,
        reason=f"{found.result.plan.number} 合格，成绩有效期内"[:300],
        granted_by=actor,
        granted_at=clock.now(),
    )


def waive(
    plan: Plan, entry: int, subject: str, *, reason: str, upload: BinaryIO, actor: User
) -> Exemption:
    """Let somebody off a subject that the regulation allows to waive, with what proves it (LC-19).

    Who may: `may_grant`. Raises ValidationError for other subjects and people, or one granted
    already; RefusedFile; ForbiddenError, NotNowError.
    """
    demand(plan, actor)
    found = inspection.inspect(upload)
    made: list[Exemption] = []

    def change(case: Plan) -> dict:
        if subject not in waivable(case):
            raise ValidationError("这项规定没有允许免考这个科目。")
        person = case.entries.filter(pk=entry, status=EntryStatus.APPROVED).first()
        if person is None or not _sits(person, subject):
            raise ValidationError("此人没有核准，或者不考这个科目，请重新选择。")
        kept = files.keep(
            found.data, case=case, name=found.name, kind=found.kind, by=actor, pages=found.pages
        )
        row = Exemption(
            entry=person,
            subject=subject,
            cause=ExemptionCause.WAIVED,
            reason=reason,
            evidence=kept,
            granted_by=actor,
            granted_at=clock.now(),
        )
        row.validate_constraints()
        row.save()
        made.append(row)
        _free_seats(case, [(person.pk, subject)])
        return {"entry": person.number, "subject": subject, "cause": ExemptionCause.WAIVED}

    _record(plan, "grant_exemptions", actor, change)
    return made[0]


def _sits(entry: Entry, subject: str) -> bool:
    return entry.item.subjects.filter(kind=subject, waived=False).exists()


def withdraw(plan: Plan, pk: int, *, actor: User) -> None:
    """Take an exemption back; one that is gone is no error. Who may and raises: as `waive`."""

    def change(case: Plan) -> dict:
        row = Exemption.objects.filter(entry__plan=case, pk=pk).select_related("entry").get()
        facts = {"entry": row.entry.number, "subject": row.subject, "cause": row.cause}
        row.delete()
        return facts

    demand(plan, actor)
    with transaction.atomic():
        door.lock([plan.pk])
        if Exemption.objects.filter(entry__plan=plan, pk=pk).exists():
            _record(plan, "withdraw_exemption", actor, change)


def _record(plan: Plan, act: str, actor: User, change: Callable[[Plan], Mapping]) -> None:
    demand(plan, actor)
    door.record(plan, act, actor=actor, may=may_grant, change=change)


def _free_seats(plan: Plan, pairs: list[tuple[int, str]]) -> None:
    for kind in SubjectKind:
        people = [entry for entry, subject in pairs if subject == kind]
        if people:
            Seat.objects.filter(
                session__plan=plan, session__subject=kind, entry__in=people
            ).delete()
