"""An organisation's name, merger and end: proposed with evidence, done once confirmed."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.enums import BUREAUS, OrganisationStatus, Role
from accounts.models import Membership, Organisation, User
from casework import kinds
from casework.services import door, materials
from config import clock
from onboarding import selectors
from onboarding.enums import Change, ChangeState
from onboarding.models import OrganisationChange
from onboarding.services.routing import bureau_for

EVIDENCE, EVIDENCE_TITLE = "evidence", "变更证明材料"
NOT_HERE = "没有找到这个单位。并入的单位须已在本平台登记并经确认，请核对统一社会信用代码。"


@dataclass(frozen=True)
class Wish:
    """What is to change: `new_name` of a rename, `into` (a code) of a merger."""

    change: Change
    new_name: str = ""
    into_code: str = ""

    def target(self, owner: Organisation) -> Organisation | None:
        """Where a merger leads. Raises ValidationError by field for whatever cannot be."""
        if self.change == Change.RENAME and self.new_name == owner.name:
            raise ValidationError({"new_name": "新名称与现名称相同，请核对。"})
        if self.change != Change.MERGER:
            return None
        found = selectors.holder_of(self.into_code)
        if found is None or not found.is_active or found.kind in BUREAUS:
            raise ValidationError({"into_code": NOT_HERE})
        if found == owner:
            raise ValidationError({"into_code": "不能并入本单位自身，请填写并入单位的代码。"})
        return found


def propose(
    owner: Organisation, wish: Wish, *, evidence: UploadedFile, actor: User, note: str = ""
) -> OrganisationChange:
    """Propose a change of a confirmed organisation to the bureau of its territory.

    Who may: its managers. Raises ValidationError by field, also for evidence that is not taken, for
    a second change beside an open one, and for a merger or closing while cases are open.
    """
    kind = kinds.by_code("organisation_change")
    with transaction.atomic():
        owner = Organisation.objects.select_for_update(of=("self",)).get(pk=owner.pk)
        if owner not in selectors.managed_by(actor):
            raise door.ForbiddenError("只有本单位管理员可以提出变更。")
        _refuse_second(owner)
        into = wish.target(owner)
        _refuse_unfinished(owner, wish.change)
        office = bureau_for(owner.division, owner.affiliation)
        case = door.open_case(
            kind,
            actor=actor,
            title=_title(owner, wish.change),
            division=owner.division,
            owner=owner,
            office=office,
            receiver=office,
            state=ChangeState.DRAFT,
            change=wish.change,
            new_name=wish.new_name,
            into=into,
            pending_for=owner,
        )
        add_evidence(case, evidence, actor)
        door.perform(case, "submit", actor=actor, note=note)
    return OrganisationChange.objects.get(pk=case.pk)


def add_evidence(case: OrganisationChange, evidence: UploadedFile, actor: User) -> None:
    """Evidence, or its next version. Raises ValidationError at the field `evidence`."""
    before = case.materials.current().filter(key=EVIDENCE).first()
    try:
        materials.add(
            case, key=EVIDENCE, title=EVIDENCE_TITLE, upload=evidence, actor=actor, replaces=before
        )
    except ValidationError as error:
        raise ValidationError({"evidence": error.messages}) from error


def _title(owner: Organisation, change: str) -> str:
    return f"{owner}{Change(change).label}"


def _refuse_second(owner: Organisation) -> None:
    if pending := OrganisationChange.objects.filter(pending_for=owner).first():
        raise ValidationError(
            f"本单位的变更 {pending.number} 正在办理，办结或撤回后才能再提出。", code="pending"
        )


def _refuse_unfinished(
    owner: Organisation, change: str, *, besides: OrganisationChange | None = None
) -> None:
    """What is under way must end first: it would be left without an owner."""
    if change == Change.RENAME:
        return
    unfinished = selectors.open_cases_of(owner, besides=besides)
    if numbers := list(unfinished.order_by("number").values_list("number", flat=True)):
        shown = "、".join(numbers[:5]) + (" 等" if len(numbers) > 5 else "")
        raise ValidationError(
            f"本单位还有 {len(numbers)} 件事项没有办结（{shown}），办结或撤回后才能"
            f"{Change(change).label}。",
            code="unfinished",
        )
    if selectors.coming_into(owner).exists():
        raise ValidationError("有单位正在申请并入本单位，办结后才能继续。", code="unfinished")


# --- Effects of acts: inside the door, on the locked case ---------------------------------------


def confirm(case: OrganisationChange, *, actor: User, **_) -> dict:
    """The organisation changes now; every state of it before stays in its history."""
    # In ascending pk, so that two mergers never wait for each other.
    wanted = [case.owner_id, case.into_id or case.owner_id]
    rows = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    locked = {row.pk: row for row in rows.order_by("pk")}
    owner = locked[case.owner_id]
    _refuse_unfinished(owner, case.change, besides=case)
    facts = {"change": case.change, "name": owner.name}
    if case.change == Change.RENAME:
        owner.name = case.new_name
        facts["new_name"] = case.new_name
    elif case.change == Change.MERGER:
        _merge(owner, locked[case.into_id])
        facts["into"] = case.into.code
    else:
        owner.status = OrganisationStatus.CLOSED
    owner._change_reason = case.number
    owner.save()
    case.owner, case.pending_for = owner, None
    return facts


def _merge(owner: Organisation, into: Organisation) -> None:
    """Its people go over, who managed it as 经办人: more is for the other's managers to give."""
    if not into.is_active:
        raise ValidationError(f"“{into}”已{into.get_status_display()}，不能并入，请退回补正。")
    owner.status, owner.merged_into = OrganisationStatus.MERGED, into
    # Those merged into it before: their cases go on to where its own go.
    for earlier in Organisation.objects.filter(merged_into=owner).order_by("pk"):
        earlier.merged_into = into
        earlier.save(update_fields=["merged_into"])
    today = clock.today()
    for membership in Membership.objects.on(today).filter(organisation=owner):
        role = Role.CLERK if membership.role == Role.MANAGER else membership.role
        _move(membership, into, role, today)


def _move(membership: Membership, into: Organisation, role: str, today: date) -> None:
    there = Membership.objects.on(today).filter(
        user=membership.user_id, organisation=into, role=role
    )
    if not there.exists():
        Membership.objects.create(
            user_id=membership.user_id, organisation=into, role=role, since=today
        )
    membership.until = today
    membership.save()


def end(case: OrganisationChange, **_) -> None:
    """Refused or withdrawn: the organisation stays as it is and may propose another change."""
    case.pending_for = None


def resubmit(case: OrganisationChange, *, actor: User, wish: Wish, evidence=None, **_) -> dict:
    """What was corrected; other evidence is the next version of it."""
    case.into = wish.target(case.owner)
    case.change, case.new_name = wish.change, wish.new_name
    case.title = _title(case.owner, wish.change)
    _refuse_unfinished(case.owner, wish.change, besides=case)
    if evidence:
        add_evidence(case, evidence, actor)
    return {"change": case.change, "new_name": case.new_name}
