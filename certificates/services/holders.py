"""Somebody's name, identity document or photograph set right between confirmation of results and
issue: proposed by the agency with evidence, decided by another person of the side that confirmed.

The reserved number stays. Forms of results that were filed carry the name, so they are made anew as
their next version. After issue, `changes` is the way.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import identity
from accounts.identity import DocumentKind
from accounts.models import Organisation, User
from assessment.enums import EntryStatus
from assessment.models import Entry, Plan
from assessment.services import entries
from casework import kinds
from casework.services import door
from casework.services.inspection import Inspected
from casework.services.publications import personal_number
from casework.services.timeline import canonical
from catalogue.regulations.terms import PlanStep
from certificates.enums import HOLDER_CAUSES, ChangeCause, HolderState, NumberState
from certificates.models import HolderCorrection, ReservedNumber
from certificates.selectors import holders as selectors
from certificates.selectors import rights
from certificates.services.issuing import demand
from certificates.services.wishes import enclose, looked_at, spelled
from config import clock
from printing import fonts
from results.services import result_forms

LABELS = {"name": "姓名", "document": "证件类型", "id_number": "证件号码"}
TOUCHED = {
    ChangeCause.NAME: ("name",),
    ChangeCause.IDENTITY: ("document", "id_number"),
    ChangeCause.PHOTO: (),
}
GONE = (EntryStatus.REFUSED, EntryStatus.WITHDRAWN)
ENTERED = "这个号码的人已在本计划报名同一职业的同一等级，请核对号码。"
ISSUED = "此人的证书已经核发，请在证书页面办理更正。"
MOVED = "此人的资料在提出之后已有改动，不能按这件更正办理。请不予同意，由评价机构重新提出。"
OVER = "计划现在不是“结果已确认”状态，不能办理核发前更正。"


@dataclass(frozen=True)
class Proposal:
    """What is to become of somebody's registration, and why; `wanted`: columns by name."""

    cause: ChangeCause
    reason: str
    wanted: Mapping[str, str] = field(default_factory=dict)


def propose(
    plan: Plan,
    entry: Entry,
    proposal: Proposal,
    *,
    actor: User,
    evidence: BinaryIO | None,
    photo: BinaryIO | None = None,
) -> HolderCorrection:
    """Propose a correction. Who may: `rights.may_issue`. Raises ForbiddenError, NotNowError;
    ValidationError (by field) for what cannot be, RefusedFile for a file that is not taken; then
    nothing is written."""
    demand(plan, actor)
    if evidence is None:
        raise ValidationError({"evidence": "请上传依据材料，例如身份证复印件、公安机关证明。"})
    portrait = _portrait(photo, proposal)
    with transaction.atomic():
        locked = door.lock([plan.pk])[0]
        if not rights.may_issue(actor, locked):
            raise door.NotNowError(OVER)
        row = _open_row(locked, entry)
        if other := selectors.open_of(locked).get(row.pk):
            raise ValidationError(f"此人的核发前更正 {other} 正在办理，请先办结。")
        wanted = _checked(row, proposal, portrait is not None)
        case = _open(locked, row, proposal, wanted, actor)
        enclose(case, evidence, portrait, actor=actor)
    return case


def before_of(case: HolderCorrection) -> dict[str, str]:
    """The columns as they were when it was proposed."""
    return json.loads(case.before) if case.before else {}


def _portrait(photo: BinaryIO | None, proposal: Proposal) -> Inspected | None:
    if proposal.cause == ChangeCause.PHOTO and photo is None:
        raise ValidationError({"photo": "请上传新照片。"})
    if photo is None:
        return None
    if proposal.cause != ChangeCause.PHOTO:
        raise ValidationError({"photo": "照片不属于这一事由，请另办一件更正。"})
    return looked_at(photo)


def _open_row(plan: Plan, entry: Entry) -> Entry:
    """The registration, locked. Raises where it waits for no certificate."""
    rows = Entry.objects.select_for_update(of=("self",)).select_related("item")
    row = rows.get(pk=entry.pk, plan=plan)
    row.plan = plan
    numbers = ReservedNumber.objects.filter(entry=row).exclude(state=NumberState.GAP)
    state = numbers.values_list("state", flat=True).first()
    if state == NumberState.ISSUED:
        raise door.NotNowError(ISSUED)
    if state is None:
        raise ValidationError("此人没有待核发的证书编号，请刷新页面。")
    return row


