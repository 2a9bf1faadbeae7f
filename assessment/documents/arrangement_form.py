"""The 考务安排表 with the fields of HB annex 3, and a second sheet with each session (SD-08)."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.timezone import localtime

from assessment.documents import headcount
from assessment.enums import DutyRole
from assessment.frames.arrangement import Frame
from assessment.models import Duty, PlanItem, Session
from catalogue.enums import Level, SubjectKind

TEMPLATE = "printing/assessment/arrangement.1.html"
KEY = "arrangement_form"
TITLE = "考务安排表"
ASSESSORS = (DutyRole.ASSESSOR, DutyRole.PANELLIST)
SUPERVISORS = (DutyRole.INTERNAL, DutyRole.EXTERNAL)
NONE = "--"


def of(frame: Frame, day) -> dict[str, object]:
    """One row for each occupation at a level, in plain values; `day` is that of filing."""
    plan = frame.plan
    return {
        "title": TITLE,
        "agency": plan.agency.name,
        "contact": plan.contact,
        "filed_on": date_format(day),
        "number": plan.number,
        "rows": [_row(frame, item) for item in frame.items.values()],
        "sums": headcount.of(frame),
        "schedule": plan.schedule,
        "sessions": [_session(frame, session) for session in frame.sessions],
    }


def _row(frame: Frame, item: PlanItem) -> dict[str, object]:
    """The practice columns hold the review as well, named: the annex has none for it."""
    own = [session for session in frame.sessions if item in session.items.all()]
    theory = [session for session in own if session.subject == SubjectKind.THEORY]
    other = [session for session in own if session.subject != SubjectKind.THEORY]
    return {
        "days": _unique(date_format(localtime(session.starts_at)) for session in own),
        "occupation": item.occupation.name,
        "work_type": item.printed_work_type,
        "level": Level(item.level).printed,
        "count": sum(entry.item_id == item.pk for entry in frame.entries),
        "contacts": _unique(
            f"{room.site} {room.site.contact}".strip()
            for session in own
            for room in session.rooms.all()
        ),
        "theory": _part(theory),
        "practice": _part(other),
        "assessors": _unique(_named(frame, own, ASSESSORS)),
        "supervisors": _unique(_named(frame, own, SUPERVISORS)),
    }


def _part(sessions: list[Session]) -> dict[str, list[str]]:
    return {
        "form": _unique(_form(session) for session in sessions),
        "time": _unique(_time(session) for session in sessions),
        "place": _unique(_place(session) for session in sessions),
    }


def _form(session: Session) -> str:
    is_review = session.subject == SubjectKind.REVIEW
    return f"{SubjectKind.REVIEW.label}：{session.form}" if is_review else session.form


def _time(session: Session) -> str:
    starts, ends = localtime(session.starts_at), localtime(session.ends_at)
    return f"{starts.month}月{starts.day}日 {starts:%H:%M}—{ends:%H:%M}"


def _place(session: Session) -> str:
    """`第一考点 一号楼101、102`."""
    by_site: dict = {}
    for room in session.rooms.all():
        by_site.setdefault(room.site, []).append(room.name)
    return "；".join(
        f"{site}（{site.address}）{'、'.join(names)}" for site, names in by_site.items()
    )


def _named(frame: Frame, sessions: Iterable[Session], roles: tuple[DutyRole, ...]) -> list[str]:
    duties = [duty for session in sessions for duty in frame.duties.get(session.pk, ())]
    return [_who(duty) for duty in duties if duty.role in roles]


def _who(duty: Duty) -> str:
    return duty.examiner.name if duty.examiner else duty.user.name or str(duty.user)


def _session(frame: Frame, session: Session) -> list[str]:
    """Subject, items, time, rooms, how many sit there, who does what."""
    duties = frame.duties.get(session.pk, [])
    said = [
        f"{role.label}：{'、'.join(names)}"
        for role in DutyRole
        if (names := _unique(_who(duty) for duty in duties if duty.role == role))
    ]
    return [
        SubjectKind(session.subject).label,
        "、".join(f"{each.occupation.name} {each.national.short}" for each in session.items.all()),
        _time(session),
        _place(session),
        str(len(frame.seats.get(session.pk, ()))),
        "；".join(said) or NONE,
    ]


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
