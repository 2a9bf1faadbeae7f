"""The page of a violation beside what every case has."""

from accounts.models import User
from casework.models import Case
from casework.parts import Part
from casework.rules import sees_inner_side
from casework.selectors import cases_visible_to
from supervision import sanctions
from supervision.enums import Effect, PartyKind
from supervision.models import Decision, Violation
from supervision.models.violation_parties import is_party
from supervision.services import measures


def part(case: Case, user: User) -> Part:
    """Who is said to have broken what, what was proposed, said, decided, and what came of it.
    Statements are for the party and the officers of the case."""
    rows = case.decisions.select_related("letter", "made_by").prefetch_related("measures")
    reads = is_party(case, user) or sees_inner_side(user, case)
    return Part(
        "supervision/violations/part.html",
        {
            "case": case,
            "party": _party(case),
            "agency": case.party_agency,
            "source": _source(case, user),
            "decisions": [_line(row) for row in rows],
            "statements": case.statements.select_related("by") if reads else (),
            "default_basis": sanctions.rules().certainty,
            "waits_for_second": case.state == "heard" and user.pk == case.proposed_by_id,
            "appeals": case.state == "decided" and case.may_be_appealed,
        },
    )


def _source(case: Violation, user: User) -> Case | None:
    """What led to it, for officers who may know of that."""
    if not case.source_id or not sees_inner_side(user, case):
        return None
    return cases_visible_to(user).filter(pk=case.source_id).first()


def _party(case: Violation) -> str:
    if case.party_kind == PartyKind.CANDIDATE:
        entry = case.entry
        return f"{entry.name}（准考证号 {entry.ticket or '未编'}，{entry.plan.number}）"
    if case.party_kind == PartyKind.STAFF:
        return f"{case.examiner.name}（{case.examiner.agency}）"
    return f"{case.agency.name}（{case.agency.code}）"


def _line(row: Decision) -> dict:
    return {
        "row": row,
        "effects": [
            {
                "label": Effect(each.effect).label,
                "certificate": measures.facts_of(each).get("certificate", ""),
                "undone": each.undone_at,
                "remains": each.remains,
            }
            for each in row.measures.all()
        ],
    }