def _checked(row: Entry, proposal: Proposal, has_photo: bool) -> dict[str, str]:
    """The columns that become others, each in its one spelling. Raises ValidationError by field."""
    if proposal.cause not in HOLDER_CAUSES:
        raise ValidationError({"cause": "请选择事由。"})
    if not proposal.reason.strip():
        raise ValidationError({"reason": "请写明理由。"})
    if found := personal_number(proposal.reason):
        raise ValidationError({"reason": found})
    given = {key: text.strip() for key, text in proposal.wanted.items()}
    wanted = spelled(row, given, LABELS)
    changed = {key: value for key, value in wanted.items() if value != getattr(row, key)}
    odd = [LABELS[key] for key in LABELS if key in set(changed) - set(TOUCHED[proposal.cause])]
    if odd:
        said = f"{'、'.join(odd)}不属于这一事由，请另办一件更正。"
        raise ValidationError({"cause": said})
    if not changed and not has_photo:
        raise ValidationError("更正后的内容与现在的相同，不需要更正。")
    if missing := fonts.missing_characters(changed.get("name", "")):
        said = f"{fonts.describe(missing)}没有可用的字形，无法制证。请核对用字。"
        raise ValidationError({"name": said})
    _refuse_another(row, changed)
    return changed


def _refuse_another(row: Entry, changed: Mapping[str, str]) -> None:
    """Raise ValidationError where the new number is that of somebody who is entered for the same
    already, or may not be assessed."""
    if "id_number" in changed:
        before, row.id_number = row.id_number, changed["id_number"]
        try:
            rows = Entry.objects.filter(item=row.item_id, id_hash=entries.fingerprint_of(row))
            if rows.exclude(pk=row.pk).exclude(status__in=GONE).exists():
                raise ValidationError({"id_number": ENTERED})
            entries.refuse_twice(row)
            entries.refuse_barred(row)
        finally:
            row.id_number = before


def _open(
    plan: Plan, row: Entry, proposal: Proposal, wanted: dict[str, str], actor: User
) -> HolderCorrection:
    side = selectors.confirmed_by(plan)
    office: Organisation | None = side if side.is_bureau else None
    return door.open_case(
        kinds.by_code("holder_correction"),
        actor=actor,
        state=HolderState.PROPOSED,
        owner=plan.owner,
        title=f"核发前更正 {row.ticket or row.number}",
        division=plan.division,
        receiver=office,
        office=office,
        of_plan=plan,
        entry=row,
        side=side,
        cause=proposal.cause,
        reason=proposal.reason.strip(),
        before=canonical({key: getattr(row, key) for key in wanted}),
        wanted=canonical(wanted),
        proposed_by=actor,
    )


# --- Effects of acts: inside the door, on the locked case ---------------------------------------


def agree(case: HolderCorrection, *, actor: User, **_) -> dict:
    """The side that confirmed agrees: the registration says so from now on, and the forms of
    results, where any were filed, are made anew. Raises ValidationError and NotNowError where it
    cannot be any more."""
    wanted = json.loads(case.wanted) if case.wanted else {}

    def change(plan: Plan) -> dict:
        if plan.state != PlanStep.CONFIRMED:
            raise door.NotNowError(OVER)
        row = _open_row(plan, case.entry)
        if canonical({key: getattr(row, key) for key in wanted}) != case.before:
            raise ValidationError(MOVED)
        _refuse_another(row, wanted)
        _apply(row, wanted, case)
        facts = {"correction": case.number, "entry": row.number, "cause": case.cause}
        # A photograph stands on no form.
        return facts | (result_forms.make_anew(plan, actor=actor) if wanted else {})

    door.record(
        case.of_plan, result_forms.CORRECTED, actor=actor, may=lambda *_: True, change=change
    )
    case.decided_by, case.decided_at = actor, clock.now()
    return {"entry": case.entry.number, "cause": case.cause, "columns": sorted(wanted)}


def _apply(row: Entry, wanted: Mapping[str, str], case: HolderCorrection) -> None:
    for name, value in wanted.items():
        setattr(row, name, value)
    if "id_number" in wanted and row.document == DocumentKind.ID_CARD:
        row.born_on, row.sex = identity.birth_date(row.id_number), identity.sex(row.id_number)
    row.photo = case.photo or row.photo
    row.id_hash = entries.fingerprint_of(row)
    row.version += 1
    row.validate_constraints()
    row.save()


def refuse(case: HolderCorrection, *, actor: User, note: str = "", **_) -> None:
    """The side that confirmed does not agree. Raises ValidationError without a reason."""
    if not note.strip():
        raise ValidationError({"note": "请写明不同意的理由。"})
    case.decided_by, case.decided_at = actor, clock.now()
