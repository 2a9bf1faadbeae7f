"""A violation from its opening to the end of the appeal (LC-22, FACTS 5.2).

Effects of acts run inside the door, on the locked case; what a decision does to scores,
certificates, people and the register is in `supervision.services.measures`.
"""

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format

from accounts.enums import OFFICE_STAFF
from accounts.models import Organisation, User
from accounts.selectors import governs, holds
from assessment.models import Entry, Examiner
from casework import kinds
from casework.letters import LetterKind
from casework.models import Case, Letter
from casework.services import door, letters
from casework.services.publications import personal_number
from catalogue import workdays
from catalogue.enums import SubjectKind
from config import clock
from filing.models import Agency
from supervision import sanctions
from supervision.documents import letters as papers
from supervision.enums import PartyKind, ReviewOutcome, Stage, StatementKind, ViolationState
from supervision.models import Decision, Statement, Violation
from supervision.models.violation_parties import is_party, is_tied
from supervision.selectors.offices import OFFICES
from supervision.selectors.violations import decision_in_force
from supervision.services import measures
from supervision.services.complaints.secrecy import refuse_telling
from supervision.services.papers import add_paper

EVIDENCE, EVIDENCE_TITLE = "evidence", "违规证据"
DEFENCE_TITLE, APPEAL_TITLE = "陈述申辩材料", "申诉材料"
NOT_YOURS = "只有对当事人有管辖权的人社部门、鉴定中心的工作人员可以立案，本人和本单位的除外。"
Party = Entry | Examiner | Agency


@dataclass(frozen=True)
class Wish:
    """A sanction as it is proposed or decided: its key, the subject where it takes one, its period
    where it has one, the article, and why in a sentence."""

    sanction: str
    basis: str
    grounds: str
    subject: str = ""
    since: date | None = None
    until: date | None = None


def open_violation(
    *,
    subject: Party,
    facts: str,
    office: Organisation,
    actor: User,
    source: Case | None = None,
    evidence: BinaryIO | None = None,
    token: UUID | None = None,
) -> Violation:
    """Open a case on what somebody is said to have broken: a registration (candidate), an examiner
    (staff) or an agency. `source` is the inspection or complaint that led to it; the same form
    (`token`) sent twice opens one.

    Who may: staff of a bureau or centre (`OFFICES`) with authority over the party, by place or
    because it filed the agency; nobody on his own organisation or himself. Raises ForbiddenError;
    ValidationError without facts; RefusedFile for a file that is not taken.
    """
    kind, agency, division = _placed(subject)
    _refuse_odd_facts(facts)
    refuse_telling(source, facts=facts, evidence=evidence.name if evidence else "")
    _demand_authority(office, agency, division, actor)
    columns = {"title": _title(kind, agency), "division": division, "party_kind": kind}
    columns |= {_COLUMN[kind]: subject, "source_id": source.pk if source else None}
    columns |= {"facts": facts.strip(), "receiver": office, "office": office}
    with transaction.atomic():
        if done := door.opened_with(token, actor=actor):
            return done
        violation, opened = kinds.by_code("violation"), ViolationState.OPENED
        case = door.open_case(violation, actor=actor, once=token, state=opened, **columns)
        if is_tied(case, actor):
            raise door.ForbiddenError(NOT_YOURS)
        if evidence is not None:
            add_paper(case, EVIDENCE, EVIDENCE_TITLE, evidence, actor, field="evidence")
    return case


def _refuse_odd_facts(facts: str) -> None:
    """They are printed in letters, so they name no number of a person."""
    if not facts.strip():
        raise ValidationError({"facts": "请写明违规事实：时间、地点、人员、经过。"})
    if found := personal_number(facts):
        raise ValidationError({"facts": found})


_COLUMN = {
    PartyKind.CANDIDATE: "entry",
    PartyKind.STAFF: "examiner",
    PartyKind.AGENCY: "agency",
}


def _placed(subject: Party):
    """What kind of party it is, whose, and where. A candidate is where the plan is held."""
    if isinstance(subject, Entry):
        return PartyKind.CANDIDATE, subject.plan.agency, subject.plan.division
    if isinstance(subject, Examiner):
        return PartyKind.STAFF, subject.agency, subject.agency.division
    return PartyKind.AGENCY, subject, subject.division


def _demand_authority(office: Organisation, agency: Agency, division, actor: User) -> None:
    has = office.pk == agency.issuer_id or governs(office, division)
    if not (office.kind in OFFICES and has and holds(actor, office.pk, *OFFICE_STAFF)):
        raise door.ForbiddenError(NOT_YOURS)


