"""The days of the exam: who came, what happened, and that it is over."""

from datetime import timedelta

from accounts.models import User
from assessment.models import Session
from results.models import Attendance, Incident
from tests.results.whole.cast import BREACH, DIFFERING, MISSING, THEORY
from tests.results.whole.walk import Walk


def all_sessions(walk: Walk) -> None:
    """Every session in its time: noted by tap where something is the matter, the rest at once."""
    for session in walk.plan.sessions.order_by("starts_at"):
        walk.turn_to(session.starts_at + timedelta(minutes=10))
        if session.subject == THEORY:
            held_in(walk, session, watcher_of(walk, session), {DIFFERING: "late"})
            breach(walk, session)
        else:
            held_in(walk, session, walk.clerk, {MISSING: "absent"})


def watcher_of(walk: Walk, session: Session) -> User:
    """The invigilator's account where there is one, else the clerk."""
    mine = session.duties.filter(examiner__user=walk.watch).exists()
    return walk.watch if mine else walk.clerk


def held_in(walk: Walk, session: Session, user: User, taps: dict[int, str]) -> None:
    address = walk.at("results:check-in", session.pk)
    due = set(session.seats.values_list("entry", flat=True))
    for number, presence in taps.items():
        entry = walk.entries[number]
        if entry.pk in due:
            person = walk.at("results:check-in-person", session.pk, entry.pk)
            answer = walk.open(user, person).send(to="/note/", press=presence)
            assert answer.status == 302
    answer = walk.open(user, f"{address}?room=all").send(to="/rest/", presence="present")
    assert answer.status == 302
    noted = Attendance.objects.filter(session=session)
    assert set(noted.values_list("entry", flat=True)) == due


def breach(walk: Walk, session: Session) -> None:
    """Somebody keeps papers at hand after a warning: the subject is void."""
    entry = walk.entries[BREACH]
    if not session.seats.filter(entry=entry).exists():
        return
    told = {"entry": str(entry.pk), "conduct": "items", "facts": "考试中翻看带入的资料。"}
    told |= {"warned": "9:05 监考人员书面警告", "signed": "on"}
    walk.send(watcher_of(walk, session), walk.at("results:incident-add", session.pk), **told)
    row = Incident.objects.get(session=session)
    assert (row.entry, row.subject, row.consequence) == (entry, THEORY, "subject")


def hold(walk: Walk) -> None:
    """Refused while a session is to come, done after the last one."""
    last = walk.plan.sessions.order_by("-ends_at").first()
    walk.turn_to(last.ends_at - timedelta(minutes=1))
    refused = walk.try_to(walk.clerk, "hold")
    assert (refused.status, walk.state) == (422, "ready")
    assert any("还没有结束" in text for text in refused.errors)
    walk.turn_to(last.ends_at + timedelta(minutes=1))
    assert walk.act(walk.clerk, "hold") == "held"
