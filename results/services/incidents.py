"""What happens in a session is written down once, and taken back only with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import User
from assessment.models import Plan, Room, Session
from casework.enums import FileKind
from casework.models import Event
from casework.services import door, files
from casework.services.inspection import Inspected
from config import clock
from results import conduct
from results.conduct import Tier
from results.enums import Consequence
from results.models import Incident, IncidentFile
from results.selectors import held
from results.selectors.standing import Standing, present

KINDS = (FileKind.JPG, FileKind.PNG, FileKind.PDF)
MOST = 3  # files of an incident
LONGEST = 2000
WHOLE = "未选择考生的，只作情况记录：请选择考生，或者不选违纪情形。"
GRAVER = "处理不能重于“{}”。"
UNEXPLAINED = "处理轻于“{}”的，请写明从轻的理由。"
UNWARNED = "这种情形须先警告，考生不改的才这样处理。请写明何时、由谁警告；没有警告过的，处理选“不影响成绩”，作为警告记录。"  # noqa: E501 one sentence for the person
ELSEWHERE = "所选考生不在这一场的座位表中，请核对场次。"
GONE = "这条记录已经撤销，请刷新页面查看。"


@dataclass(frozen=True)
class Given:
    """An incident as it is told. `conduct` empty: no breach; `consequence` None: what the tier of
    the breach says; `lessened` is why it is less; `warned` when and by whom a warning was given."""

    facts: str
    entry: int | None = None
    room: Room | None = None
    conduct: str = ""
    consequence: Consequence | None = None
    lessened: str = ""
    warned: str = ""
    witnesses: str = ""
    signed: bool = False


def judged(given: Given) -> tuple[Consequence, str]:
    """The consequence and the facts as they are kept. Pure.

    Raises ValidationError where a breach is nobody's, the consequence is graver than its tier
    allows, or is less without a reason, or a warning is missing.
    """
    if not given.conduct:
        if given.consequence not in (None, Consequence.NONE):
            raise ValidationError({"conduct": "影响成绩的，请选择违纪情形。"})
        return Consequence.NONE, given.facts
    rules = conduct.rules()
    breach = rules.conduct(given.conduct)
    if breach is None:
        raise ValidationError({"conduct": "没有这种违纪情形，请重新选择。"})
    if given.entry is None:
        raise ValidationError({"entry": WHOLE})
    return _of_tier(given, rules.tier(breach))


def _of_tier(given: Given, tier: Tier) -> tuple[Consequence, str]:
    taken = tier.consequence if given.consequence is None else given.consequence
    lines = [given.facts]
    if not conduct.not_graver(taken, tier.consequence):
        raise ValidationError({"consequence": GRAVER.format(tier.consequence.label)})
    if taken != tier.consequence:
        if not given.lessened:
            raise ValidationError({"lessened": UNEXPLAINED.format(tier.consequence.label)})
        lines.append(f"从轻处理（规定为“{tier.consequence.label}”）：{given.lessened}")
    if tier.warned and taken != Consequence.NONE:
        if not given.warned:
            raise ValidationError({"warned": UNWARNED})
        lines.append(f"先行警告：{given.warned}")
    facts = "\n".join(lines)
    if len(facts) > LONGEST:
        raise ValidationError({"facts": f"经过和理由合计不超过 {LONGEST} 字，请精简。"})
    return taken, facts


def record(
    session: Session,
    given: Given,
    *,
    actor: User,
    token: UUID,
    uploads: Sequence[Inspected] = (),
) -> Event:
    """Write an incident down with its proofs, which were inspected; the same form sent twice is one
    incident. Goes on the timeline.

    Who may: `Standing.records`. Raises NotNowError, ValidationError as `judged`, and for somebody
    who has no seat in the session or a room that is not the session's.
    """
    consequence, facts = judged(given)
    _refuse_kinds(uploads)

    def change(plan: Plan) -> dict:
        row = _row(_own(session, plan), given, consequence, facts, actor)
        for each in uploads:
            kept = files.keep(
                each.data, case=plan, name=each.name, kind=each.kind, by=actor, pages=each.pages
            )
            IncidentFile.objects.create(incident=row, file=kept)
        return {"incident": row.pk, "session": row.session_id, "consequence": row.consequence}

    def may(user: User, plan: Plan) -> bool:
        return Standing.of(user, _own(session, plan)).records

    return door.record(
        session.plan, "record_incident", actor=actor, may=may, change=change, token=token
    )


def _row(own: Session, given: Given, consequence: Consequence, facts: str, actor: User) -> Incident:
    if given.entry and not held.seats_of(own).filter(entry=given.entry).exists():
        raise ValidationError({"entry": ELSEWHERE})
    if given.room and not own.rooms.filter(pk=given.room.pk).exists():
        raise ValidationError({"room": "这个考场不在这一场的考场之内。"})
    return Incident.objects.create(
        session=own,
        entry_id=given.entry,
        room=given.room,
        conduct=given.conduct,
        consequence=consequence.value,
        subject=own.subject if given.entry else "",
        facts=facts,
        witnesses=given.witnesses,
        signed=given.signed,
        recorded_by=actor,
        recorded_at=clock.now(),
    )


def revoke(incident: Incident, reason: str, *, actor: User) -> Event:
    """Take an incident back; it stays on record with the reason, and scores are as if it were not.
    Goes on the timeline.

    Who may: `Standing.revokes`, the agency's manager until results are computed. Raises
    NotNowError; ValidationError for one that was taken back already.
    """

    def change(plan: Plan) -> dict:
        row = Incident.objects.get(pk=incident.pk)
        if row.revoked_at:
            raise ValidationError(GONE)
        row.revoked_by, row.revoked_at, row.revoked_for = actor, clock.now(), reason
        row.save(update_fields=["revoked_by", "revoked_at", "revoked_for"])
        return {"incident": row.pk, "session": row.session_id}

    def may(user: User, plan: Plan) -> bool:
        return Standing.of(user, _own(incident.session, plan)).revokes

    return door.record(
        incident.session.plan, "revoke_incident", actor=actor, may=may, change=change, note=reason
    )


def _own(session: Session, plan: Plan) -> Session:
    """The session as it is now, with the locked plan."""
    found = present(session, plan)
    if found is None:
        raise door.NotNowError("这一场已经取消。")
    return found


def _refuse_kinds(uploads: Sequence[Inspected]) -> None:
    if len(uploads) > MOST:
        raise ValidationError(f"一条记录最多 {MOST} 份照片或文件。")
    for each in uploads:
        if each.kind not in KINDS:
            raise ValidationError(f"“{each.name}”不是照片或 pdf，请拍照或另存为 pdf 后上传。")