def _title(kind: PartyKind, agency: Agency) -> str:
    """Names no person: titles stand in notices and lists."""
    return f"{agency}涉嫌违规" if kind == PartyKind.AGENCY else f"{agency}：{kind.label}涉嫌违规"


# --- Effects of acts: inside the door, on the locked case ---------------------------------------


def notify(case: Violation, *, actor: User, wish: Wish, facts: str, **_) -> dict:
    """Tell the party what was found and what is meant to follow; from now on the case is its own.
    Raises ValidationError (by field) for facts or a sanction that cannot be."""
    _refuse_odd_facts(facts)
    case.facts = facts.strip()
    procedure = sanctions.rules().procedure
    case.owner = case.party_organisation
    case.proposed_by, case.notified_at = actor, clock.now()
    case.statement_until = _working_days_on(procedure.statement_days)
    data = {"statement_until": date_format(case.statement_until)}
    row = _decision(case, Stage.PROPOSED, wish, actor, papers.NOTICE, data)
    return {"decision": row.pk, "sanction": row.sanction}


def defend(case: Violation, *, actor: User, text: str, upload=None, **_) -> dict:
    """The party speaks; of a person without an account an officer writes it down."""
    return _state(case, StatementKind.DEFENCE, text, actor, upload, DEFENCE_TITLE)


def waive(case: Violation, *, actor: User, note: str = "", **_) -> dict:
    """The party has nothing to say."""
    return _state(case, StatementKind.WAIVER, note or "放弃陈述申辩。", actor)


def send_back(case: Violation, *, actor: User, **_) -> dict:
    """More is to be found out; what comes of it is told to the party anew."""
    case.proposed_by, case.statement_until = None, None
    return {}


def dismiss(case: Violation, *, actor: User, note: str = "", **_) -> dict:
    """Nothing follows. A party that was told is told that too, by letter."""
    if case.notified_at is None:
        return {}
    letter = _letter(case, papers.DISMISSAL, actor, wording=note)
    return {"letter": letter.number}


def decide(case: Violation, *, actor: User, wish: Wish, **_) -> dict:
    """Decide, and let the sanction take effect at once. Raises ValidationError (by field) for a
    sanction that cannot be, or of which an effect is refused; then nothing at all happened."""
    case.decided_by, case.decided_at = actor, clock.now()
    case.appeal_until = _working_days_on(sanctions.rules().procedure.appeal_days)
    data = {
        "appeal_until": date_format(case.appeal_until),
        "above": str(above(case)),
        "heard": _heard(case),
    }
    row = _decision(case, Stage.DECIDED, wish, actor, papers.DECISION, data)
    done = measures.apply(row, actor=actor)
    return {"decision": row.pk, "sanction": row.sanction, "measures": done}


def appeal(case: Violation, *, actor: User, text: str, upload=None, **_) -> dict:
    """Against the decision, to the office above; the decision holds meanwhile."""
    facts = _state(case, StatementKind.APPEAL, text, actor, upload, APPEAL_TITLE)
    case.office = above(case)
    return facts


def uphold(case: Violation, *, actor: User, note: str, **_) -> dict:
    """The decision stands."""
    return _reviewed(case, ReviewOutcome.UPHELD, note, actor)


def revoke(case: Violation, *, actor: User, note: str, **_) -> dict:
    """The decision falls, and with it its effects as far as they can be undone."""
    remains = measures.undo(decision_in_force(case), reason=_fell(case), actor=actor)
    return _reviewed(case, ReviewOutcome.REVOKED, note, actor, remains=remains)


def change(case: Violation, *, actor: User, wish: Wish, note: str, **_) -> dict:
    """Another decision takes its place: never a graver one, as an appeal must not harm."""
    old = decision_in_force(case)
    if sanctions.rules().graver(wish.sanction, old.sanction):
        raise ValidationError({"sanction": "申诉不能加重处理，请选择同等或更轻的处理。"})
    if wish.until and old.until and wish.until > old.until:
        raise ValidationError({"until": "申诉不能加重处理，末日不能晚于原决定。"})
    remains = measures.undo(old, reason=_fell(case), actor=actor)
    facts = _reviewed(case, ReviewOutcome.CHANGED, note, actor, remains=remains, wish=wish)
    done = measures.apply(decision_in_force(case), actor=actor)
    return facts | {"measures": done}


def resume(case: Violation, *, actor: User, note: str, **_) -> dict:
    """End a suspension before its last day."""
    measures.resume(case, reason=f"提前恢复评价（{case.number}）", actor=actor)
    return {"since": clock.today().isoformat()}


