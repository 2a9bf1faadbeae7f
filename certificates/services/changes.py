"""Changes of certificates that were issued: proposed by one, decided by another (FACTS 1.4).

更正 and 补发 keep the number and bring the next edition, 补发 with a new print serial and the
remark 补发. 换发 ends a certificate in favour of another of the same holder that was issued in its
own way: for what a correction cannot mend, as the number itself is wrong or of an earlier kind.
撤销 ends it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Organisation, User
from casework import kinds
from casework.services import door
from casework.services.inspection import Inspected
from casework.services.publications import personal_number
from casework.services.timeline import canonical
from certificates.enums import CAUSES, ChangeCause, ChangePurpose, ChangeState
from certificates.models import Certificate, CertificateChange
from certificates.selectors import visible
from certificates.services import editions, standing
from certificates.services.wishes import enclose, looked_at, spelled
from config import clock
from printing import fonts

OPEN = (ChangeState.PROPOSED, ChangeState.MAKING)
PROVEN = (ChangeCause.NAME, ChangeCause.IDENTITY, ChangeCause.FRAUD, ChangeCause.IRREGULAR)
CORRECTABLE = ("name", "document", "id_number", "employer", "work_type")
LABELS = {
    "name": "姓名",
    "document": "证件类型",
    "id_number": "证件号码",
    "employer": "所在单位",
    "work_type": "工种/职业方向",
}
# What each cause may touch: the evidence is of that, and the second person looks at that.
TOUCHED = {
    ChangeCause.NAME: ("name",),
    ChangeCause.IDENTITY: ("document", "id_number"),
    ChangeCause.CONTENT: ("employer", "work_type"),
    ChangeCause.PHOTO: (),
}


@dataclass(frozen=True)
class Proposal:
    """What is to become of a certificate, and why. `wanted`: the columns that a correction sets;
    `successor`: the number of the certificate that takes its place."""

    purpose: ChangePurpose
    cause: ChangeCause
    reason: str
    wanted: Mapping[str, str] = field(default_factory=dict)
    print_serial: str = ""
    successor: str = ""


def sides_of(user: User, certificate: Certificate, purpose: ChangePurpose) -> list[Organisation]:
    """For which organisations a person may propose this now: the agency's; an office with authority
    over it for a revocation, and for all else of an agency that has no account here."""
    own = visible.organisation_of(certificate.agency)
    found = [own] if own and own.is_active and visible.runs(user, certificate) else []
    orphaned = own is None or not own.is_active
    if purpose == ChangePurpose.REVOCATION or orphaned:
        found += visible.authorities_of(user, certificate)
    return found


def purposes_for(user: User, certificate: Certificate) -> list[ChangePurpose]:
    """What a person may propose of a certificate now."""
    if certificate.status != "valid":
        return []
    return [each for each in ChangePurpose if sides_of(user, certificate, each)]


def propose(
    certificate: Certificate,
    proposal: Proposal,
    *,
    actor: User,
    side: Organisation | None = None,
    evidence: BinaryIO | None = None,
    photo: BinaryIO | None = None,
) -> CertificateChange:
    """Propose a change. Who may: `sides_of`. Raises ForbiddenError; ValidationError (by field) for
    what cannot be, RefusedFile for a file that is not taken; then nothing is written."""
    sides = sides_of(actor, certificate, proposal.purpose)
    side = side or next(iter(sides), None)
    if side is None or side not in sides:
        raise door.ForbiddenError("您没有办理这本证书这一事项的权限。")
    portrait = _portrait(photo, proposal)
    if evidence is None and proposal.cause in PROVEN:
        raise ValidationError({"evidence": "请上传依据材料，例如公安机关证明、处理决定。"})
    with transaction.atomic():
        locked = standing.lock(certificate)
        _refuse_unless_free(locked, side)
        columns = _checked(locked, proposal, portrait is not None)
        case = _open(locked, proposal, columns, side, actor)
        enclose(case, evidence, portrait, actor=actor)
    return case


def wanted_of(case: CertificateChange) -> dict[str, str]:
    """The columns that a correction sets."""
    return json.loads(case.wanted) if case.wanted else {}


def _portrait(photo: BinaryIO | None, proposal: Proposal) -> Inspected | None:
    if photo is None:
        if proposal.cause == ChangeCause.PHOTO:
            raise ValidationError({"photo": "请上传新照片。"})
        return None
    if proposal.purpose != ChangePurpose.CORRECTION:
        raise ValidationError({"photo": "只有更正可以换照片。"})
    return looked_at(photo)


def _refuse_unless_free(certificate: Certificate, side: Organisation) -> None:
    """One change at a time, but an office may revoke while the agency is at something else."""
    standing.demand_valid(certificate)
    others = certificate.changes.filter(state__in=OPEN)
    if side.is_bureau:
        others = others.exclude(office=None)
    if other := others.first():
        raise ValidationError(
            f"这本证书正在办理{other.get_purpose_display()}（{other.number}），请先办结。"
        )


def _checked(certificate: Certificate, proposal: Proposal, has_photo: bool) -> dict:
    """The columns of the case that only its purpose has. Raises ValidationError by field."""
    if proposal.cause not in CAUSES[proposal.purpose]:
        raise ValidationError({"cause": "请选择与办理事项相符的事由。"})
    if not proposal.reason.strip():
        raise ValidationError({"reason": "请写明理由。"})
    if found := personal_number(proposal.reason):
        raise ValidationError({"reason": found})
    if proposal.purpose == ChangePurpose.CORRECTION:
        return {"wanted": canonical(_corrected(certificate, proposal, has_photo))}
    if proposal.purpose == ChangePurpose.REISSUE:
        return {"print_serial": _serial(certificate, proposal.print_serial)}
    if proposal.purpose == ChangePurpose.REPLACEMENT:
        return {"successor": _successor(certificate, proposal.successor)}
    return {}


def _corrected(certificate: Certificate, proposal: Proposal, has_photo: bool) -> dict[str, str]:
    """What becomes another: only of what the cause is about, each in its one spelling."""
    wanted = {key: str(value).strip() for key, value in proposal.wanted.items()}
    given = {"work_type": wanted["work_type"]} if "work_type" in wanted else {}
    changed = {
        key: value
        for key, value in (spelled(certificate, wanted, CORRECTABLE) | given).items()
        if value != getattr(certificate, key)
    }
    odd = set(changed) - set(TOUCHED[proposal.cause])
    if odd:
        names = "、".join(LABELS[key] for key in CORRECTABLE if key in odd)
        raise ValidationError({"cause": f"{names}不属于这一事由，请另办一件更正。"})
    if not changed and not has_photo:
        raise ValidationError("更正后的内容与证书现在的相同，不需要更正。")
    if missing := fonts.missing_characters("".join(changed.values())):
        raise ValidationError(f"{fonts.describe(missing)}没有可用的字形，无法制证。请核对用字。")
    return changed


def _serial(certificate: Certificate, text: str) -> str:
    """The serial of the new blank: another one than any edition of the agency's had. May be none
    where nothing is preprinted."""
    serial = text.strip()
    if serial and editions.is_used(serial, certificate.agency):
        raise ValidationError(
            {"print_serial": "这个印制流水码已经用过，请核对新空白证书上的号码。"}
        )
    return serial


def _successor(certificate: Certificate, text: str) -> Certificate:
    found = Certificate.objects.filter(number=text.strip()).first()
    same = (
        found is not None
        and found.pk != certificate.pk
        and found.id_hash == certificate.id_hash
        and found.agency_id == certificate.agency_id
    )
    if not same:
        raise ValidationError(
            {"successor": "没有找到同一机构发给同一人的这本证书。请先制发新证书，再办理换发。"}
        )
    standing.demand_valid(found)
    return found


def _open(certificate, proposal, columns, side, actor) -> CertificateChange:
    purpose = ChangePurpose(proposal.purpose)
    own = visible.organisation_of(certificate.agency)
    return door.open_case(
        kinds.by_code("certificate_change"),
        actor=actor,
        state=ChangeState.PROPOSED,
        owner=own if own and own.is_active else None,
        title=f"证书{purpose.label} {certificate.number}",
        division=certificate.division,
        receiver=side if side.is_bureau else None,
        office=side if side.is_bureau else None,
        certificate=certificate,
        side=side,
        purpose=purpose,
        cause=proposal.cause,
        reason=proposal.reason.strip(),
        proposed_by=actor,
        **columns,
    )


# --- Effects of acts: inside the door, on the locked case ---------------------------------------


def agree(case: CertificateChange, *, actor: User, **_) -> dict:
    """The second person agrees. What ends in a document is drawn by a job; all else is done now.
    Raises ValidationError where the certificate is not what it was."""
    case.decided_by, case.decided_at = actor, clock.now()
    certificate = standing.lock(case.certificate)
    standing.demand_valid(certificate)
    facts = {"certificate": certificate.number, "purpose": case.purpose, "cause": case.cause}
    if case.state == ChangeState.MAKING:
        case.job = editions.begin(case, actor=actor)
    elif case.purpose == ChangePurpose.REVOCATION:
        standing.revoke(certificate, actor=actor, reason=_told(case), case=case)
    elif case.purpose == ChangePurpose.REPLACEMENT:
        standing.replace(certificate, case.successor, actor=actor, reason=_told(case), case=case)
    else:
        editions.write(case, certificate)
    return facts


def refuse(case: CertificateChange, *, actor: User, note: str = "", **_) -> None:
    """The second person does not agree, or gives up what could not be drawn."""
    if not note.strip():
        raise ValidationError({"note": "请写明不同意的理由。"})
    if not case.decided_by:
        case.decided_by, case.decided_at = actor, clock.now()


def draw_again(case: CertificateChange, *, actor: User, **_) -> None:
    """Have the document drawn once more, where it could not be."""
    standing.demand_valid(standing.lock(case.certificate))
    case.job = editions.begin(case, actor=actor)


def _told(case: CertificateChange) -> str:
    """What the history of the status says for everybody to read: the cause, no details."""
    return str(ChangeCause(case.cause).label)
