"""What hangs at the door, lies on the desk and is signed: one document for each room."""

from collections.abc import Sequence

from assessment.enums import PrintKind
from assessment.frames.prints import item_on_paper
from assessment.models import Plan, Room, Seat, Session
from catalogue.enums import Level
from printing import pdf

TEMPLATES = {
    PrintKind.DOORS: "printing/assessment/doors.1.html",
    PrintKind.DESKS: "printing/assessment/desks.1.html",
    PrintKind.SIGN_IN: "printing/assessment/sign_in.1.html",
}
LONG = 12  # characters beyond which a name is set smaller on a label


def render(kind: PrintKind, plan: Plan, seats: Sequence[Seat], *, final: bool) -> bytes:
    """The sheets of one room in one session; `seats` by number, loaded as `of` does. Raises
    pdf.PrintError."""
    session, room = seats[0].session, seats[0].room
    items = {item_on_paper(item) for item in session.items.all()}
    context = {
        "plan": plan,
        "agency": plan.agency,
        "session": session,
        "room": room,
        "seats": [(seat, Level(seat.entry.item.level).printed, _long(seat)) for seat in seats],
        "items": sorted(items),
        "several": len(items) > 1,
        "ranges": ranges([seat.number for seat in seats]),
        "final": final,
    }
    return pdf.render(TEMPLATES[kind], context)


def of(pairs: Sequence[tuple[int, int]]) -> list[list[Seat]]:
    """The seats of (session, room) pairs, in their order, loaded with all that is printed; empty
    rooms left out. Four queries."""
    rows = (
        Seat.objects.filter(
            session__in={session for session, _ in pairs},
            room__in={room for _, room in pairs},
            entry__status="approved",
        )
        .select_related("entry__item__occupation")
        .defer("entry__phone", "entry__details")
        .order_by("number")
    )
    sessions = _loaded(Session.objects.prefetch_related("items__occupation"), pairs, 0)
    rooms = _loaded(Room.objects.select_related("site"), pairs, 1)
    found: dict[tuple[int, int], list[Seat]] = {tuple(pair): [] for pair in pairs}
    for seat in rows:
        if (key := (seat.session_id, seat.room_id)) in found:
            seat.session, seat.room = sessions[key[0]], rooms[key[1]]
            found[key].append(seat)
    return [seats for seats in found.values() if seats]


def _loaded(rows, pairs: Sequence[tuple[int, int]], at: int) -> dict:
    return rows.in_bulk({pair[at] for pair in pairs})


def ranges(numbers: Sequence[int]) -> str:
    """`1—12、15` of seat numbers in order. Pure."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(a) if a == b else f"{a}—{b}" for a, b in runs)


def _long(seat: Seat) -> bool:
    return len(seat.entry.name) > LONG
