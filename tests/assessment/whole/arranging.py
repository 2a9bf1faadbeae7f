"""The steps of an arrangement: four rooms at a site, seven sessions, seats, people."""

from collections import Counter
from datetime import date

from django.urls import reverse

from assessment.models import Room
from casework.services import jobs
from tests.assessment.entering import id_number
from tests.assessment.whole import papers
from tests.assessment.whole.papers import Ticket
from tests.assessment.whole.rosters import WHOLE, name
from tests.assessment.whole.steps import FIRST, Way, said
from tests.filing.whole.pages import Page

THEORY, PRACTICE = "theory", "practice"
ROOMS = [("第一考场", THEORY, 80), ("第二考场", THEORY, 70)]
ROOMS += [("电工车间", PRACTICE, 30), ("车工车间", PRACTICE, 30)]
THURSDAY, FRIDAY = date(2026, 3, 26), date(2026, 3, 27)
# Theory for 150 at a time, practice for 60.
TIMES = [(THEORY, FIRST, 9), (THEORY, FIRST, 14)]
TIMES += [(PRACTICE, THURSDAY, hour) for hour in (9, 12, 15)]
TIMES += [(PRACTICE, FRIDAY, hour) for hour in (9, 12)]
EVERYBODY = sorted(range(1, WHOLE + 1), key=name)
JUDGES = 14  # two workshops with 30 people each take seven assessors each
PREPARED = {
    "papers": "printed",
    "printer": "第一印刷厂",
    "agreed_on": "2026-03-02",
    "venue": "on",
    "trained_on": "2026-03-24",
    "complaints": "on",
}


FULL = {
    THEORY: {"chief": 1, "internal": 1, "invigilator": 11},
    PRACTICE: {"assessor": 14, "chief": 1, "internal": 1},
}


def arrange(walk: Way) -> None:
    """Everything, for people who are all tested in both subjects."""
    set_up(walk)
    allot(walk)
    assign_staff(walk)
    assert staff_of(walk) == [(subject, FULL[subject]) for subject, _, _ in TIMES]


def set_up(walk: Way) -> None:
    """Rooms, sessions for everybody in both subjects, and the staff."""
    add_rooms(walk)
    for subject, day, hour in TIMES:
        add_session(walk, subject, day, hour)
    add_staff(walk)


def add_rooms(walk: Way, rooms=ROOMS) -> None:
    """A site in the plan's place, with its rooms in the order in which seats are given."""
    code = walk.plan.agency.code
    place = {"division": str(walk.plan.division_id), "address": "建设路1号", "name": "实训楼"}
    site = walk.send(walk.clerk, reverse("assessment:site-add", args=[code]), **place)
    key = site.response.url.rstrip("/").rpartition("/")[2]
    add = reverse("assessment:room-add", args=[key])
    for room, kind, capacity in rooms:
        walk.send(walk.clerk, add, name=room, kind=kind, capacity=str(capacity), cameras="2")


def rooms_of(walk: Way, kind: str) -> list[int]:
    """The rooms of a kind, by their keys, in order."""
    rows = Room.objects.filter(site__agency=walk.plan.agency, kind=kind).order_by("order")
    return list(rows.values_list("pk", flat=True))


def add_session(walk: Way, subject: str, day: date, hour: int, **chosen) -> Page:
    """Two hours, for everybody who is tested in it and in all its rooms, or for some (`items`,
    `rooms`: pks); the page that follows."""
    address = walk.address("session-add", subject)
    page = walk.open(walk.clerk, address)
    times = {"day": f"{day}", "begins": f"{hour:02}:00", "ends": f"{hour + 2:02}:00"}
    given = {name: page.offered(name) for name in ("items", "rooms")} | chosen
    form = page.offered("form")[0]
    answer = page.send(**times, **given, form=form)
    assert answer.status == 302, said(answer)
    return walk.open(walk.clerk, answer.response.url)


def add_staff(walk: Way) -> None:
    """A chief, an internal supervisor, and who invigilates and assesses."""
    roles = [["chief"], ["internal"], *[["invigilator", "assessor"]] * JUDGES]
    address = reverse("assessment:staff-add", args=[walk.plan.agency.code])
    for number, each in enumerate(roles, 1):
        person = {"name": f"考务{number}", "id_number": id_number(600 + number)}
        walk.send(walk.clerk, address, **person, roles=each, certificate=f"KP{number:04}")


def assign_staff(walk: Way) -> None:
    """Everybody whom each session takes, as the page suggests."""
    for session in walk.plan.sessions.order_by("starts_at"):
        address = walk.address("session-staff", session.pk)
        answer = walk.open(walk.clerk, address).send(to="/fill/")
        assert answer.status == 302


def allot(walk: Way) -> None:
    """Theory by lot, practice in the order of the rooms."""
    for session in walk.plan.sessions.order_by("starts_at"):
        order = "lot" if session.subject == THEORY else "sequence"
        walk.send(walk.clerk, walk.address("seats", session.pk), order=order)


def staff_of(walk: Way) -> list[tuple]:
    """(subject, how many of each role) of every session, in order."""
    found = []
    for session in walk.plan.sessions.order_by("starts_at"):
        roles = Counter(session.duties.values_list("role", flat=True))
        found.append((session.subject, dict(sorted(roles.items()))))
    return found


def printed(walk: Way) -> list[Ticket]:
    """Everybody's ticket, asked for on the page, printed by the job, and downloaded."""
    walk.send(walk.clerk, walk.address("prints"), kind="tickets", session="")
    jobs.work_off(seconds=600)
    page = walk.open(walk.clerk, walk.address("prints"))
    file = walk.people.client.get(page.link("/file/"))
    assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")
    return papers.read(b"".join(file.streaming_content))


def all_have_tickets(walk: Way) -> None:
    """Everybody once, with the seats that lie in the database."""
    all_have_seats(walk)
    assert printed(walk) == papers.expected(walk.plan)


def all_have_seats(walk: Way) -> None:
    """Everybody a ticket, one seat for each subject tested, no seat twice, no room over its
    capacity."""
    tickets = papers.expected(walk.plan)
    assert sorted(ticket.name for ticket in tickets) == [name(each) for each in EVERYBODY]
    seats = [place for ticket in tickets for place in ticket.places]
    assert len(set(seats)) == len(seats)
    held = {room: capacity for room, _, capacity in ROOMS}
    assert [place for place in seats if place[-1] > held[place[-2]]] == []
