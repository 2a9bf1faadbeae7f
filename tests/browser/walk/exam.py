"""The days of the exam, on phones beside the doors; then marks entered twice."""

from datetime import datetime, time, timedelta

from accounts.enums import Role
from accounts.models import User
from assessment.models import Entry, Session
from filing.models import Agency
from results.models import Arbitration, ScoreRound
from results.sheets import HEADS
from tests.assessment.whole.arranging import PRACTICE, THEORY
from tests.browser.walk.planning import LAST, at, colleague, plan
from tests.browser.walk.registering import hr
from tests.browser.walk.stage import ZONE, Screen, Stage
from tests.printing.files import xlsx

SCORERS = ("登分甲", "登分乙", "登分负责人")
ABSENT, DIFFERING, SHORT = 3, 5, 7  # places in the order of the tickets
AFTER = LAST + timedelta(days=1)


def entries() -> list[Entry]:
    return list(Entry.objects.order_by("ticket"))


def scorers() -> list[User]:
    """Two who enter marks, and the manager who decides between them."""
    return [User.objects.get(name=name) for name in SCORERS]


def mark(place: int, subject: str) -> str:
    """What the work of somebody is worth; nothing: did not come."""
    if place == ABSENT:
        return "缺考"
    if (place, subject) == (SHORT, THEORY):
        return "59"
    return str(60 + place % 30)


def they_sit_the_exam(stage: Stage) -> None:
    for session in plan().sessions.order_by("starts_at"):
        stage.turn_to(session.starts_at + timedelta(minutes=10))
        paper_is_opened(stage, session)
        everybody_is_noted(stage, session)
    stage.turn_to(datetime.combine(LAST, time(18), ZONE))
    stage.desk(hr()).go("/desk/").act(plan(), "hold")


def paper_is_opened(stage: Stage, session: Session) -> None:
    if session.subject != THEORY:
        return
    paper = plan().papers.filter(subject=THEORY, form="A").get()
    keeper = stage.desk(hr()).go(at("papers:paper-open", paper.pk))
    keeper.fill({"cause": "session", "sheet": "paper"})
    name, data = keeper.download()
    assert (name.endswith(".pdf"), data[:5]) == (True, b"%PDF-")


def everybody_is_noted(stage: Stage, session: Session) -> None:
    """At each door by one of those on duty, on a phone."""
    missing = entries()[ABSENT]
    for room in session.rooms.order_by("order"):
        duty = session.duties.filter(room=room, examiner__user__isnull=False).first()
        watch = stage.phone(duty.examiner.user).go("/duties/")
        address = f"{at('results:check-in', session.pk)}?room={room.pk}"
        if session.seats.filter(room=room, entry=missing).exists():
            watch.go(address).press(f"{missing.name}缺考")
        watch.go(address)
        if session.subject == PRACTICE:  # seated in order: the same people each time
            watch.picture("check-in-360")
        watch.press("其余全部到考")


def marks_are_entered_twice(stage: Stage) -> None:
    agency = Agency.objects.get()
    roles = (Role.SCORER, Role.SCORER, Role.MANAGER)
    first, second, manager = (
        colleague(agency, role, name) for role, name in zip(roles, SCORERS, strict=True)
    )
    stage.turn_to(AFTER)
    for position, user in enumerate((first, second), 1):
        clerk = stage.desk(user).go("/desk/")
        clerk.go(at("results:scores"))
        for subject in plan().items.get().subjects.all():
            marks_of_all(clerk, subject.kind, position)
    assert ScoreRound.objects.exclude(frozen_at=None).count() == 4
    manager = stage.desk(manager).go(sheet("sheet", THEORY)).follow("裁定…")
    manager.send({"mark": mark(DIFFERING, THEORY), "reason": "一录看错一行。"})
    assert Arbitration.objects.count() == 1
    stage.desk(hr()).act(plan(), "score").go(at("results:results"))


def sheet(page: str, subject: str) -> str:
    return at(f"results:{page}", plan().items.get().pk, subject)


def marks_of_all(clerk: Screen, subject: str, position: int) -> None:
    """Theory is typed by the first, who misreads one; the others bring a file."""
    clerk.go(sheet("sheet", subject)).press("开始一录" if position == 1 else "开始二录")
    known = {entry.ticket: mark(at, subject) for at, entry in enumerate(entries())}
    if (position, subject) == (1, THEORY):
        typed(clerk, {**known, entries()[DIFFERING].ticket: "99"})
    else:
        rows = [
            (ticket, "", "是") if text == "缺考" else (ticket, text, "")
            for ticket, text in known.items()
        ]
        clerk.go(sheet("round-file", subject)).send({"file": ("成绩.xlsx", xlsx(HEADS, *rows))})
    clerk.go(sheet("round-hand-in", subject)).send({})


def typed(clerk: Screen, known: dict[str, str]) -> None:
    """Down the grid, page by page."""
    clerk.go(sheet("round", THEORY)).picture("scores")
    left = dict(known)
    while left:
        shown = clerk.main.locator(".score-grid label").all_inner_texts()
        for ticket in shown:
            clerk.fill({ticket: left.pop(ticket)})
        clerk.press("保存本页…")