def above(case: Violation) -> Organisation:
    """Where an appeal goes: the office above, which is at the top the same one (other people of
    it)."""
    superior = case.receiver.superior
    return superior if superior and superior.is_active else case.receiver


def _fell(case: Violation) -> str:
    return f"原处理决定经申诉撤销或变更（{case.number}）"


def _working_days_on(days: int) -> date:
    return workdays.add_working_days(clock.today(), days, calendar=workdays.current())


def _heard(case: Violation) -> str:
    last = case.statements.exclude(kind=StatementKind.APPEAL).order_by("-pk").first()
    if last is None:
        return "你方在规定期限内没有提出陈述申辩。"
    if last.kind == StatementKind.WAIVER:
        return "你方放弃陈述申辩。"
    return "你方提出的陈述申辩，本机关已经审查。"


def _state(case, kind, text, actor, upload=None, title="") -> dict:
    row = Statement.objects.create(
        violation=case,
        kind=kind,
        text=text.strip(),
        recorded=not is_party(case, actor),
        by=actor,
        at=clock.now(),
    )
    if upload is not None:
        add_paper(case, "other", title, upload, actor)
    return {"statement": row.pk}


def _reviewed(case, outcome, note, actor, *, remains=(), wish: Wish | None = None) -> dict:
    old = decision_in_force(case)
    case.outcome = outcome
    data = {
        "outcome": ReviewOutcome(outcome).label,
        "decision_number": old.letter.number,
        "remains": list(remains),
        "sanction": "",
    }
    if wish:
        row = _decision(case, Stage.CHANGED, wish, actor, papers.REVIEW, data, wording=note)
        letter = row.letter
    else:
        letter = _letter(case, papers.REVIEW, actor, wording=note, **data)
    return {"outcome": outcome, "letter": letter.number, "remains": list(remains)}


def _decision(
    case: Violation,
    stage: Stage,
    wish: Wish,
    actor: User,
    kind: LetterKind,
    data: dict,
    wording: str = "",
) -> Decision:
    """Check a wish, print its letter and keep both. Raises ValidationError by field."""
    chosen = _checked(case, wish)
    refuse_telling(case.source, facts=case.facts, grounds=wish.grounds)
    printed = {
        "facts": case.facts,
        "basis": wish.basis,
        "grounds": wish.grounds,
        "sanction": _said(chosen, wish),
        "period": period_of(wish),
        **data,
    }
    row = Decision(
        violation=case,
        stage=stage,
        sanction=chosen.key,
        name=chosen.name,
        subject=wish.subject,
        since=wish.since,
        until=wish.until,
        basis=wish.basis.strip(),
        grounds=wish.grounds.strip(),
        made_by=actor,
        made_at=clock.now(),
    )
    row.letter = _letter(case, kind, actor, wording=wording, **printed)
    row.save()
    return row


def _letter(case: Violation, kind: LetterKind, actor: User, *, wording: str, **data) -> Letter:
    refuse_telling(case.source, note=wording)
    you = "单位" if case.party_kind == PartyKind.AGENCY else ""
    return letters.issue(
        case, kind, actor=actor, wording=wording, addressee=case.party_name, you=you, **data
    )


def _checked(case: Violation, wish: Wish) -> sanctions.Sanction:
    chosen = sanctions.rules().get(wish.sanction)
    if chosen is None or chosen.subject != case.party_kind:
        raise ValidationError({"sanction": "请选择适用于这类当事人的处理。"})
    wants_subject = measures.takes_subject(chosen)
    if wants_subject != bool(wish.subject):
        said = (
            "请选择取消哪个科目的成绩。" if wants_subject else "这种处理不分科目，请不要选择科目。"
        )
        raise ValidationError({"subject": said})
    if said := chosen.wrong_period(wish.since, wish.until):
        raise ValidationError({"until": said})
    if wish.since and wish.since < clock.today():
        raise ValidationError({"since": "首日不能早于今天。"})
    for name in ("basis", "grounds"):
        if found := personal_number(getattr(wish, name)):
            raise ValidationError({name: found})
    return chosen


def _said(chosen: sanctions.Sanction, wish: Wish) -> str:
    if not wish.subject:
        return chosen.name
    return f"{chosen.name}（{SubjectKind(wish.subject).label}）"


def period_of(wish) -> str:
    """`2026年7月1日至2026年9月30日`; "" for none."""
    if not (wish.since and wish.until):
        return ""
    return f"{date_format(wish.since)}至{date_format(wish.until)}"
