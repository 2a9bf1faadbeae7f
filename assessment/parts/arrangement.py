"""Roster and arrangement: what is still to be done, the forms as they were filed, and the way to
what they are about."""

from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import User
from assessment.checks import arrangement
from assessment.documents import arrangement_form, roster_form
from assessment.enums import EntryStatus
from assessment.forms.arranging import PAPERS
from assessment.models import Plan
from assessment.selectors.arrangement import arranges
from assessment.selectors.entries import may_read_roster
from assessment.selectors.prints import kinds_for
from assessment.services import filed_forms
from casework.models import Event, Material
from casework.parts import Part
from catalogue.regulations.terms import PlanStep

KEYS = (roster_form.KEY, arrangement_form.KEY)
ACTS = ("close_enrolment", "file_roster", "approve_roster", "make_ready", "keep_forms")


def ahead(plan: Plan, user: User) -> Part | None:
    """At the top for who has to arrange: enrolment is closed and nothing filed."""
    return _shown(plan, user) if _works(plan, user) else None


def part(plan: Plan, user: User) -> Part | None:
    """Behind the registrations for all others: for who may arrange while people still enter, for
    everybody who sees the plan once there is something to see."""
    return None if _works(plan, user) else _shown(plan, user)


def _works(plan: Plan, user: User) -> bool:
    return plan.state != PlanStep.ENROLMENT and arranges(user, plan)


def _shown(plan: Plan, user: User) -> Part | None:
    last = {event.act: event for event in plan.events.filter(act__in=ACTS).order_by("sequence")}
    sessions = plan.sessions.filter(cancelled_at=None).count()
    works = arranges(user, plan)
    if not (works or "close_enrolment" in last or plan.sessions.exists()):
        return None
    shown = {
        "plan": plan,
        "sessions": sessions,
        "enrols": plan.state == PlanStep.ENROLMENT,
        "works": works,
        "prints": plan.state == PlanStep.READY and bool(kinds_for(user, plan)),
        "approved": plan.entries.filter(status=EntryStatus.APPROVED).count(),
        **_filed(plan, user, last),
    }
    if _works(plan, user):
        shown |= {"issues": arrangement.issues(plan), "sends": _sends(plan)}
    return Part("assessment/parts/arrangement.html", shown)


def _filed(plan: Plan, user: User, last: dict[str, Event]) -> dict:
    """The forms and what was confirmed with them; of each act its last event."""
    filing, approval = last.get("file_roster"), last.get("approve_roster")
    kept = filing and "keep_forms" in last and last["keep_forms"].sequence > filing.sequence
    answer = filed_forms.facts_of(approval) if approval else {}
    return {
        "filed_at": filing.at if filing else None,
        "papers": _papers(plan) if kept else [],
        "reads_roster": may_read_roster(user, plan),
        "roster_key": roster_form.KEY,
        "printing": bool(filing) and not kept and filed_forms.is_printing(plan, filing),
        "lacking": bool(filing) and not kept,
        "copied_to": answer.get("copied_to", ""),
        "same_office": answer.get("same_office", False),
        "preparations": _preparations(last.get("make_ready")) or _preparations(filing),
    }


def _sends(plan: Plan) -> str:
    """What the next act is called: some regulations have the arrangement filed, others not."""
    arrows = plan.regulation.processes.plan.arrows_from(plan.state)
    names = {arrow.act.label for arrow in arrows if arrow.by == "agency" and arrow.act != "cancel"}
    return "、".join(sorted(names))


def _papers(plan: Plan) -> list[Material]:
    rows = Material.objects.current().filter(case_id=plan.pk, key__in=KEYS, destroyed_on=None)
    return sorted(rows, key=lambda paper: KEYS.index(paper.key))


def _preparations(event: Event | None) -> list[tuple[str, str]]:
    """What the agency confirmed, as a page shows it."""
    found = filed_forms.facts_of(event).get("preparations", {}) if event else {}
    if not found:
        return []
    said = [
        ("试题试卷", PAPERS.get(found.get("papers", ""), "")),
        ("印制单位", found.get("printer", "")),
        ("保密协议（承诺）签订日期", _day(found.get("agreed_on"))),
        ("考场和设施设备", "已落实" if found.get("venue") else ""),
        ("考前培训", _day(found.get("trained_on"))),
        ("监督举报电话和待遇承诺", "公开" if found.get("complaints") else ""),
        ("确认时间", date_format(localtime(event.at), "DATETIME_FORMAT")),
    ]
    return [(label, text) for label, text in said if text]


def _day(text: str | None) -> str:
    return date_format(date.fromisoformat(text)) if text else ""
